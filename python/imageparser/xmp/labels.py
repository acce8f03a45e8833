"""What programs call a colour label: a word that people may choose, or the number of a colour."""

from __future__ import annotations

# Words of Lightroom, Bridge and digiKam, English and Korean, small.
_WORDS = {
    "red": ("red", "select", "빨강", "빨간색", "빨강색"),
    "orange": ("orange", "주황", "주황색"),
    "yellow": ("yellow", "second", "노랑", "노란색", "노랑색"),
    "green": ("green", "approved", "초록", "초록색", "녹색"),
    "blue": ("blue", "review", "파랑", "파란색", "파랑색"),
    "purple": ("purple", "magenta", "violet", "to do", "보라", "보라색", "자주", "자주색"),
    "gray": ("gray", "grey", "회색"),
}
_COLORS = {word: color for color, words in _WORDS.items() for word in words}
# `digiKam:ColorLabel`, where 0 is none, and an entry of `darktable:colorlabels`.
DIGIKAM = {"1": "red", "2": "orange", "3": "yellow", "4": "green", "5": "blue", "6": "purple", "7": "gray"}
DARKTABLE = {"0": "red", "1": "yellow", "2": "green", "3": "blue", "4": "purple"}


def color_of(word: str) -> str | None:
    """Return the colour that a label's word names, None where it names none."""
    return _COLORS.get(" ".join(word.lower().split()))


def word_of(color: str) -> str:
    """Return the word of a colour that programs know."""
    return color.capitalize()


def number_of(color: str | None, numbers: dict[str, str]) -> str | None:
    """Return the number of a colour, None where a program has none for it."""
    return next((number for number, known in numbers.items() if known == color), None)
