//! NovelAI, from its first to its fifth model: text chunks of PNG, EXIF of WebP and JPEG, stealth records.

use std::borrow::Cow;

use super::json;
use super::members::Members;
use super::record::{Character, Generator, Signature};
use super::signed::Signed;
use super::texts::Texts;
use crate::grammar::Dialect;

/// Texts that may hold the whole record as JSON, from the most to the least likely.
const WHOLE: [&str; 7] =
    ["UserComment", "IFD0:UserComment", "comment", "parameters", "ImageDescription", "XPComment", "exif:UserComment"];

/// What stands around the settings.
#[derive(Default)]
struct Around {
    description: Option<String>,
    software: Option<String>,
    source: Option<String>,
}

/// Read a NovelAI record.
pub(super) fn read(texts: &Texts<'_>) -> Option<Generator> {
    let around = Around::read(texts);
    let mut kept: Vec<(&str, &str)> = texts.get("Comment").map(|text| ("Comment", text)).into_iter().collect();
    // Settings in the shape of NovelAI speak for themselves; a description counts only under its name.
    let described = || (around.says_novelai() && around.description.is_some()).then(|| record(&around, None, None));
    let mut found = of_comment(texts, &around).or_else(|| of_whole(texts, &around, &mut kept)).or_else(described)?;
    let beside = ["Title", "Description", "ImageDescription", "DocumentName", "Software", "Source", "Generation time"];
    kept.extend(beside.into_iter().filter_map(|name| Some((name, texts.get(name)?))));
    kept.into_iter().for_each(|(name, text)| found.keep(name, text));
    Some(found)
}

impl Around {
    /// What the texts beside the record say.
    fn read(texts: &Texts<'_>) -> Self {
        let clean = |names: &[&'static str]| texts.first(names).and_then(|(_, text)| cleaned(text));
        let mut around = Self {
            description: clean(&["Description", "ImageDescription"]),
            software: clean(&["Software"]),
            source: clean(&["Source"]),
        };
        // EXIF has one field for both: the name of the program, or that of the model.
        if let Some(model) = around.software.take_if(|software| software.starts_with("NovelAI Diffusion")) {
            around.software = Some("NovelAI".to_owned());
            around.source = around.source.or(Some(model));
        }
        around
    }

    fn says_novelai(&self) -> bool {
        let source = self.source.as_deref().unwrap_or_default();
        self.software.as_deref() == Some("NovelAI") || source.starts_with("NovelAI Diffusion")
    }
}

/// The settings in a text of their own.
fn of_comment(texts: &Texts<'_>, around: &Around) -> Option<Generator> {
    let text = texts.get("Comment")?;
    let object = json::object_text(text)?;
    let settings = Members::of(&object).filter(|found| around.says_novelai() || is_novelai(found))?;
    Some(record(around, Some(&settings), Some(text)))
}

/// The settings in the first text that is an object.
fn of_whole<'a>(texts: &Texts<'a>, around: &Around, kept: &mut Vec<(&'a str, &'a str)>) -> Option<Generator> {
    for name in WHOLE {
        let Some(text) = texts.get(name) else { continue };
        let Some(object) = json::object_text(text) else { continue };
        let Some(whole) = Members::of(&object) else { continue };
        kept.push((name, text));
        return unwrapped(&whole, text, around);
    }
    None
}

/// The settings inside `{"Comment": "{...}", "Software": ...}`, or as they are.
fn unwrapped(whole: &Members<'_>, text: &str, around: &Around) -> Option<Generator> {
    let quoted = whole.text("Comment");
    let inner = match &quoted {
        Some(text) => json::object_text(text),
        None => whole.object("Comment").map(Cow::Borrowed),
    };
    let Some(settings) = inner.as_deref().and_then(Members::of) else {
        let ours = is_novelai(whole) || (around.says_novelai() && whole.text("prompt").is_some());
        return ours.then(|| record(around, Some(whole), Some(text)));
    };
    let inside = |name: &str| whole.text(name).and_then(|text| cleaned(&text));
    let within = Around { description: inside("Description"), software: inside("Software"), source: inside("Source") };
    let ours = around.says_novelai() || within.says_novelai() || is_novelai(&settings);
    // What stands inside was written by NovelAI, what stands around maybe by a converter.
    let both = Around {
        description: within.description.or_else(|| around.description.clone()),
        software: within.software.or_else(|| around.software.clone()),
        source: within.source.or_else(|| around.source.clone()),
    };
    ours.then(|| record(&both, Some(&settings), quoted.as_deref()))
}

