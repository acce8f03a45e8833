"""The native core: reading, hashing, decoding, thumbnails. Written in Rust, crate `py`."""

from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from typing import Any, Literal, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from imageparser.errors import ImageParserError

_AnyPath: TypeAlias = str | bytes | PathLike[str] | PathLike[bytes]

__all__ = [
    "PROMPT_READER",
    "TAG_SETS",
    "CancelToken",
    "Document",
    "Failure",
    "Found",
    "Generator",
    "Layer",
    "LayerPicture",
    "Moved",
    "Probe",
    "PromptRead",
    "Record",
    "Rendering",
    "ScanBatch",
    "Scanner",
    "Skip",
    "SmartObject",
    "TextRun",
    "VectorCodes",
    "VectorCodesWriter",
    "__version__",
    "canonical_tag",
    "decode_text",
    "digest",
    "digest_many",
    "encode_png",
    "ingest",
    "layer_pictures",
    "near_hashes",
    "pack_tags",
    "parse_tags",
    "path_key",
    "prepare_patches",
    "prepare_pictures",
    "probe",
    "probe_many",
    "read_prompts",
    "rename_noreplace",
    "render",
    "text_chunks",
    "thumbnail",
]

__version__: str

def path_key(path: _AnyPath) -> str:
    """Return the NFC key of a path, the only form in which paths are stored and compared."""

@final
class CancelToken:
    """A flag that ends long operations; may be raised from any thread."""

    def __new__(cls) -> CancelToken: ...
    def cancel(self) -> None: ...
    @property
    def cancelled(self) -> bool: ...

# --- scan -----------------------------------------------------------------

@final
class Found:
    """One regular picture file as the directory walk saw it."""

    key: str
    raw: bytes
    size: int
    mtime_ns: int
    file_id: int

@final
class Moved:
    """A known file that now has another path; nothing needs to be read."""

    old_key: str
    found: Found

@final
class Skip:
    """A path that the walk left out, with the reason."""

    path: str
    code: str
    reason: str

@final
class ScanBatch:
    """A part of a scan whose directory blobs and changes belong into one transaction.

    `directories` holds `(directory key, raw path, blob)`; a blob of None means that the directory is gone.
    """

    directories: list[tuple[str, bytes, bytes | None]]
    added: list[Found]
    changed: list[Found]
    moved: list[Moved]
    gone: list[str]
    skipped: list[Skip]
    unchanged: int

@final
class Scanner:
    """Walk folders in the background and yield what differs from the known manifest."""

    def __new__(
        cls,
        roots: Sequence[_AnyPath],
        *,
        known: Iterable[tuple[str, bytes]] = ...,
        exclude: Sequence[str] = ...,
        default_excludes: bool = True,
        hidden: bool = False,
        threads: int = 0,
        cancel: CancelToken | None = None,
    ) -> Scanner: ...
    def __iter__(self) -> Scanner: ...
    def __next__(self) -> ScanBatch: ...

# --- reading --------------------------------------------------------------

@final
class Failure:
    """A file that could not be processed."""

    path: bytes
    code: str
    message: str

@final
class Probe:
    """What the header of a picture says; width and height are as stored, before orientation."""

    format: str
    width: int
    height: int
    depth: int
    channels: int
    color_mode: str
    orientation: int
    has_alpha: bool
    progressive: bool
    frames: int | None
    icc: str | None
    icc_bytes: int

@final
class SmartObject:
    """The picture that a smart object shows; `kind` is "embedded" or "linked", `size` the bytes of an embedded file.

    `transform` holds its corners on the canvas, x before y, from the upper left clockwise.
    """

    kind: str
    name: str
    filetype: str | None
    size: int | None
    transform: list[float]

@final
class TextRun:
    """A part of a text in one style.

    `size` is in canvas pixels; `color` is (model, values, alpha), the model "grey", "rgb" or "cmyk", values 0-1.
    """

    text: str
    font: str | None
    size: float | None
    bold: bool
    italic: bool
    color: tuple[str, list[float], float] | None

