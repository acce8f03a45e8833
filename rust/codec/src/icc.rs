use imageparser_base::{Error, PixelFormat, Pixels, Result};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use crate::bytes::{be16, be32};
use crate::icc_shaper::{self, Shaper};

/// What is said about an embedded colour profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Icc {
    /// The profile's own description, empty where it has none.
    pub description: String,
    /// Size of the profile in bytes.
    pub bytes: usize,
}

impl Icc {
    pub(crate) fn of(profile: &[u8]) -> Self {
        Self { description: icc_description(profile).unwrap_or_default(), bytes: profile.len() }
    }
}

/// Offset of the tag table, and of the first tag's entry (ICC.1:2022, 7.3).
const TAG_COUNT: usize = 128;
const MAX_TAGS: usize = 100;

/// The data of one tag.
fn tag(profile: &[u8], signature: [u8; 4]) -> Option<&[u8]> {
    let count = (be32(profile, TAG_COUNT) as usize).min(MAX_TAGS);
    let entries = profile.get(TAG_COUNT + 4..)?.chunks_exact(12).take(count);
    let entry = entries.into_iter().find(|entry| entry[..4] == signature)?;
    let (offset, length) = (be32(entry, 4) as usize, be32(entry, 8) as usize);
    profile.get(offset..offset.checked_add(length)?.min(profile.len()))
}

/// The text of the profile's `desc` tag, whether `desc` (ICC 2) or `mluc` (ICC 4, English or else the first).
pub fn icc_description(profile: &[u8]) -> Option<String> {
    let data = tag(profile, *b"desc")?;
    let text = match data.get(..4)? {
        b"desc" => {
            let length = be32(data, 8) as usize;
            let text = data.get(12..12usize.checked_add(length)?.min(data.len()))?;
            String::from_utf8_lossy(text).into_owned()
        }
        b"mluc" => {
            let count = (be32(data, 8) as usize).min(MAX_TAGS);
            let records: Vec<&[u8]> = data.get(16..)?.chunks_exact(12).take(count).collect();
            let record = records.iter().find(|r| r.starts_with(b"en")).or(records.first())?;
            let (length, offset) = (be32(record, 4) as usize, be32(record, 8) as usize);
            let (units, _) = data.get(offset..offset.checked_add(length)?)?.as_chunks::<2>();
            String::from_utf16_lossy(&units.iter().map(|u| u16::from_be_bytes(*u)).collect::<Vec<_>>())
        }
        _ => return None,
    };
    Some(text.trim_end_matches('\0').trim().to_owned())
}

/// Convert `pixels` from the colours of the profile `icc` to sRGB, alpha untouched.
///
/// A profile that already is sRGB changes nothing and costs nothing. CMYK becomes RGB; grey stays grey.
///
/// # Errors
/// `Corrupt` or `Unsupported` when the profile cannot be used for these pixels, which stay as they are.
pub fn to_srgb(pixels: &mut Pixels, icc: &[u8]) -> Result<()> {
    if icc.get(16..20) == Some(b"RGB ") && is_srgb(icc) {
        return Ok(());
    }
    let profile = ColorProfile::new_from_slice(icc).map_err(|e| Error::corrupt(e.to_string()))?;
    // A profile with tables says more by them than by its matrix.
    let shaper = if has_tables(icc) { None } else { Shaper::of(&profile) };
    match (pixels.format(), profile.color_space) {
        (PixelFormat::Cmyk8, DataColorSpace::Cmyk) => {
            let data = transformed(&profile, Layout::Rgba, Layout::Rgb, pixels.data())?;
            *pixels = Pixels::new(pixels.width(), pixels.height(), PixelFormat::Rgb8, data)?;
        }
        (PixelFormat::Rgb8 | PixelFormat::Rgba8, DataColorSpace::Rgb) => {
            let with_alpha = pixels.format() == PixelFormat::Rgba8;
            if let Some(shaper) = shaper {
                shaper.convert(pixels.data_mut(), with_alpha);
            } else {
                let layout = if with_alpha { Layout::Rgba } else { Layout::Rgb };
                let data = transformed(&profile, layout, layout, pixels.data())?;
                pixels.data_mut().copy_from_slice(&data);
            }
        }
        (PixelFormat::L8 | PixelFormat::La8, space @ (DataColorSpace::Gray | DataColorSpace::Rgb)) => {
            let ramp = grey_ramp(&profile, space, has_tables(icc))?;
            let step = pixels.format().channels();
            pixels.data_mut().iter_mut().step_by(step).for_each(|grey| *grey = ramp[*grey as usize]);
        }
        (format, space) => {
            return Err(Error::unsupported(format!("a {space:?} profile does not fit {format:?} pixels")));
        }
    }
    Ok(())
}

