//! AUTOMATIC1111 and its family (Forge, reForge, SD.Next, exports of Civitai): one text with the prompt, the
//! negative prompt and a line of settings.
//!
//! `name` is the family, `AUTOMATIC1111`, whose form and grammar the record has; `software` is the program that
//! wrote it, where the settings say so. Fooocus and ComfyUI write this form too and keep their own name.

mod line;
mod program;

use std::borrow::Cow;

use line::Settings;

use super::{Generator, Place, Texts, json};
use crate::grammar::Dialect;

/// The PNG keyword that belongs to this form alone: what stands there is a prompt even without settings.
const OWN: &str = "parameters";
/// Where else the text stands; there it must have its line of settings.
const OTHERS: &[&str] = &[
    "UserComment",
    "IFD0:UserComment",
    "exif:UserComment",
    "ImageDescription",
    "XPComment",
    "dc:description",
    "Comment",
    "comment",
    "Description",
];
/// Settings that nearly every program of the family writes; three of them make a line of settings.
const KNOWN: &[&str] = &["Steps", "Sampler", "CFG scale", "Seed", "Size", "Model", "Model hash", "Schedule type"];
const NEGATIVE: &str = "Negative prompt:";

/// Read the texts of one place.
pub(crate) fn read(texts: &Texts<'_>) -> Option<Generator> {
    let certain = matches!(texts.place, Place::PngText | Place::StealthAlpha | Place::StealthRgb);
    if let Some(text) = texts.get(OWN).filter(|_| certain) {
        return record(OWN, text, true);
    }
    OTHERS.iter().find_map(|name| record(name, texts.get(name)?, false))
}

/// The record in a text; `certain` where the place says that it is one.
fn record(name: &str, text: &str, certain: bool) -> Option<Generator> {
    let parts = Parts::split(text);
    if text.trim().is_empty() || (parts.settings.is_none() && (!certain || json::object(text).is_some())) {
        return None;
    }
    let settings = Settings::read(parts.settings.unwrap_or(""));
    let software = program::software(&settings);
    let mut found = Generator::new(family(software), Dialect::A1111);
    // Fooocus adds the words of its styles; what was typed stands beside them.
    let typed = |key, joined: &str| {
        let text = if settings.has(key) { settings.get(key).unwrap_or("") } else { joined };
        text.trim().to_owned()
    };
    found.prompt = Some(typed("Raw prompt", parts.prompt));
    found.negative = Some(typed("Raw negative prompt", parts.negative)).filter(|text| !text.is_empty());
    found.seed = settings.parse("Seed");
    found.steps = settings.parse("Steps");
    found.sampler = settings.get("Sampler").map(str::to_owned);
    found.cfg = settings.parse("CFG scale").filter(|cfg: &f64| cfg.is_finite());
    found.model = settings.get("Model").map(str::to_owned).or_else(|| program::checkpoint(&settings));
    found.size = settings.get("Size").and_then(dimensions);
    found.loras = program::loras(&settings, parts.prompt);
    found.software = software.map(str::to_owned);
    found.version = settings.get("Version").map(str::to_owned);
    found.keep(name, text);
    Some(found)
}

fn family(software: Option<&'static str>) -> Cow<'static, str> {
    Cow::Borrowed(match software {
        Some(name @ ("Fooocus" | "ComfyUI")) => name,
        _ => "AUTOMATIC1111",
    })
}

/// `512x768`.
pub(super) fn dimensions(text: &str) -> Option<[u32; 2]> {
    let (width, height) = text.split_once(['x', 'X', '×'])?;
    Some([width.trim().parse().ok()?, height.trim().parse().ok()?])
}

/// The three parts of the text.
struct Parts<'a> {
    prompt: &'a str,
    negative: &'a str,
    /// The line of settings and what follows it.
    settings: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// The marks may stand inside a prompt too: the last line of settings counts, and before it the last line that
    /// begins the negative prompt.
    fn split(text: &'a str) -> Self {
        let text = text.trim_matches(|c: char| c == '\u{feff}' || c == '\0' || c.is_whitespace());
        let starts = line_starts(text);
        let settings = settings_at(text, &starts);
        let (prompts, settings) = settings.map_or((text, None), |at| (&text[..at], Some(&text[at..])));
        let mark = starts.iter().rev().find(|&&at| at < prompts.len() && prompts[at..].starts_with(NEGATIVE));
        let (prompt, negative) = mark.map_or((prompts, ""), |&at| (&prompts[..at], &prompts[at + NEGATIVE.len()..]));
        Self { prompt, negative, settings }
    }
}

/// Where lines begin, behind their blanks.
fn line_starts(text: &str) -> Vec<usize> {
    let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    let blanks = |at: usize| text[at..].len() - text[at..].trim_start_matches([' ', '\t']).len();
    std::iter::once(0).chain(breaks).map(|at| at + blanks(at)).collect()
}

/// Where the settings begin: the last line that starts with `Steps:` and names another known setting, else a last
/// line that holds three of them.
fn settings_at(text: &str, starts: &[usize]) -> Option<usize> {
    let known = |at: usize| {
        let line = text[at..].lines().next().unwrap_or("");
        let settings = Settings::read(line);
        KNOWN.iter().filter(|key| settings.has(key)).count()
    };
    let steps = starts.iter().rev().copied().filter(|&at| text[at..].starts_with("Steps:"));
    // A hostile text may have a mark on every line.
    let mut steps = steps.take(64);
    steps.find(|&at| known(at) >= 2).or_else(|| starts.last().copied().filter(|&at| known(at) >= 3))
}

#[cfg(test)]
mod tests;