@final
class Layer:
    """One layer or group of a document, bottom to top, a group before its members.

    `path` holds the ids of the groups around it, outermost first; `bbox` is left, top, right, bottom on the canvas;
    `opacity` and `fill` are 0-255. `effects` names those that are switched on, `locks` is a part of "all",
    "transparency", "pixels", "position", "artboard". What stands in blocks is read when it is first asked for.
    """

    id: int
    path: list[int]
    name: str
    kind: str
    visible: bool
    opacity: int
    blend: str
    bbox: tuple[int, int, int, int]
    clipping: bool
    mask: bool
    text: str | None
    channels: list[int]
    blocks: list[bytes]
    @property
    def fill(self) -> int: ...
    @property
    def text_runs(self) -> list[TextRun]: ...
    @property
    def fonts(self) -> list[str]: ...
    @property
    def effects(self) -> list[str]: ...
    @property
    def locks(self) -> list[str]: ...
    @property
    def color_label(self) -> str | None: ...
    @property
    def smart_object(self) -> SmartObject | None: ...
    def pixels(self) -> NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.float32]:
        """Return the samples, height x width x channels: colours as stored, then alpha where the layer has one.

        uint8 for 1 and 8 bits, uint16 for 16, float32 for 32; bits become 0 and 255. A layer without pixels (a group,
        an adjustment) gives an array without rows.

        Raises:
            UnsupportedError: the layer comes from a record, not from an open document.
        """
    def channel(self, channel: int) -> NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.float32]:
        """Return one channel, height x width: 0, 1 ... colours, -1 alpha, -2 mask, -3 the real mask.

        Raises:
            NotFoundError: the layer has no such channel.
        """
    def picture(self, *, cancel: CancelToken | None = None) -> Rendering:
        """Return the layer by itself: its pixels as stored, in sRGB, in full size, without masks and effects.

        A layer without pixels of its own (a fill, a shape) gives what it shows of the canvas, trimmed; one that shows
        nothing an array without rows. `source` is "decoded" or "composite".
        """
    def digest(self) -> str:
        """Return the BLAKE3-256 digest of the decoded pixels with their size, mode and depth, in hexadecimal."""
    def embedded(self) -> bytes | None:
        """Return the file inside an embedded smart object, None where there is none."""
    def block(self, key: bytes) -> bytes | None:
        """Return the data of the tagged block `key` (four bytes) as stored, None where there is none."""

@final
class Record:
    """Everything that one read of a file gives."""

    path: bytes
    digest: str
    size: int
    mtime_ns: int
    file_id: int
    probe: Probe
    exif: dict[str, Any]
    text: dict[str, str]
    generator: Generator | None
    layers: list[Layer]
    layer_count: int
    has_merged: bool | None
    pixel_source: str
    palette: list[tuple[str, float]]
    phash: int
    blur: float
    thumbnail: bytes
    thumbnail_size: tuple[int, int]
    warnings: list[str]

# --- documents ------------------------------------------------------------

@final
class Rendering:
    """A picture made to be looked at: height x width x 4, straight alpha, sRGB.

    `source` is "composite" (made from the layers), "merged" (what a document stores), "embedded" (its small preview)
    or "decoded" (a file without layers). `unrendered` lists what the layers ask for and the pixels lack, as in
    "bevel on 'Title'".
    """

    pixels: NDArray[np.uint8]
    source: str
    unrendered: list[str]
    warnings: list[str]
    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]: ...

