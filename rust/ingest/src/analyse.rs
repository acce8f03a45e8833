use std::path::Path;

use imageparser_base::{CancelToken, Result};

use crate::options::Options;
use crate::picture::open_picture;
use crate::read::with_snapshot;
use crate::record::Thumbnail;
use crate::shown::Shown;

/// Shrink and encode a picture.
///
/// # Errors
/// `Internal` when the encoder fails.
pub fn thumbnail_of(shown: &Shown, options: &Options) -> Result<Thumbnail> {
    let fitted = shown.fit(options.thumb_size);
    let (width, height) = (fitted.width(), fitted.height());
    let webp = imageparser_codec::encode_webp(&fitted, options.thumb_quality, options.thumb_method)?;
    Ok(Thumbnail { webp, width, height })
}

/// Read one file and give only its thumbnail.
///
/// # Errors
/// As reading and decoding, with the path.
pub fn thumbnail(path: &Path, options: &Options) -> Result<Thumbnail> {
    with_snapshot(path, &options.limits, |snapshot| {
        let picture = open_picture(snapshot, options.thumb_size, &options.limits, &CancelToken::new())?;
        thumbnail_of(&picture.shown, options)
    })
    .map_err(|error| error.at(path))
}
