"""The words that go to the model with a picture. Raise VERSION with every change: captions carry it in their key.

The prompt speaks of the picture alone. File and folder names, layers and metadata are not in it: a caption then belongs
to the pixels, so that copies, moves and renames cost no call, and names cannot talk a model into seeing things. What
the program knows of the file stands beside the caption in the record.

The schema forces the form; the prompt says what the fields are for. `picture` comes first because its `type` decides
what else there is to say; the sentences come last because they are made of the rest.
"""

from __future__ import annotations

VERSION = 1

INSTRUCTION = """\
Describe this picture for a search engine. Say only what can be seen; never guess names of people, files or series.

picture.type is one of:
  character: a person, animal or being is the subject (fill gender_presentation and age_range by looks, else "unclear")
  background: a place or landscape without a subject in front
  ui_element: a screen, window, button or other part of a user interface
  item: one thing shown for itself
  icon: a small sign with a meaning
  texture: a surface meant to be laid on something
  effect: fire, light, smoke or the like, meant to be laid over something
  logo, photo, illustration: a mark of a brand; a photograph; a drawn or painted scene with several subjects
  other: nothing of these
Fill the other fields of the picture with one to four English words each; leave a text empty where nothing fits.

visible_text: text that can be read in the picture, as written, in its own script; empty where there is none.
colours: up to five plain English colour names, the largest area first.
safety: the strongest that applies of safe, suggestive, nudity, violence, gore.
tags_en: 5 to 10 English search words, subject first, lower case, singular.
tags_ko: the same words in natural Korean.
caption_en: one plain English sentence of 8 to 30 words: subject, action, place, style.
caption_ko: the same sentence in natural Korean."""

AGAIN = "Your last answer was refused: {problem} Answer again, complete and shorter."


def text(problem: str = "") -> str:
    """Return the prompt; `problem` says what was wrong with the answer before."""
    return f"{INSTRUCTION}\n\n{AGAIN.format(problem=problem)}" if problem else INSTRUCTION
