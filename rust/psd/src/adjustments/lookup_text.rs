//! Tables of colours as other programs write them: `.cube` (Adobe, "Cube LUT Specification" 1.0), `.3dl` (Autodesk
//! Lustre), `.look` (IRIDAS).

use imageparser_base::{Error, Result};
use imageparser_raster::adjust::Lookup;

/// The table in `text`; `bgr` says that its colours, or the order of its places, are turned round.
pub(super) fn read(format: &str, text: &[u8], colors_bgr: bool, places_bgr: bool) -> Result<Lookup> {
    let text = String::from_utf8_lossy(text);
    let mut table = match format {
        "LUTFormatCUBE" => cube(&text)?,
        "LUTFormat3DL" => three_dl(&text)?,
        "LUTFormatLOOK" => look(&text)?,
        _ if text.contains("LUT_3D_SIZE") => cube(&text)?,
        _ => return Err(Error::unsupported(format!("colour lookup in the format '{format}'"))),
    };
    if colors_bgr {
        table.colors.iter_mut().for_each(|color| color.reverse());
    }
    // Blue runs fastest in .3dl, red in the others.
    if places_bgr != (format == "LUTFormat3DL") {
        table.turn();
    }
    let size = table.size;
    Lookup::new(size, table.domain, table.colors).ok_or_else(|| wrong(&format!("not {size} x {size} x {size} colours")))
}

struct Cube {
    size: usize,
    domain: [[f32; 3]; 2],
    colors: Vec<[f32; 3]>,
}

impl Cube {
    const UNIT: [[f32; 3]; 2] = [[0.0; 3], [1.0; 3]];

    /// Let the slowest axis run fastest.
    fn turn(&mut self) {
        let (size, count) = (self.size, self.colors.len());
        if size.checked_pow(3) == Some(count) {
            let turned = |i: usize| self.colors[i / size / size + i / size % size * size + i % size * size * size];
            self.colors = (0..count).map(turned).collect();
        }
    }
}

fn wrong(message: &str) -> Error {
    Error::corrupt(format!("colour lookup: {message}"))
}