@final
class Document:
    """An open PSD or PSB: its structure is read at once, samples when they are asked for. Usable from any thread."""

    @staticmethod
    def open(path: _AnyPath, *, max_pixels: int = ..., max_memory: int = ...) -> Document:
        """Read the structure of a document.

        Raises:
            UnsupportedError: it is no Photoshop document.
            CorruptError: its header is wrong.
        """
    header: Probe
    layers: list[Layer]
    has_merged: bool | None
    warnings: list[str]
    def layer(self, layer: int) -> Layer:
        """Return a layer by its id.

        Raises:
            NotFoundError: the document has no such layer.
        """
    def pixels(self, layer: int) -> NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.float32]:
        """Return `layer(layer).pixels()`."""
    def channel(self, layer: int, channel: int) -> NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.float32]:
        """Return `layer(layer).channel(channel)`."""
    def digest(self, layer: int) -> str:
        """Return `layer(layer).digest()`."""
    def embedded(self, layer: int) -> bytes | None:
        """Return `layer(layer).embedded()`."""
    def composite(
        self,
        *,
        show: Iterable[int] = ...,
        hide: Iterable[int] = ...,
        only: int | None = None,
        scale: float = 1.0,
        region: tuple[int, int, int, int] | None = None,
        source: str = "layers",
        cancel: CancelToken | None = None,
    ) -> Rendering:
        """Render the document, or `region` (left, top, right, bottom of the canvas) of it, as its canvas lies.

        `show` and `hide` name layers whose eye is switched, `only` the one layer to be shown. `source` is "layers",
        "merged" (the picture that the writer stored) or "auto": the stored one where it is real and no layer is
        switched, else the layers. A document without layers always gives the stored one.

        Raises:
            UsageError: a layer, scale or region that the document does not have.
        """

@final
class LayerPicture:
    """The picture of one layer by itself; `digest` is that of its decoded pixels."""

    id: int
    digest: str
    width: int
    height: int
    webp: bytes

def layer_pictures(
    path: _AnyPath,
    *,
    least: int,
    edge: int,
    ids: Sequence[int] | None = None,
    quality: int = 85,
    method: int = 2,
    max_pixels: int = ...,
    max_memory: int = ...,
    cancel: CancelToken | None = None,
) -> list[LayerPicture]:
    """Return the pictures of a document's layers, trimmed and fitted into `edge` pixels, bottom to top.

    Those are the pixel, shape, type and smart-object layers that are visible with all groups around them, whose box is
    larger than `least` pixels on its longer side, and that are not wholly transparent. `ids` limits them further. A
    layer whose samples cannot be read is left out; a file that is no layered document gives an empty list.
    """

def render(
    path: _AnyPath,
    *,
    show: Iterable[int] = ...,
    hide: Iterable[int] = ...,
    only: int | None = None,
    scale: float = 1.0,
    region: tuple[int, int, int, int] | None = None,
    source: str = "auto",
    max_pixels: int = ...,
    max_memory: int = ...,
    cancel: CancelToken | None = None,
) -> Rendering:
    """Render a picture file: a layered document as `Document.composite` does, another one upright as it is shown.

    Raises:
        UsageError: a layer, scale or region that the picture does not have.
    """

def encode_png(pixels: NDArray[np.uint8]) -> bytes:
    """Return a PNG of an array height x width x 1, 2, 3 or 4 (grey, grey and alpha, RGB, RGBA).

    Raises:
        UsageError: the array has another shape.
    """

# --- files ----------------------------------------------------------------

def rename_noreplace(src: _AnyPath, dst: _AnyPath) -> bool:
    """Give a file another path; False where that path is on another device, then nothing has been done.

    Nothing that has the new path already is ever replaced, not even by a race.

    Raises:
        ExistsError: something has the new path.
        NotFoundError: there is no such file, or no such folder to move it to.
    """

def probe(path: _AnyPath) -> Probe:
    """Read only the header of a file."""

def probe_many(paths: Sequence[_AnyPath], *, threads: int = 0) -> list[Probe | Failure]:
    """Read the headers of many files; one result per path, in order."""

def text_chunks(path: _AnyPath) -> dict[str, str]:
    """Read the text chunks of a PNG without decoding pixels; keyword to text."""

def digest(path: _AnyPath) -> str:
    """Return the BLAKE3-256 digest of the whole file in hexadecimal."""

def digest_many(
    paths: Sequence[_AnyPath], *, threads: int = 0, cancel: CancelToken | None = None
) -> list[str | Failure]:
    """Digest many files; one result per path, in order."""

def thumbnail(path: _AnyPath, *, size: int = 256, quality: int = 85, method: int = 4) -> bytes:
    """Return a WebP picture that fits into size x size, upright, in sRGB, alpha kept."""

# --- prompts --------------------------------------------------------------

PROMPT_READER: int
"""The version of the readers of generator records; what an older one read is worth reading again."""