/// What each of the 256 greys becomes; neutral colours stay neutral in grey and in matrix RGB profiles.
fn grey_ramp(profile: &ColorProfile, space: DataColorSpace, tables: bool) -> Result<[u8; 256]> {
    if !tables && let Some(ramp) = icc_shaper::grey_ramp(profile) {
        return Ok(ramp);
    }
    let greys: Vec<u8> = (0..=255).collect();
    let rgb = if space == DataColorSpace::Gray {
        transformed(profile, Layout::Gray, Layout::Rgb, &greys)?
    } else {
        let mut repeated: Vec<u8> = greys.iter().flat_map(|&v| [v; 3]).collect();
        if let Some(shaper) = Shaper::of(profile).filter(|_| !tables) {
            shaper.convert(&mut repeated, false);
            return Ok(std::array::from_fn(|i| repeated[i * 3 + 1]));
        }
        transformed(profile, Layout::Rgb, Layout::Rgb, &repeated)?
    };
    Ok(std::array::from_fn(|i| rgb[i * 3 + 1]))
}

/// Whether a profile converts by tables of colours (any of the three intents).
fn has_tables(icc: &[u8]) -> bool {
    [b"A2B0", b"A2B1", b"A2B2"].into_iter().any(|name| tag(icc, *name).is_some())
}

fn transformed(profile: &ColorProfile, from: Layout, to: Layout, data: &[u8]) -> Result<Vec<u8>> {
    let srgb = ColorProfile::new_srgb();
    let failed = |e: moxcms::CmsError| Error::unsupported(e.to_string());
    let transform = profile.create_transform_8bit(from, &srgb, to, TransformOptions::default()).map_err(failed)?;
    let mut out = vec![0; data.len() / from.channels() * to.channels()];
    transform.transform(data, &mut out).map_err(failed)?;
    Ok(out)
}

/// sRGB's red, green and blue in the D50 connection space.
const SRGB_COLORANTS: [(&[u8; 4], [f64; 3]); 3] =
    [(b"rXYZ", [0.4361, 0.2225, 0.0139]), (b"gXYZ", [0.3851, 0.7169, 0.0971]), (b"bXYZ", [0.1431, 0.0606, 0.7141])];
/// Several steps of an 8-bit value nowhere; profiles from different makers differ by less.
const COLORANT_TOLERANCE: f64 = 0.002;

/// Whether a matrix profile has sRGB's primaries and curves, by a few numbers and not by its name.
fn is_srgb(profile: &[u8]) -> bool {
    let has_tables = tag(profile, *b"A2B0").is_some();
    let colorants = SRGB_COLORANTS.iter().all(|(name, expected)| {
        tag(profile, **name).is_some_and(|data| {
            (0..3).all(|i| (f64::from(be32(data, 8 + 4 * i) as i32) / 65536.0 - expected[i]).abs() < COLORANT_TOLERANCE)
        })
    });
    let curves = [b"rTRC", b"gTRC", b"bTRC"];
    !has_tables && colorants && curves.iter().all(|name| tag(profile, **name).is_some_and(is_srgb_curve))
}

/// Compare a tone curve to sRGB's at a dark and a middle grey.
fn is_srgb_curve(data: &[u8]) -> bool {
    [(0.2, 0.0331, 0.001), (0.5, 0.2140, 0.002)].iter().all(|&(x, expected, tolerance)| {
        curve_value(data, x).is_some_and(|value: f64| (value - expected).abs() < tolerance)
    })
}

