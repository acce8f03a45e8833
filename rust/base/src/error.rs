use std::path::{Path, PathBuf};

/// Why an operation failed. Every crate's errors reduce to one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The file or folder is not there (any more).
    NotFound,
    /// The operating system refuses access.
    Denied,
    /// The target exists already.
    Exists,
    /// The format or a feature of it is not supported; the message names it.
    Unsupported,
    /// The bytes break the rules of their format.
    Corrupt,
    /// The picture or a part of it is larger than the limits allow.
    TooLarge,
    /// The caller cancelled.
    Cancelled,
    /// The request itself is wrong.
    Usage,
    /// A fault of ours.
    Internal,
}

impl ErrorKind {
    /// The stable code that crosses every border (JSON, locale keys).
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Denied => "denied",
            Self::Exists => "exists",
            Self::Unsupported => "unsupported",
            Self::Corrupt => "corrupt",
            Self::TooLarge => "too_large",
            Self::Cancelled => "cancelled",
            Self::Usage => "usage",
            Self::Internal => "internal",
        }
    }
}

/// An error kind, the path it concerns where there is one, and one sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    kind: ErrorKind,
    path: Option<PathBuf>,
    message: String,
}

/// The result type of every crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Make an error without a path.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, path: None, message: message.into() }
    }

    /// The bytes break their format; `message` names the chapter and offset where known.
    pub fn corrupt(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Corrupt, message)
    }

    /// A feature that is not supported, named in `message`.
    pub fn unsupported(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Unsupported, message)
    }

    /// Larger than the limits allow.
    pub fn too_large(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::TooLarge, message)
    }

    /// The request itself is wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// A fault of ours.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Internal, message)
    }

    /// The caller cancelled.
    pub fn cancelled() -> Self {
        Self::new(ErrorKind::Cancelled, "cancelled")
    }

    /// Reduce an I/O error at `path` to a kind.
    pub fn io(path: &Path, source: &std::io::Error) -> Self {
        Self::from(source).at(path)
    }

    /// The same error, concerning `path` (kept if one is set already).
    #[must_use]
    pub fn at(mut self, path: &Path) -> Self {
        self.path.get_or_insert_with(|| path.to_path_buf());
        self
    }

    /// Why it failed.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The file or folder concerned.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// One sentence for people.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl From<&std::io::Error> for Error {
    fn from(source: &std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        let kind = match source.kind() {
            Io::NotFound | Io::NotADirectory => ErrorKind::NotFound,
            Io::PermissionDenied => ErrorKind::Denied,
            Io::AlreadyExists => ErrorKind::Exists,
            Io::UnexpectedEof | Io::InvalidData => ErrorKind::Corrupt,
            Io::IsADirectory | Io::Unsupported => ErrorKind::Unsupported,
            Io::OutOfMemory | Io::FileTooLarge => ErrorKind::TooLarge,
            _ => ErrorKind::Internal,
        };
        Self::new(kind, source.to_string())
    }
}

impl From<std::io::Error> for Error {
    fn from(source: std::io::Error) -> Self {
        Self::from(&source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_path_wins() {
        let error = Error::corrupt("bad").at(Path::new("a")).at(Path::new("b"));
        assert_eq!(error.path(), Some(Path::new("a")));
        assert_eq!(error.kind().code(), "corrupt");
    }

    #[test]
    fn io_kinds_are_reduced() {
        let missing = std::fs::File::open("/definitely/not/here").expect_err("no such file");
        assert_eq!(Error::io(Path::new("x"), &missing).kind(), ErrorKind::NotFound);
    }
}