_Stealth: TypeAlias = Literal["auto", "check", "never"]

TAG_SETS: list[str]
"""The sets of a prompt in which a tag can stand, by the numbers with which they are stored."""

@final
class Generator:
    """What a generator wrote about a picture; every part is made when it is asked for.

    `json` is the object of `inspection.Generator`; `tags` are (canonical tag, spelling, weight, set, character);
    `columns` are name, source, prompt, negative, software, model, sampler, seed, steps, cfg, stealth, signature, and
    the JSON object without the prompts, the raw texts and the tags.
    """

    name: str
    json: str
    tags: list[tuple[str, str, float, str, int | None]]
    tags_by_set: dict[str, list[str]]
    loras: list[tuple[str, float]]
    columns: tuple[str | float | bool | None, ...]

    @staticmethod
    def from_json(text: str, *, prompt: str | None = None, negative: str | None = None) -> Generator:
        """Return the record that `json` or the last of `columns` tells, with prompts that are not in there.

        Tags are made anew of the prompts; raw texts are left out.

        Raises:
            CorruptError: it is no such object.
        """

@final
class PromptRead:
    """The record of a file's generator, with the state of the file that it was read from.

    The record comes without its raw texts (`raw` is empty), which are most of it. `generator` is None where no
    generator left a record.
    """

    path: bytes
    size: int
    mtime_ns: int
    file_id: int
    format: str
    width: int
    height: int
    generator: Generator | None

def pack_tags(
    records: Sequence[Generator | None], number: Callable[[list[str]], Sequence[int]]
) -> list[tuple[bytes | None, int]]:
    """Pack the tags of many records.

    `number` is called once with the different tags and returns their numbers. Returns for each record its codes, which
    are the number of a tag times four plus the number of its set (`TAG_SETS`), each once, ascending, as little-endian
    32-bit numbers, and how many different tags these are; None and 0 where there is no record.
    """

def read_prompts(
    paths: Sequence[_AnyPath], *, stealth: _Stealth = "auto", threads: int = 0, cancel: CancelToken | None = None
) -> list[PromptRead | Failure]:
    """Read the generator records of many files from headers and metadata; one result per path, in order.

    Pixels are decoded only in search of a hidden record: `auto` where there is an alpha channel and no other record,
    `check` in every PNG and WebP, `never`. A cancelled call returns failures with code `cancelled` for the rest.
    """

def parse_tags(text: str, dialect: Literal["nai", "a1111", "plain"]) -> list[tuple[str, str, float]]:
    """Split a prompt into its tags: canonical form, spelling and weight, each once with its largest weight.

    `plain` is what people type: separated by commas or line breaks, weights of both grammars taken off.
    """

def canonical_tag(text: str) -> str:
    """Return the form in which tags are compared: NFC, case-folded, `_` as a blank but in faces, brackets unescaped."""

def decode_text(bytes: bytes) -> str:  # noqa: A002  # as the core calls it
    """Return bytes of unknown encoding as text: byte order mark, UTF-8, CP949, Shift-JIS, else Windows-1252."""

# --- batches --------------------------------------------------------------

def ingest(
    paths: Sequence[_AnyPath],
    *,
    thumb_size: int = 512,
    thumb_quality: int = 85,
    thumb_method: int = 2,
    stealth: _Stealth = "auto",
    max_pixels: int = ...,
    max_memory: int = ...,
    threads: int = 0,
    cancel: CancelToken | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Record | Failure]:
    """Read each file once and return its record or its failure, in the order of `paths`.

    The interpreter lock is released; `progress(done, failed)` is called about ten times a second from
    the calling thread. A cancelled batch returns failures with code `cancelled` for files not begun.
    """

def prepare_pictures(
    images: Sequence[bytes],
    *,
    width: int,
    height: int,
    filter: Literal["bilinear", "bicubic", "lanczos"],  # noqa: A002
    max_pixels: int = ...,
    max_memory: int = ...,
    threads: int = 0,
) -> tuple[NDArray[np.uint8], list[ImageParserError | None]]:
    """Decode encoded pictures to an array (n, height, width, 3): upright, sRGB, alpha on white, aspect ignored.

    Scaled as Pillow does, antialiased. A picture that cannot be decoded leaves a row of zeros and its error in the
    list, which has one entry per picture.

    Raises:
        UsageError: an unknown filter, or sides that are none.
    """

