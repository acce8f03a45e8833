use imageparser_base::{Error, ErrorKind, Result};
use imageparser_psd::pixels::{LayerPixels, Samples, read_layer};
use imageparser_psd::{Context, Layer};

/// Samples of a layer in the type of their depth, interleaved: rows top to bottom without padding.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerSamples {
    /// Rows.
    pub height: usize,
    /// Columns.
    pub width: usize,
    /// Samples of a pixel.
    pub channels: usize,
    /// The samples.
    pub data: Samples,
}

/// The samples of a layer: colours as stored, then alpha where it has one. No rows where it has no pixels.
///
/// # Errors
/// `Corrupt` where nothing can be read, `TooLarge` by the limits.
pub fn layer_samples(context: &Context, layer: &Layer) -> Result<LayerSamples> {
    let pixels = read_layer(context, layer)?;
    let channels = pixels.channels.len();
    let (height, width) = if channels == 0 { (0, 0) } else { (pixels.rect.height(), pixels.rect.width()) };
    Ok(LayerSamples { height, width, channels, data: pixels.samples })
}

/// The samples of one channel of a layer: 0, 1 ... colours, -1 alpha, -2 mask, -3 real mask.
///
/// # Errors
/// As [`layer_samples`]; `NotFound` where the layer has no such channel.
pub fn channel_samples(context: &Context, layer: &Layer, channel: i16) -> Result<LayerSamples> {
    let pixels = read_layer(context, layer)?;
    let (rect, data) = if let Some(place) = pixels.channels.iter().position(|&id| id == channel) {
        (pixels.rect, plane(&pixels.samples, place, pixels.channels.len()))
    } else if let Some(extra) = pixels.extra.into_iter().find(|extra| extra.id == channel) {
        (extra.rect, extra.samples)
    } else {
        return Err(Error::new(ErrorKind::NotFound, format!("layer {} has no channel {channel}", layer.id)));
    };
    let (height, width) = if data.is_empty() { (0, 0) } else { (rect.height(), rect.width()) };
    Ok(LayerSamples { height, width, channels: 1, data })
}

fn plane(samples: &Samples, place: usize, channels: usize) -> Samples {
    fn every<T: Copy>(samples: &[T], place: usize, channels: usize) -> Vec<T> {
        samples.iter().skip(place).step_by(channels).copied().collect()
    }
    match samples {
        Samples::U8(samples) => Samples::U8(every(samples, place, channels)),
        Samples::U16(samples) => Samples::U16(every(samples, place, channels)),
        Samples::F32(samples) => Samples::F32(every(samples, place, channels)),
    }
}

/// BLAKE3 of the decoded pixels of a layer, with their size, mode and depth.
///
/// # Errors
/// As [`layer_samples`].
pub fn layer_digest(context: &Context, layer: &Layer) -> Result<[u8; 32]> {
    Ok(digest_of(context, &read_layer(context, layer)?))
}

/// The digest of pixels that were read already.
pub fn digest_of(context: &Context, pixels: &LayerPixels) -> [u8; 32] {
    const PIECE: usize = 1 << 14;
    let mut hasher = blake3::Hasher::new();
    let (width, height) = (pixels.rect.width(), pixels.rect.height());
    let mode = context.document.header.color_mode.name();
    hasher.update(format!("{width} {height} {mode} {} {:?} ", pixels.depth, pixels.channels).as_bytes());
    let mut bytes = Vec::with_capacity(PIECE * 4);
    match &pixels.samples {
        Samples::U8(samples) => {
            hasher.update(samples);
        }
        Samples::U16(samples) => {
            for piece in samples.chunks(PIECE) {
                bytes.clear();
                bytes.extend(piece.iter().flat_map(|sample| sample.to_le_bytes()));
                hasher.update(&bytes);
            }
        }
        Samples::F32(samples) => {
            for piece in samples.chunks(PIECE) {
                bytes.clear();
                bytes.extend(piece.iter().flat_map(|sample| sample.to_le_bytes()));
                hasher.update(&bytes);
            }
        }
    }
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_every_other_sample() {
        let woven = Samples::U16(vec![1, 2, 3, 4, 5, 6]);
        assert_eq!(plane(&woven, 1, 3), Samples::U16(vec![2, 5]));
        assert_eq!(plane(&Samples::F32(vec![0.5]), 0, 1), Samples::F32(vec![0.5]));
    }
}
