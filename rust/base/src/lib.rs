//! What every crate of ImageParser shares: errors with a path, the path key, cancellation, progress,
//! limits, pixel buffers, the streaming box reducer and random-access byte sources.

mod allocator;
mod cancel;
mod error;
mod format;
mod limits;
mod part;
mod path_key;
mod pixels;
mod progress;
mod read_at;
mod rect;
mod reduce;
pub mod roomy;
mod source;

pub use allocator::Allocator;
pub use cancel::CancelToken;
pub use error::{Error, ErrorKind, Result};
pub use format::Format;
pub use limits::Limits;
pub use part::Part;
pub use path_key::PathKey;
pub use pixels::{PixelFormat, Pixels};
pub use progress::Progress;
pub use read_at::{ReadAt, SharedFile, SharedSource};
pub use rect::Rect;
pub use reduce::BoxReducer;
pub use source::{ByteSource, FileSource, SliceSource, open_regular};
