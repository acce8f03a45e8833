"""What is asked of each kind of picture: closed lists where people will filter by the answer, short words elsewhere.

`Picture` is the union of the kinds; its `type` decides which fields there are. A new field or value changes the
digest of the schema, and with it the version key of every caption.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
Words = Annotated[list[Word], Field(max_length=6)]
Style = Literal[
    "realistic",
    "anime",
    "pixel",
    "painterly",
    "cartoon",
    "3d_render",
    "watercolour",
    "sketch",
    "cel_shaded",
    "flat",
    "other",
]
Palette = Literal["warm", "cool", "monochrome", "vibrant", "pastel", "dark", "neutral", "neon", "earth_tones"]
Transparency = Literal["opaque", "partly_transparent", "cut_out"]
Intensity = Literal["low", "medium", "high"]


class Kind(BaseModel):
    """What all kinds share."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    art_style: Style
    palette: Palette


class Character(Kind):
    """A person, animal or being that the picture is about."""

    type: Literal["character"]
    character_type: Word
    gender_presentation: Literal["feminine", "masculine", "androgynous", "none", "unclear"]
    age_range: Literal["child", "teen", "adult", "elder", "unclear"]
    pose: Word
    equipment: Words
    emotion: Word


class Background(Kind):
    """A place without a subject in front of it."""

    type: Literal["background"]
    scene_type: Word
    time_of_day: Literal["dawn", "day", "sunset", "night", "indoors", "unclear"]
    weather: Literal["clear", "cloudy", "rain", "snow", "fog", "storm", "none", "unclear"]
    season: Literal["spring", "summer", "autumn", "winter", "unclear"]
    mood: Word
    architecture: Word
    lighting: Word
    depth: Literal["flat", "shallow", "deep"]


class UiElement(Kind):
    """A part of a user interface, or a whole screen of one."""

    type: Literal["ui_element"]
    ui_type: Word
    ui_style: Word
    has_text: bool
    interactive_elements: Words
    platform: Literal["desktop", "mobile", "console", "web", "unclear"]


class Item(Kind):
    """One thing, shown for itself."""

    type: Literal["item"]
    item_type: Word
    subtype: Word
    rarity: Literal["common", "uncommon", "rare", "epic", "legendary", "unclear"]
    material: Word
    transparency: Transparency
    view_angle: Literal["front", "side", "back", "top", "isometric", "three_quarter", "unclear"]


class Icon(Kind):
    """A small sign with a meaning."""

    type: Literal["icon"]
    category: Word
    shape: Word
    border: bool
    has_text: bool


class Texture(Kind):
    """A surface that is meant to be laid on something."""

    type: Literal["texture"]
    texture_type: Word
    tileable: bool
    surface: Word


class Effect(Kind):
    """Fire, light, smoke and the like, meant to be laid over something."""

    type: Literal["effect"]
    effect_type: Word
    transparency: Transparency
    animation_feel: Word
    intensity: Intensity


class Other(Kind):
    """Everything that is looked at for itself."""

    type: Literal["logo", "photo", "illustration", "other"]
    subject: Word
    mood: Word
    has_text: bool


Picture = Annotated[
    Character | Background | UiElement | Item | Icon | Texture | Effect | Other, Field(discriminator="type")
]
TYPES = (
    "character",
    "background",
    "ui_element",
    "item",
    "icon",
    "texture",
    "effect",
    "logo",
    "photo",
    "illustration",
    "other",
)
