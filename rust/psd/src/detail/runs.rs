//! Runs of one style in a text, from the engine data of its layer.

use crate::engine_data::EngineValue;

/// Runs of one layer; Photoshop's texts have a few.
const MOST_RUNS: usize = 10_000;

/// A colour of a text as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct TextColor {
    /// `"grey"`, `"rgb"` or `"cmyk"`.
    pub model: &'static str,
    /// One number a channel, 0-1; inks of CMYK are 1 where they are full.
    pub values: Vec<f32>,
    /// 0-1.
    pub alpha: f32,
}

/// A part of a text in one style.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRun {
    /// Its characters, lines separated by `\n`.
    pub text: String,
    /// The PostScript name of the font.
    pub font: Option<String>,
    /// Size in canvas pixels, the scale of the layer's transform included.
    pub size: Option<f32>,
    /// Bold by its font's name or drawn bold by Photoshop.
    pub bold: bool,
    /// Slanted by its font's name or drawn slanted by Photoshop.
    pub italic: bool,
    /// The colour of its fill.
    pub color: Option<TextColor>,
}

/// The runs of the engine data; `scale` is that of the layer's transform.
pub(super) fn read(engine: &EngineValue, scale: f64) -> Vec<TextRun> {
    let units: Vec<u16> = text(engine).unwrap_or_default().encode_utf16().collect();
    let style_run = engine.at(&["EngineDict", "StyleRun"]);
    let parts = |key: &str| style_run.and_then(|run| run.get(key)).map_or(&[][..], EngineValue::list);
    let styles = Styles::new(engine, scale);
    let mut runs = Vec::new();
    let (mut start, mut end) = (0, 0usize);
    for (run, length) in parts("RunArray").iter().zip(parts("RunLengthArray")).take(MOST_RUNS) {
        end = end.saturating_add(length.index().unwrap_or(0)).min(units.len());
        let cut = whole(&units, end);
        let part = &units[start.min(cut)..cut];
        start = cut;
        // The return behind the last character is the engine's own.
        let part = if cut == units.len() { part.strip_suffix(&[0x0D]).unwrap_or(part) } else { part };
        if !part.is_empty() {
            runs.push(styles.run(run, lines(&String::from_utf16_lossy(part))));
        }
    }
    runs
}

/// `end`, or one more where it would tear a pair of surrogates: runs may end between the two.
fn whole(units: &[u16], end: usize) -> usize {
    let low = units.get(end).is_some_and(|unit| (0xDC00..0xE000).contains(unit));
    let high = end.checked_sub(1).is_some_and(|last| (0xD800..0xDC00).contains(&units[last]));
    if low && high { end + 1 } else { end }
}

/// The text of the engine data.
pub(super) fn text(engine: &EngineValue) -> Option<&str> {
    engine.at(&["EngineDict", "Editor", "Text"]).and_then(EngineValue::text)
}

/// Returns and the line breaks inside a paragraph become `\n`.
pub(super) fn lines(text: &str) -> String {
    text.replace(['\r', '\u{3}'], "\n")
}

/// Where styles take what a run leaves out.
struct Styles<'e> {
    fonts: &'e [EngineValue],
    normal: Option<&'e EngineValue>,
    scale: f64,
}

impl<'e> Styles<'e> {
    fn new(engine: &'e EngineValue, scale: f64) -> Self {
        let resources = engine.get("ResourceDict").or_else(|| engine.get("DocumentResources"));
        let list = |key: &str| resources.and_then(|dict| dict.get(key)).map_or(&[][..], EngineValue::list);
        let normal = resources.and_then(|dict| dict.get("TheNormalStyleSheet")).and_then(EngineValue::index);
        let normal = list("StyleSheetSet").get(normal.unwrap_or(0)).and_then(|sheet| sheet.get("StyleSheetData"));
        Self { fonts: list("FontSet"), normal, scale }
    }

    fn run(&self, run: &EngineValue, text: String) -> TextRun {
        let own = run.at(&["StyleSheet", "StyleSheetData"]);
        let of = |key: &str| {
            let here = own.and_then(|style| style.get(key));
            here.or_else(|| self.normal.and_then(|style| style.get(key)))
        };
        let font = of("Font").and_then(EngineValue::index).and_then(|index| self.fonts.get(index));
        let font = font.and_then(|font| font.get("Name")).and_then(EngineValue::text).map(str::to_owned);
        let named = |words: &[&str]| {
            let name = font.as_deref().unwrap_or_default().to_ascii_lowercase();
            words.iter().any(|word| name.contains(word))
        };
        let drawn = |key: &str| of(key).and_then(EngineValue::flag) == Some(true);
        let size = of("FontSize").and_then(EngineValue::number).map(|size| (size * self.scale) as f32);
        let (bold, italic) = (named(&["bold", "black", "heavy"]), named(&["italic", "oblique"]));
        TextRun {
            bold: bold || drawn("FauxBold"),
            italic: italic || drawn("FauxItalic"),
            color: of("FillColor").and_then(color),
            text,
            font,
            size,
        }
    }
}

/// Alpha first, then the channels of the model.
fn color(stored: &EngineValue) -> Option<TextColor> {
    let values: Vec<f32> =
        stored.get("Values")?.list().iter().filter_map(EngineValue::number).map(|v| v as f32).collect();
    let (alpha, values) = values.split_first()?;
    let model = match (stored.get("Type").and_then(EngineValue::index)?, values.len()) {
        (0, 1) => "grey",
        (1, 3) => "rgb",
        (2, 4) => "cmyk",
        _ => return None,
    };
    Some(TextColor { model, values: values.to_vec(), alpha: *alpha })
}
