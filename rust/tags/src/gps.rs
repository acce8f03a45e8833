//! Positions: signed decimal degrees inside their range, metres above the sea.

/// Degrees, minutes and seconds with the letter of the hemisphere (`S` and `W` are negative).
pub(crate) fn degrees([degrees, minutes, seconds]: [f64; 3], letter: u8, most: f64) -> Option<f64> {
    let size = degrees.abs() + minutes / 60.0 + seconds / 3600.0;
    let negative = matches!(letter, b'S' | b's' | b'W' | b'w') || degrees < 0.0;
    let value = if negative { -size } else { size };
    (value.is_finite() && value.abs() <= most && minutes >= 0.0 && seconds >= 0.0).then_some(value + 0.0)
}

/// Metres, negative below the sea; no mountain and no trench goes beyond the bounds, an aeroplane stays inside.
pub(crate) fn altitude(metres: f64, below: bool) -> Option<f64> {
    let value = if below { -metres.abs() } else { metres };
    (-20_000.0..=100_000.0).contains(&value).then_some(value + 0.0)
}

/// XMP spelling: `37,46.494N` or `37,46,29N` (XMP part 2, GPSCoordinate), or plain decimal degrees.
pub(crate) fn from_text(text: &str, most: f64) -> Option<f64> {
    let text = text.trim();
    let letter = text.bytes().last().filter(u8::is_ascii_alphabetic);
    let digits = if letter.is_some() { &text[..text.len() - 1] } else { text };
    let mut parts = [0.0; 3];
    for (index, part) in digits.split(',').enumerate() {
        *parts.get_mut(index)? = part.trim().parse::<f64>().ok()?;
    }
    degrees(parts, letter.unwrap_or(0), most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hemispheres_and_ranges() {
        assert_eq!(degrees([37.0, 30.0, 0.0], b'N', 90.0), Some(37.5));
        assert_eq!(degrees([122.0, 15.0, 36.0], b'W', 180.0), Some(-122.26));
        assert_eq!(degrees([0.0, 30.0, 0.0], b'S', 90.0), Some(-0.5));
        assert_eq!(degrees([91.0, 0.0, 0.0], b'N', 90.0), None);
        assert_eq!(degrees([f64::INFINITY, 0.0, 0.0], b'N', 90.0), None);
        assert_eq!(altitude(12.5, true), Some(-12.5));
        assert_eq!(altitude(4e9, false), None);
        assert_eq!(altitude(f64::NAN, false), None);
    }

    #[test]
    fn xmp_spellings() {
        assert_eq!(from_text("37,46.5N", 90.0), Some(37.775));
        assert_eq!(from_text("0,30,36S", 90.0), Some(-0.51));
        assert_eq!(from_text("-122.25", 180.0), Some(-122.25));
        for bad in ["", "N", "1,2,3,4N", "x", "NaN", "inf", "37,46é"] {
            assert_eq!(from_text(bad, 90.0), None, "{bad}");
        }
    }
}
