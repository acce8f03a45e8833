//! JPEG by libjpeg-turbo: baseline, progressive, arithmetic, 12-bit and lossless, CMYK; damage is tolerated as
//! far as libjpeg tolerates it.

mod dc;
mod markers;
mod turbo;

use imageparser_base::{Error, Format, Limits, PixelFormat, Pixels, Result, SliceSource};

use crate::Icc;
use crate::bytes::Reader;
use crate::decode::{Stored, Want};
use crate::probe::Probe;
use markers::{Frame, Markers};

/// More pixels than this for each byte of the file cannot be coded: a progressive scan has at least one bit for
/// each 8 x 8 block. Small pictures are spared, because damaged ones may still show something.
const MAX_PIXELS_PER_BYTE: u64 = 1024;
const SMALL: u64 = 4 << 20;

/// Read the segments before the picture data.
pub(crate) fn probe(reader: &mut Reader, limits: &Limits) -> Result<Probe> {
    let markers = Markers::read(reader);
    let frame = markers.frame()?;
    let mode = match (frame.components, markers.adobe) {
        (1 | 2, _) => "L",
        (4, Some(2)) => "YCCK",
        (4, _) => "CMYK",
        _ => "RGB",
    };
    let mut probe = Probe::still(Format::Jpeg, frame.width, frame.height, frame.precision, mode);
    probe.channels = frame.components;
    probe.progressive = frame.is_progressive();
    probe.orientation = markers.orientation.unwrap_or(1);
    probe.icc = markers.icc(reader, limits).map(|profile| Icc::of(&profile));
    Ok(probe)
}

/// Decode with the smallest scale that the caller's wish allows.
pub(crate) fn decode(bytes: &[u8], want: Want, limits: &Limits) -> Result<Stored> {
    let mut source = SliceSource(bytes);
    let mut reader = Reader::new(&mut source);
    let markers = Markers::read(&mut reader);
    let frame = markers.frame()?;
    let icc = markers.icc(&mut reader, limits);
    let eighths = eighths(&frame, want);
    check(bytes, &frame, eighths, limits)?;
    let picture = match eighth(bytes, &frame, eighths, &markers) {
        Some(picture) => picture,
        None => whole(bytes, &frame, eighths, limits)?,
    };
    let format = match picture.channels {
        1 => PixelFormat::L8,
        4 => PixelFormat::Cmyk8,
        _ => PixelFormat::Rgb8,
    };
    let mut pixels = Pixels::new(picture.width, picture.height, format, picture.data)?;
    if pixels.format() == PixelFormat::Cmyk8 && markers.adobe.is_some() {
        pixels.data_mut().iter_mut().for_each(|ink| *ink = 255 - *ink); // Adobe stores 255 for no ink
    }
    Ok(Stored {
        pixels,
        scale: Some(f64::from(eighths) / 8.0),
        width: picture.full_width,
        height: picture.full_height,
        orientation: markers.orientation.unwrap_or(1),
        icc,
        warnings: picture.warning.into_iter().collect(),
    })
}

/// An ordinary JPEG at one eighth by its DC values only.
fn eighth(bytes: &[u8], frame: &Frame, eighths: u32, markers: &Markers) -> Option<turbo::Picture> {
    if eighths != 1 || !matches!(frame.marker, 0xC0..=0xC2) {
        return None;
    }
    let small = dc::decode(bytes, markers.is_rgb())?;
    Some(turbo::Picture {
        width: small.width,
        height: small.height,
        full_width: frame.width,
        full_height: frame.height,
        channels: small.channels,
        data: small.data,
        warning: small.warning,
    })
}

/// Any JPEG at any scale by libjpeg-turbo, which holds all coefficients of a progressive one.
fn whole(bytes: &[u8], frame: &Frame, eighths: u32, limits: &Limits) -> Result<turbo::Picture> {
    let coefficients = if frame.is_progressive() { 2 * u64::from(frame.components) } else { 0 };
    limits.check(frame.width, frame.height, coefficients)?;
    turbo::decode(bytes, frame.precision, eighths, limits)
}

/// Scales worth using, in eighths: from 5/8 on libjpeg-turbo takes longer than for the full size.
const SCALES: [u32; 5] = [1, 2, 3, 4, 8];

/// The smallest scale that keeps the long edge long enough.
fn eighths(frame: &Frame, want: Want) -> u32 {
    let long = frame.width.max(frame.height);
    match want.long_edge {
        Some(keep) if !frame.is_lossless() => SCALES.into_iter().find(|n| (long * n).div_ceil(8) >= keep).unwrap_or(8),
        _ => 8,
    }
}

/// Refuse by the header what cannot be or would take too much memory.
fn check(bytes: &[u8], frame: &Frame, eighths: u32, limits: &Limits) -> Result<()> {
    let process = frame.process();
    if matches!(frame.marker, 0xC5..=0xC7 | 0xCB | 0xCD..=0xCF) {
        return Err(Error::unsupported(format!("JPEG with {process} coding is not supported")));
    }
    let pixels = u64::from(frame.width) * u64::from(frame.height);
    if pixels > SMALL && pixels / MAX_PIXELS_PER_BYTE > bytes.len() as u64 {
        let length = bytes.len();
        return Err(Error::corrupt(format!("{length} bytes of JPEG cannot hold {pixels} pixels")));
    }
    let samples = u64::from(frame.components.max(1)) * if frame.precision > 8 { 3 } else { 1 };
    limits.check((frame.width * eighths).div_ceil(8), (frame.height * eighths).div_ceil(8), samples)?;
    limits.check(frame.width, frame.height, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_sufficient_scale() {
        let frame = |width, marker| Frame { marker, precision: 8, width, height: 100, components: 3 };
        assert_eq!(eighths(&frame(5200, 0xC0), Want::at_least(512)), 1);
        assert_eq!(eighths(&frame(2048, 0xC0), Want::at_least(512)), 2);
        assert_eq!(eighths(&frame(2047, 0xC0), Want::at_least(512)), 2);
        assert_eq!(eighths(&frame(2041, 0xC0), Want::at_least(512)), 3);
        assert_eq!(eighths(&frame(900, 0xC0), Want::at_least(512)), 8);
        assert_eq!(eighths(&frame(300, 0xC0), Want::at_least(512)), 8);
        assert_eq!(eighths(&frame(5200, 0xC3), Want::at_least(512)), 8);
        assert_eq!(eighths(&frame(5200, 0xC0), Want::default()), 8);
    }
}
