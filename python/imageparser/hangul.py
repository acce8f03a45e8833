"""How Korean is typed: syllables as the keys that make them, the initial consonants of words, and what both begin."""

from __future__ import annotations

import unicodedata

# The letters of a syllable block in the order of Unicode (the Unicode Standard, section 3.12), each as the keys of the
# usual keyboard that type it one after another.
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = (
    *("ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅗㅏ", "ㅗㅐ"),
    *("ㅗㅣ", "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅔ", "ㅜㅣ", "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ"),
)
_FINALS = (
    *("", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ"),
    *("ㄹㅍ", "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ"),
)
_FIRST, _LAST = "가", "힣"
_VOWEL_COUNT, _FINAL_COUNT = len(_VOWELS), len(_FINALS)
# Letters that stand alone: clusters that an input method makes of two keys.
# fmt: off
_CLUSTERS = str.maketrans(
    {
        "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ",
        "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ", "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ",
        "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
    }
)
# fmt: on


def keystrokes(text: str) -> str:
    """Return a text in the composed form with every syllable as the keys that type it.

    What is typed so far begins what it becomes: `고야` and `고양ㅇ` begin `고양이`, `닭` begins `달걀`.
    """
    return "".join(map(_keys, text)).translate(_CLUSTERS)


def initials(text: str) -> str | None:
    """Return a text with every syllable as its first consonant, None where it has no syllable."""
    if not any(map(is_syllable, text)):
        return None
    return "".join(map(_initial, text)).translate(_CLUSTERS)


def speaks_initials(text: str) -> bool:
    """Tell whether a consonant stands alone in a text, so that it may mean any syllable that begins with it."""
    return any(sign in _INITIALS for sign in text.translate(_CLUSTERS))


def begins(typed: str, text: str) -> bool:
    """Tell whether what was typed is how a text begins: by its keys, or with consonants in place of syllables."""
    return keystrokes(text).startswith(keystrokes(typed)) or _begins_by_initials(typed.translate(_CLUSTERS), text)


def plain(text: str) -> str:
    """Return the form in which typing is compared: small composed letters, Latin ones without marks, `_` as a blank."""
    composed = " ".join(unicodedata.normalize("NFC", text).lower().replace("_", " ").split())
    if composed.isascii():
        return composed
    return unicodedata.normalize("NFC", "".join(_unmarked(sign) for sign in composed))


def is_syllable(sign: str) -> bool:
    """Tell whether a sign is a whole Korean syllable."""
    return _FIRST <= sign <= _LAST


def _begins_by_initials(typed: str, text: str) -> bool:
    if not speaks_initials(typed) or len(typed) > len(text):
        return False
    pairs = zip(typed[:-1], text, strict=False)
    return all(one in (other, _initial(other)) for one, other in pairs) and _may_become(typed[-1], text[len(typed) - 1])


def _may_become(sign: str, other: str) -> bool:
    return sign == _initial(other) or _keys(other).startswith(_keys(sign))


def _keys(sign: str) -> str:
    if not is_syllable(sign):
        return sign
    rest, final = divmod(ord(sign) - ord(_FIRST), _FINAL_COUNT)
    initial, vowel = divmod(rest, _VOWEL_COUNT)
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]


def _initial(sign: str) -> str:
    if not is_syllable(sign):
        return sign
    return _INITIALS[(ord(sign) - ord(_FIRST)) // (_FINAL_COUNT * _VOWEL_COUNT)]


def _unmarked(sign: str) -> str:
    if is_syllable(sign):
        return sign
    apart = unicodedata.normalize("NFD", sign)
    return apart[0] if len(apart) > 1 and apart[0].isascii() else sign
