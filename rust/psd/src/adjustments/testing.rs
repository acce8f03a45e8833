//! What the tests of all adjustments need.

use imageparser_base::{ErrorKind, Result};
use imageparser_raster::scene::{Adjust, Model};

use super::{Arc, Read, Setup};

pub(super) const RGB: Setup = Setup { model: Model::Rgb, depth: 8, most: 1 << 20 };
pub(super) const GREY: Setup = Setup { model: Model::Grey, ..RGB };
pub(super) const CMYK: Setup = Setup { model: Model::Cmyk, ..RGB };
pub(super) const LAB: Setup = Setup { model: Model::Lab, ..RGB };

/// Big-endian words.
pub(super) fn words(words: &[i32]) -> Vec<u8> {
    words.iter().flat_map(|word| (*word as u16).to_be_bytes()).collect()
}

/// One pixel of 8-bit values, changed.
pub(super) fn pixel(setup: &Setup, adjust: &dyn Adjust, values: &[u8]) -> Vec<u8> {
    let mut rows: Vec<[f32; 1]> = values.iter().map(|value| [f32::from(*value) / 255.0]).collect();
    let mut planes: Vec<&mut [f32]> = rows.iter_mut().map(<[f32; 1]>::as_mut_slice).collect();
    adjust.apply(setup.model, &mut planes);
    rows.iter().map(|row| (row[0].clamp(0.0, 1.0) * 255.0).round() as u8).collect()
}

/// Every beginning of the block, and the block with each byte turned, is read or refused without a panic; what was read
/// can be applied.
pub(super) fn survives(read: Read, block: &[u8]) {
    let check = |setup: &Setup, bytes: &[u8]| {
        let found: Result<Arc<dyn Adjust>> = read(setup, bytes);
        match found {
            Ok(adjust) => drop(pixel(setup, adjust.as_ref(), &[7; 4][..setup.model.channels()])),
            Err(error) => assert!(
                matches!(error.kind(), ErrorKind::Corrupt | ErrorKind::Unsupported | ErrorKind::TooLarge),
                "{error:?}"
            ),
        }
    };
    // A whole sweep of long blocks would only repeat itself.
    let step = (block.len() / 200).max(1);
    for length in (0..block.len()).step_by(step) {
        check(&RGB, &block[..length]);
    }
    for at in (0..block.len()).step_by(step) {
        for value in [0, 0x7f, 0xff] {
            let mut bytes = block.to_vec();
            bytes[at] = value;
            check(&RGB, &bytes);
        }
    }
    for setup in [&GREY, &CMYK, &LAB] {
        check(setup, block);
    }
}