def prepare_patches(
    images: Sequence[bytes],
    *,
    patch: int,
    max_patches: int,
    filter: Literal["bilinear", "bicubic", "lanczos"],  # noqa: A002
    max_pixels: int = ...,
    max_memory: int = ...,
    threads: int = 0,
) -> tuple[NDArray[np.uint8], NDArray[np.int64], list[ImageParserError | None]]:
    """Decode encoded pictures to squares (NaFlex): aspect kept as nearly as whole squares allow.

    Returns the squares (n, max_patches, patch * patch * 3) row by row with zeros behind them, rows and columns of
    squares (n, 2), and one entry per picture: its error or None.

    Raises:
        UsageError: an unknown filter, or sizes that are none.
    """

# --- nearest vectors ------------------------------------------------------

@final
class VectorCodes:
    """The codes of vectors of one kind, as of one generation: one bit for each dimension, in a mapped file.

    It tells candidates for "which vectors are nearest"; whoever holds the vectors scores these exactly. What is
    appended to the file makes another object, this one stays as it is. Usable from threads.
    """

    @staticmethod
    def open(path: _AnyPath, kind: str, version_key: str, dim: int) -> VectorCodes:
        """Map a file and check all of it.

        Raises:
            NotFoundError: there is none.
            CorruptError: it is damaged, or holds other vectors.
            UnsupportedError: another version wrote it.
        """
    @property
    def generation(self) -> int: ...
    @property
    def stamp(self) -> int: ...
    @property
    def live(self) -> int:
        """How many vectors can be found."""
    @property
    def rows(self) -> int:
        """How many rows there are, with those that later ones have replaced."""
    @property
    def batches(self) -> int:
        """How many parts the file was written in."""
    @property
    def trained(self) -> int:
        """How many vectors the mean was taken of that the codes are less by."""
    @property
    def size(self) -> int:
        """How many bytes are in use."""
    def find(
        self,
        vector: NDArray[np.float32],
        keep: int,
        *,
        within: NDArray[np.int64] | None = None,
        without: NDArray[np.int64] | None = None,
    ) -> tuple[NDArray[np.int64], NDArray[np.float32], float]:
        """Return the ids of the `keep` likeliest, their estimated inner products, best first, and these's deviation.

        Raises:
            UsageError: `vector` has another dimension, or an array is not in one piece.
            CorruptError: another program has cut off the file.
        """
    def append(
        self,
        *,
        removed: NDArray[np.int64],
        ids: NDArray[np.int64],
        vectors: NDArray[np.float32],
        generation: int,
        stamp: int,
    ) -> VectorCodes | None:
        """Add rows behind what the file holds; ids that it holds must be among the removed ones.

        Returns None where another process is adding to the file, or has.

        Raises:
            UnsupportedError: an id has more than 32 bits.
        """
    def compacted(self, path: _AnyPath | None = None) -> VectorCodes:
        """Write what can be found into a new file."""

@final
class VectorCodesWriter:
    """Makes a file of vector codes, rows at a time; it gets its name when it is whole, None keeps it in memory."""

    def __new__(
        cls, path: _AnyPath | None, kind: str, version_key: str, sample: NDArray[np.float32]
    ) -> VectorCodesWriter: ...
    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None: ...
    def finish(self, generation: int, stamp: int) -> VectorCodes:
        """Close the file and open it."""

# --- near hashes ----------------------------------------------------------

def near_hashes(
    hashes: NDArray[np.uint64],
    shapes: NDArray[np.float32],
    *,
    bits: int,
    shape: float,
    most: int,
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the pairs of places whose hashes differ in at most `bits` (0-11) and whose shapes by at most `shape`.

    Pairs stand in order, the smaller place of each in the first array.

    Raises:
        UsageError: more bits, or not as many shapes as hashes.
        TooLargeError: more than `most` pairs.
    """