/// The linear value of `x` by a `curv` table or the sRGB-shaped `para` function (type 3).
fn curve_value(data: &[u8], x: f64) -> Option<f64> {
    match data.get(..4)? {
        b"curv" => {
            let count = be32(data, 8) as usize;
            if count < 2 || data.len() < 12 + count.checked_mul(2)? {
                return None;
            }
            let at = x * (count - 1) as f64;
            let value = |i: usize| f64::from(be16(data, 12 + 2 * i.min(count - 1))) / 65535.0;
            let (low, high) = (value(at as usize), value(at as usize + 1));
            Some(low + (high - low) * at.fract())
        }
        b"para" if be16(data, 8) == 3 => {
            let p = |i: usize| f64::from(be32(data, 12 + 4 * i) as i32) / 65536.0;
            let (g, a, b, c, d) = (p(0), p(1), p(2), p(3), p(4));
            Some(if x >= d { (a * x + b).powf(g) } else { c * x })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(format: PixelFormat, data: &[u8]) -> Pixels {
        Pixels::new(1, 1, format, data.to_vec()).expect("fits")
    }

    #[test]
    fn adobe_rgb_becomes_srgb() {
        let profile = ColorProfile::new_adobe_rgb().encode().expect("encodes");
        // Values by littlecms (relative colorimetric): Adobe RGB (100, 150, 200) is sRGB (66, 151, 203).
        let mut rgb = one(PixelFormat::Rgb8, &[100, 150, 200]);
        to_srgb(&mut rgb, &profile).expect("converts");
        for (got, expected) in rgb.data().iter().zip([66u8, 151, 203]) {
            assert!(got.abs_diff(expected) <= 2, "{:?}", rgb.data());
        }
        let mut rgba = one(PixelFormat::Rgba8, &[100, 150, 200, 77]);
        to_srgb(&mut rgba, &profile).expect("converts");
        assert_eq!(rgba.data()[..3], rgb.data()[..]);
        assert_eq!(rgba.data()[3], 77);
    }

    #[test]
    fn srgb_is_recognised_by_its_numbers() {
        let srgb = ColorProfile::new_srgb().encode().expect("encodes");
        let adobe = ColorProfile::new_adobe_rgb().encode().expect("encodes");
        let display = ColorProfile::new_display_p3().encode().expect("encodes");
        assert!(is_srgb(&srgb));
        assert!(!is_srgb(&adobe) && !is_srgb(&display));
        assert_eq!(curve_value(b"curv\0\0\0\0\0\0\0\x01\x02\x33", 0.5), None);
    }

    #[test]
    fn grey_keeps_its_format() {
        let profile = ColorProfile::new_gray_with_gamma(1.0).encode().expect("encodes");
        let mut grey = one(PixelFormat::La8, &[55, 9]);
        to_srgb(&mut grey, &profile).expect("converts");
        assert_eq!(grey.format(), PixelFormat::La8);
        assert!(grey.data()[0].abs_diff(128) <= 2, "linear 0.216 is sRGB 0.5: {:?}", grey.data());
        assert_eq!(grey.data()[1], 9);
    }

    #[test]
    fn nonsense_is_an_error_and_changes_nothing() {
        let mut rgb = one(PixelFormat::Rgb8, &[1, 2, 3]);
        assert!(to_srgb(&mut rgb, b"not a profile").is_err());
        let grey = ColorProfile::new_gray_with_gamma(2.2).encode().expect("encodes");
        assert!(to_srgb(&mut rgb, &grey).is_err());
        assert_eq!(rgb.data(), [1, 2, 3]);
        assert_eq!(icc_description(&[0; 200]), None);
    }

    #[test]
    fn descriptions_of_both_versions() {
        let mut old = vec![0; 128];
        old.extend(b"\0\0\0\x01desc\0\0\0\x90\0\0\0\x11desc\0\0\0\0\0\0\0\x05Test\0");
        assert_eq!(icc_description(&old).as_deref(), Some("Test"));
        let mut new = vec![0; 128];
        new.extend(
            b"\0\0\0\x01desc\0\0\0\x90\0\0\0\x20mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS\0\0\0\x04\0\0\0\x1c\0A\xac\0",
        );
        assert_eq!(icc_description(&new).as_deref(), Some("A가"));
    }
}
