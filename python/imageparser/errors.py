"""Every error that crosses a border: a class, a stable code, and a path where there is one."""

from __future__ import annotations

from typing import ClassVar


class ImageParserError(Exception):
    """An error with a stable code; the texts for people are `error.<code>` and `remedy.<code>` in the locale files.

    What a sentence of another language needs beside the code is data: `path`, and `about`, the name of what is at fault
    where that is no file (a model). The message is English, for logs and scripts.
    """

    code: ClassVar[str] = "internal"

    def __init__(self, message: str = "", *, path: str | None = None, about: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").splitlines()[0])
        self.message = str(self.args[0])
        self.path = path
        self.about = about

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class NotFoundError(ImageParserError, FileNotFoundError):
    """The file or folder does not exist."""

    code = "not_found"


class DeniedError(ImageParserError, PermissionError):
    """The operating system refuses access."""

    code = "denied"


class ExistsError(ImageParserError, FileExistsError):
    """The target exists already."""

    code = "exists"


class ChangedError(ImageParserError):
    """The file has changed since it was looked at."""

    code = "changed"


class UnsupportedError(ImageParserError):
    """The format or a feature of it is not supported."""

    code = "unsupported"


class CorruptError(ImageParserError):
    """The bytes break the rules of their format."""

    code = "corrupt"


class TooLargeError(ImageParserError):
    """The picture is larger than the limits allow."""

    code = "too_large"


class CancelledError(ImageParserError):
    """The operation was cancelled."""

    code = "cancelled"


class InternalError(ImageParserError):
    """A fault of ImageParser itself."""

    code = "internal"


class UsageError(ImageParserError):
    """The request itself is wrong."""

    code = "usage"


class LibraryNewerError(ImageParserError):
    """The library was written by a newer version of ImageParser."""

    code = "library_newer"


class LibraryLockedError(ImageParserError):
    """Another process keeps the library locked."""

    code = "library_locked"


class LibraryReadOnlyError(ImageParserError):
    """The library cannot be written to."""

    code = "library_read_only"


class LibraryCorruptError(ImageParserError):
    """The library file is damaged or is no library."""

    code = "library_corrupt"


class DiskFullError(ImageParserError):
    """The disk has no room left."""

    code = "disk_full"


class PackageInvalidError(CorruptError):
    """The file is no package, or a damaged one."""

    code = "package_invalid"


class PackageChecksumError(PackageInvalidError):
    """A part of the package is not what its manifest says."""

    code = "package_checksum"


class PackageUnsafeError(ImageParserError):
    """The package holds something that no package holds."""

    code = "package_unsafe"


class PackageTooLargeError(ImageParserError):
    """The package is larger than it may be, or than it says."""

    code = "package_too_large"


class PackageNewerError(ImageParserError):
    """The package was written by a newer version of ImageParser."""

    code = "package_newer"


class ModelMissingError(ImageParserError):
    """A model that is needed is not installed."""

    code = "model_missing"


class DownloadFailedError(ImageParserError):
    """A download could not be finished."""

    code = "download_failed"


class ModelFailedError(ImageParserError):
    """A model stopped or gave an unusable result."""

    code = "model_failed"


class ModelDiedError(ModelFailedError):
    """The process of a model ended or hung while it was at work."""

    code = "model_died"


class CaptionsWaitingError(ImageParserError):
    """Captions wait for a server; no file is at fault."""

    code = "captions_waiting"


class CaptionServerAbsentError(CaptionsWaitingError):
    """The caption server does not answer."""

    code = "caption_server_absent"


class CaptionServerBusyError(CaptionsWaitingError):
    """The caption server has too much to do."""

    code = "caption_server_busy"


class CaptionServerDeniedError(CaptionsWaitingError):
    """The caption server refuses us."""

    code = "caption_server_denied"


class CaptionModelAbsentError(CaptionsWaitingError):
    """The caption server does not have the model."""

    code = "caption_model_absent"


class CaptionModelUnfitError(CaptionsWaitingError):
    """The model of the caption server cannot look at pictures."""

    code = "caption_model_unfit"


class CaptionInvalidError(ModelFailedError):
    """A captioning model gave no usable answer."""

    code = "caption_invalid"


def all_codes() -> dict[str, type[ImageParserError]]:
    """Return every code with its class, for the contract tests and the border adapters."""
    found: dict[str, type[ImageParserError]] = {}
    pending = [ImageParserError]
    while pending:
        cls = pending.pop()
        pending.extend(cls.__subclasses__())
        if cls is not ImageParserError:
            found[cls.code] = cls
    return found


def error_for(code: str, message: str, path: str | None = None, about: str | None = None) -> ImageParserError:
    """Make the error of `code`; an unknown code becomes an `InternalError` that names it."""
    cls = all_codes().get(code)
    if cls is None:
        return InternalError(f"{code}: {message}", path=path, about=about)
    return cls(message, path=path, about=about)
