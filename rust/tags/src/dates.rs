//! Dates of every block to ISO 8601, as exact as the file says.

/// Parts of a date as text; what the file leaves out stays out.
struct Parts {
    year: u32,
    rest: Vec<u32>,
}

/// Normalise a date of EXIF (`2007:08:15 10:13:13`), XMP (ISO 8601) or IPTC (`20070815`).
///
/// `fraction` and `offset` are EXIF's companion tags. Impossible dates (month 13, year 0) give `None`.
pub(crate) fn iso(text: &str, fraction: Option<&str>, offset: Option<&str>) -> Option<String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    let (stamp, own_offset) = split_offset(text);
    let (stamp, own_fraction) = match stamp.split_once('.') {
        Some((stamp, digits)) => (stamp, Some(digits)),
        None => (stamp, None),
    };
    let parts = parts(stamp)?;
    let mut out = date(&parts)?;
    if parts.rest.len() >= 4 {
        out.push_str(&time(&parts)?);
        if parts.rest.len() == 5 {
            push_fraction(&mut out, own_fraction.or(fraction));
        }
        if let Some(offset) = own_offset.or(offset).and_then(normal_offset) {
            out.push_str(&offset);
        }
    }
    Some(out)
}

fn date(parts: &Parts) -> Option<String> {
    const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month = parts.rest.first().copied();
    let day = parts.rest.get(1).copied();
    let valid = parts.year > 0
        && month.is_none_or(|m| (1..=12).contains(&m))
        && day.is_none_or(|d| d >= 1 && month.is_some_and(|m| d <= DAYS[m as usize - 1]));
    if !valid {
        return None;
    }
    Some(match (month, day) {
        (None, _) => format!("{:04}", parts.year),
        (Some(m), None) => format!("{:04}-{m:02}", parts.year),
        (Some(m), Some(d)) => format!("{:04}-{m:02}-{d:02}", parts.year),
    })
}

fn time(parts: &Parts) -> Option<String> {
    let (hour, minute) = (parts.rest[2], parts.rest[3]);
    let second = parts.rest.get(4).copied();
    let valid = hour < 24 && minute < 60 && second.is_none_or(|s| s <= 60);
    let seconds = second.map_or(String::new(), |s| format!(":{s:02}"));
    valid.then(|| format!("T{hour:02}:{minute:02}{seconds}"))
}

fn push_fraction(out: &mut String, fraction: Option<&str>) {
    let digits: String = fraction.unwrap_or("").trim().chars().take_while(char::is_ascii_digit).take(9).collect();
    if digits.bytes().any(|digit| digit != b'0') {
        out.push('.');
        out.push_str(&digits);
    }
}

/// Year, month, day, hour, minute, second from whatever separates them; at most six numbers.
fn parts(stamp: &str) -> Option<Parts> {
    let numbers: Vec<&str> = stamp.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let spread: Vec<&str> = match numbers[..] {
        [day] if day.len() == 8 => vec![day.get(..4)?, day.get(4..6)?, day.get(6..)?],
        [day, clock] if day.len() == 8 && clock.len() == 6 => {
            vec![day.get(..4)?, day.get(4..6)?, day.get(6..)?, clock.get(..2)?, clock.get(2..4)?, clock.get(4..)?]
        }
        _ => numbers,
    };
    let (year, rest) = spread.split_first()?;
    if year.len() != 4 || rest.len() > 5 || rest.len() == 3 || rest.iter().any(|part| part.len() > 2) {
        return None;
    }
    let rest = rest.iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
    Some(Parts { year: year.parse().ok()?, rest })
}

/// Cut `Z`, `+09:00`, `+0900` or `-03` off the time; a date's own dashes are no offset.
fn split_offset(text: &str) -> (&str, Option<&str>) {
    if let Some(stamp) = text.strip_suffix(['Z', 'z']) {
        return (stamp, Some("Z"));
    }
    let clock = text.char_indices().position(|(at, c)| at >= 8 && (c == 'T' || c == ' ' || c == ':'));
    let sign = text.rfind(['+', '-']).filter(|&at| clock.is_some() && at > 10);
    sign.map_or((text, None), |at| (&text[..at], Some(&text[at..])))
}

fn normal_offset(offset: &str) -> Option<String> {
    let offset = offset.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if offset == "Z" {
        return Some("Z".to_owned());
    }
    let sign = offset.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let digits: String = offset[1..].chars().filter(|&c| c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let hours: u32 = digits[..2].parse().ok()?;
    let minutes: u32 = digits[2..].parse().unwrap_or(0);
    (hours <= 14 && minutes < 60).then(|| format!("{sign}{hours:02}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_three_spellings() {
        let plain = |text| iso(text, None, None);
        for (text, expected) in [
            ("2007:08:15 10:13:13", Some("2007-08-15T10:13:13")),
            ("2020-07-23T11:32:20Z", Some("2020-07-23T11:32:20Z")),
            ("2020:07:23 11:32:20+00:00", Some("2020-07-23T11:32:20+00:00")),
            ("2020-07-23T11:32-0330", Some("2020-07-23T11:32-03:30")),
            ("2020-07-23T11:32:20.50+09:00", Some("2020-07-23T11:32:20.50+09:00")),
            ("20090624 094107+0900", Some("2009-06-24T09:41:07+09:00")),
            ("20090624", Some("2009-06-24")),
            ("2009-06", Some("2009-06")),
            ("2009", Some("2009")),
            ("2009:06:24", Some("2009-06-24")),
            ("0000:00:00 00:00:00", None),
            ("    :  :     :  :  ", None),
            ("2009:13:01 00:00:00", None),
            ("2009:02:30 00:00:00", None),
            ("2009:01:01 24:00:00", None),
            ("", None),
        ] {
            assert_eq!(plain(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn exif_companions() {
        let full = iso("2007:08:15 10:13:13", Some("070 "), Some("+09:00\0"));
        assert_eq!(full.as_deref(), Some("2007-08-15T10:13:13.070+09:00"));
        assert_eq!(iso("2007:08:15 10:13:13", Some("00"), Some("   :  ")).as_deref(), Some("2007-08-15T10:13:13"));
    }

    proptest! {
        #[test]
        fn never_panics_and_is_stable(text in "\\PC{0,40}", fraction in "\\PC{0,8}", offset in "\\PC{0,8}") {
            if let Some(once) = iso(&text, Some(&fraction), Some(&offset)) {
                prop_assert_eq!(iso(&once, None, None), Some(once));
            }
        }
    }
}
