//! Blending ranges of a layer record ("Layer blending ranges data" of the file format specification): the sliders of
//! "blend if".

use std::mem::size_of;

use imageparser_base::Result;
use imageparser_raster::scene::{BlendIf, BlendRange};

use super::Layer;
use crate::context::Context;

/// Two blacks, two whites of this layer, then the same of what is below.
type Pair = [u8; 8];

/// The sliders of `bytes` for a document of `channels` colours; `None` where they hide nothing.
///
/// The pair of the composite grey comes first, then one pair a channel; Photoshop always writes four, whatever the mode.
pub(crate) fn read(bytes: &[u8], channels: usize) -> Option<BlendIf> {
    let stored: &[Pair] = bytes.as_chunks::<{ size_of::<Pair>() }>().0;
    let pairs: Vec<_> = stored.iter().take(1 + channels).map(|bytes| pair(*bytes)).collect();
    let all = (BlendRange::ALL, BlendRange::ALL);
    let (&grey, rest) = pairs.split_first()?;
    if pairs.iter().all(|pair| *pair == all) {
        return None;
    }
    let mut rest = rest.to_vec();
    rest.resize(channels, all);
    if channels == 1 && grey != all {
        rest[0] = all; // one and the same channel: its sliders must not count twice
    }
    Some(BlendIf { grey, channels: rest })
}

fn pair(bytes: Pair) -> (BlendRange, BlendRange) {
    let range = |at: usize| BlendRange { points: [0, 1, 2, 3].map(|i| f32::from(bytes[at + i]) / 255.0) };
    (range(0), range(4))
}

impl Context {
    /// The "blend if" sliders of a layer; `None` where they hide nothing.
    ///
    /// # Errors
    /// `TooLarge` over the limit of metadata, else the kind of the I/O error.
    pub fn blend_ranges(&self, layer: &Layer) -> Result<Option<BlendIf>> {
        let (offset, length) = layer.blending_ranges;
        let header = &self.document.header;
        let channels = usize::from(header.color_mode.color_channels(header.channels));
        let bytes = self.bytes_at(offset, length.min((size_of::<Pair>() * (1 + channels)) as u64))?;
        Ok(read(&bytes, channels))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Pair = [0, 0, 255, 255, 0, 0, 255, 255];
    const SOME: Pair = [0, 51, 255, 255, 51, 51, 204, 255];

    #[test]
    fn sliders_at_rest_are_none() {
        assert_eq!(read(&[ALL; 5].concat(), 3), None);
        assert_eq!((read(&[], 3), read(&ALL[..7], 1)), (None, None));
        assert_eq!(read(&[ALL, ALL, SOME].concat(), 1), None, "the second channel of a grey document is unused");
    }

    #[test]
    fn grey_first_then_channels() {
        let found = read(&[ALL, ALL, SOME].concat(), 3).expect("the second channel hides");
        assert_eq!(found.grey, (BlendRange::ALL, BlendRange::ALL));
        assert_eq!(found.channels.len(), 3);
        let range = |points| BlendRange { points };
        assert_eq!(found.channels[1], (range([0.0, 0.2, 1.0, 1.0]), range([0.2, 0.2, 0.8, 1.0])));
        let grey = read(&[SOME, SOME].concat(), 1).expect("hides");
        assert_eq!((grey.grey.0.points[1], grey.channels[0].0), (0.2, BlendRange::ALL));
    }
}