/// Whether settings have members that only NovelAI writes.
fn is_novelai(settings: &Members<'_>) -> bool {
    let has = |name: &str| settings.has(name);
    has("v4_prompt") || has("signed_hash") || has("req_type") || (has("uc") && (has("sampler") || has("prompt")))
}

fn cleaned(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['\0', '\u{feff}']).trim_end_matches('\0');
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// The record that settings make; `written` is their text as NovelAI wrote it.
fn record(around: &Around, settings: Option<&Members<'_>>, written: Option<&str>) -> Generator {
    let mut found = Generator::new("NovelAI", Dialect::Nai);
    found.software.clone_from(&around.software);
    (found.model, found.version) = around.source.as_deref().map_or((None, None), model_of);
    let Some(settings) = settings else {
        found.prompt.clone_from(&around.description);
        return found;
    };
    let text = |name: &str| settings.text(name).and_then(|text| cleaned(&text));
    let positive = captions(settings, "prompt", "v4_prompt");
    let negative = captions(settings, "negative_prompt", "v4_negative_prompt");
    found.prompt = positive.used.or_else(|| text("prompt")).or(positive.asked).or_else(|| around.description.clone());
    found.negative = negative.used.or_else(|| text("uc")).or_else(|| text("negative_prompt")).or(negative.asked);
    found.characters = characters(&positive.characters, &negative.characters);
    found.seed = settings.whole("seed");
    found.steps = settings.small("steps");
    found.sampler = text("sampler");
    found.cfg = settings.number("scale");
    found.size = settings.small("width").zip(settings.small("height")).map(|(w, h)| [w, h]);
    if text("signed_hash").is_some() {
        found.signature = Signature::Present;
        found.signed = written.and_then(Signed::new);
    }
    found
}

/// `NovelAI Diffusion V4.5 4BDE2A90`: the name of the model and the digest of its weights.
fn model_of(source: &str) -> (Option<String>, Option<String>) {
    let source = source.trim();
    match source.rsplit_once(' ') {
        Some((name, digest)) if digest.len() == 8 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            (Some(name.to_owned()), Some(digest.to_owned()))
        }
        _ => (Some(source.to_owned()), None),
    }
}

/// One of the structured prompts.
struct Captions<'a> {
    /// The prompt after its random choices were made, where it was recorded.
    used: Option<String>,
    asked: Option<String>,
    characters: Vec<&'a str>,
}

/// The structured prompt: the one that was really used if it was recorded, and the one that was asked for.
fn captions<'a>(settings: &Members<'a>, used: &str, asked: &str) -> Captions<'a> {
    let asked = settings.inner(asked).and_then(|prompt| prompt.inner("caption"));
    let used = settings.inner("actual_prompts").and_then(|prompts| prompts.inner(used));
    let base = |caption: &Members<'a>| caption.text("base_caption").and_then(|text| cleaned(&text));
    let people = |caption: &Members<'a>| caption.list("char_captions");
    Captions {
        used: used.as_ref().and_then(base),
        asked: asked.as_ref().and_then(base),
        characters: [&used, &asked].into_iter().flatten().map(people).find(|list| !list.is_empty()).unwrap_or_default(),
    }
}

/// No picture has so many characters.
const MAX_CHARACTERS: usize = 100;

fn characters(positive: &[&str], negative: &[&str]) -> Vec<Character> {
    let count = positive.len().max(negative.len()).min(MAX_CHARACTERS);
    let one = |index: usize| {
        let [positive, negative] = [positive, negative].map(|list| entry(list, index));
        let caption = |entry: &Members<'_>| entry.text("char_caption").unwrap_or_default().into_owned();
        Character {
            prompt: caption(&positive),
            negative: caption(&negative),
            position: center(&positive).or_else(|| center(&negative)),
        }
    };
    (0..count).map(one).collect()
}

fn entry<'a>(list: &[&'a str], index: usize) -> Members<'a> {
    list.get(index).and_then(|text| Members::of(text)).unwrap_or_default()
}

fn center(entry: &Members<'_>) -> Option<[f64; 2]> {
    let center = Members::of(entry.list("centers").first()?)?;
    center.number("x").zip(center.number("y")).map(|(x, y)| [x, y])
}