fn numbers(line: &str) -> Result<[f32; 3]> {
    let mut found = [0.0; 3];
    let mut words = line.split_ascii_whitespace();
    for value in &mut found {
        let word = words.next().and_then(|word| word.parse::<f32>().ok());
        *value = word.filter(|value| value.is_finite()).ok_or_else(|| wrong("three numbers were expected"))?;
    }
    Ok(found)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn cube(text: &str) -> Result<Cube> {
    let mut cube = Cube { size: 0, domain: Cube::UNIT, colors: Vec::new() };
    for line in lines(text) {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match word {
            "LUT_3D_SIZE" => cube.size = rest.trim().parse().unwrap_or(0),
            "DOMAIN_MIN" => cube.domain[0] = numbers(rest)?,
            "DOMAIN_MAX" => cube.domain[1] = numbers(rest)?,
            "LUT_1D_SIZE" => return Err(Error::unsupported("colour lookup with a one-dimensional table")),
            word if word.starts_with(|first: char| first.is_ascii_alphabetic()) => {}
            _ => cube.colors.push(numbers(line)?),
        }
    }
    Ok(cube)
}

/// The first line of numbers holds the places of the mesh; colours are whole numbers of 8, 10, 12 or 16 bits.
fn three_dl(text: &str) -> Result<Cube> {
    let numeric = |line: &&str| line.split_ascii_whitespace().next().is_some_and(|word| word.parse::<f32>().is_ok());
    let mut numeric = lines(text).filter(numeric);
    let size = numeric.next().map_or(0, |line| line.split_ascii_whitespace().count());
    let mut colors: Vec<[f32; 3]> = numeric.map(numbers).collect::<Result<_>>()?;
    let most = colors.iter().flatten().fold(0.0, |most: f32, value| most.max(*value));
    let whole = [255.0, 1023.0, 4095.0, 65535.0].into_iter().find(|whole| most <= *whole).unwrap_or(most);
    colors.iter_mut().flatten().for_each(|value| *value /= whole);
    Ok(Cube { size, domain: Cube::UNIT, colors })
}

/// An XML whose element `size` tells the places along an edge and whose `data` holds floats in hexadecimal.
fn look(text: &str) -> Result<Cube> {
    let lut = text.split_once("<LUT").map_or(text, |(_, rest)| rest);
    let size = element(lut, "size").trim().trim_matches('"').parse().unwrap_or(0);
    let digits: Vec<u8> = element(lut, "data").bytes().filter(u8::is_ascii_hexdigit).collect();
    let value = |digits: &[u8]| {
        let word = std::str::from_utf8(digits).ok().and_then(|word| u32::from_str_radix(word, 16).ok()).unwrap_or(0);
        f32::from_bits(word.swap_bytes())
    };
    let values: Vec<f32> = digits.as_chunks::<8>().0.iter().map(|digits| value(digits)).collect();
    if values.iter().any(|value| !value.is_finite()) {
        return Err(wrong("a colour is no number"));
    }
    Ok(Cube { size, domain: Cube::UNIT, colors: values.as_chunks::<3>().0.to_vec() })
}

fn element<'a>(text: &'a str, name: &str) -> &'a str {
    let begin = text.find(&format!("<{name}>")).map(|at| at + name.len() + 2);
    let inner = begin.and_then(|at| text.get(at..)).unwrap_or("");
    inner.split_once("</").map_or("", |(inner, _)| inner)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{RGB, pixel};
    use super::*;

    fn change(format: &str, text: &str, colors_bgr: bool, places_bgr: bool) -> Vec<u8> {
        let lookup = read(format, text.as_bytes(), colors_bgr, places_bgr).expect("good");
        pixel(&RGB, &lookup, &[10, 100, 200])
    }

    /// The table that changes nothing, red fastest or slowest.
    fn table(blue_fastest: bool, whole: u32) -> String {
        (0..8)
            .map(|i| {
                let [a, b, c] = [i % 2, i / 2 % 2, i / 4].map(|value| value * whole);
                if blue_fastest { format!("{c} {b} {a}\n") } else { format!("{a} {b} {c}\n") }
            })
            .collect()
    }

    #[test]
    fn cubes_have_a_domain_and_an_order() {
        let text =
            format!("# made\nTITLE \"x\"\nLUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n{}", table(false, 1));
        assert_eq!(change("LUTFormatCUBE", &text, false, false), [10, 100, 200]);
        assert_eq!(change("LUTFormatCUBE", &text, true, false), [200, 100, 10]);
        assert_eq!(change("LUTFormatCUBE", &text, false, true), [200, 100, 10]);
        assert_eq!(change("", &text, false, false), [10, 100, 200]);
    }

    #[test]
    fn lustre_tables_run_through_blue_first() {
        let text = format!("3DMESH\nMesh 1 12\n0 1023\n{}", table(true, 4095));
        assert_eq!(change("LUTFormat3DL", &text, false, false), [10, 100, 200]);
    }

    #[test]
    fn looks_hold_hexadecimal_floats() {
        let one = |on: bool| if on { "0000803F" } else { "00000000" };
        let data: String = (0..8).map(|i| [one(i % 2 == 1), one(i / 2 % 2 == 1), one(i / 4 == 1)].concat()).collect();
        let text = format!("<look><LUT><size>\"2\"</size><data>\"\n{data}\"</data></LUT></look>");
        assert_eq!(change("LUTFormatLOOK", &text, false, false), [10, 100, 200]);
    }

    #[test]
    fn wrong_tables_are_refused() {
        for (format, text) in [
            ("LUTFormatCUBE", "LUT_3D_SIZE 2\n0 0 0\n"),
            ("LUTFormatCUBE", "LUT_3D_SIZE 99999999999999\n0 0 0\n"),
            ("LUTFormatCUBE", "LUT_3D_SIZE 2\n0 x 0\n"),
            ("LUTFormatCUBE", "LUT_1D_SIZE 2\n0 0 0\n"),
            ("LUTFormat3DL", ""),
            ("LUTFormatLOOK", "<LUT><size>\"2\"</size><data>\"FFFFFFFF"),
            ("LUTFormatLOOK", "<LUT><size>\"2\"</size><data>\"FFFFFFFF\"</data>"),
            ("other", ""),
        ] {
            assert!(read(format, text.as_bytes(), false, true).is_err(), "{format} {text}");
        }
    }
}
