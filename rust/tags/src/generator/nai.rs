//! NovelAI, from its first to its fifth model: text chunks of PNG, EXIF of WebP and JPEG, stealth records.

use serde_json::Value;

use super::json::{self, Object};
use super::record::{Character, Generator, Signature};
use super::signed::Signed;
use super::texts::Texts;
use crate::grammar::Dialect;

/// Texts that may hold the whole record as JSON, from the most to the least likely.
const WHOLE: [&str; 7] =
    ["UserComment", "IFD0:UserComment", "comment", "parameters", "ImageDescription", "XPComment", "exif:UserComment"];

/// What stands around the settings.
#[derive(Default)]
struct Envelope {
    description: Option<String>,
    software: Option<String>,
    source: Option<String>,
    settings: Option<Object>,
    /// The settings as they are written.
    written: Option<String>,
}

/// Read a NovelAI record.
pub(super) fn read(texts: &Texts<'_>) -> Option<Generator> {
    let mut envelope = outside(texts);
    let mut kept: Vec<(&str, &str)> = Vec::new();
    if let Some(comment) = texts.get("Comment") {
        envelope.settings = json::object(comment).filter(|found| says_novelai(&envelope) || is_novelai(found));
        envelope.written = envelope.settings.as_ref().map(|_| comment.to_owned());
        kept.push(("Comment", comment));
    }
    if envelope.settings.is_none() {
        let whole = WHOLE.iter().find_map(|&name| Some((name, texts.get(name)?, json::object(texts.get(name)?)?)));
        if let Some((name, text, object)) = whole {
            unwrap(object, text, &mut envelope);
            kept.push((name, text));
        }
    }
    // Settings in the shape of NovelAI speak for themselves; a description counts only under its name.
    if envelope.settings.is_none() && !(says_novelai(&envelope) && envelope.description.is_some()) {
        return None;
    }
    let mut found = Generator::new("NovelAI", Dialect::Nai);
    let beside = ["Title", "Description", "ImageDescription", "DocumentName", "Software", "Source", "Generation time"];
    kept.extend(beside.into_iter().filter_map(|name| Some((name, texts.get(name)?))));
    kept.into_iter().for_each(|(name, text)| found.keep(name, text));
    fill(&mut found, &envelope);
    Some(found)
}

/// What the texts beside the record say.
fn outside(texts: &Texts<'_>) -> Envelope {
    let clean = |names: &[&'static str]| texts.first(names).and_then(|(_, text)| cleaned(text));
    let mut envelope = Envelope {
        description: clean(&["Description", "ImageDescription"]),
        software: clean(&["Software"]),
        source: clean(&["Source"]),
        ..Envelope::default()
    };
    // EXIF has one field for both: the name of the program, or that of the model.
    if let Some(model) = envelope.software.take_if(|software| software.starts_with("NovelAI Diffusion")) {
        envelope.software = Some("NovelAI".to_owned());
        envelope.source = envelope.source.or(Some(model));
    }
    envelope
}

/// Take the settings out of `{"Comment": "{...}", "Software": ...}`, or as they are.
fn unwrap(mut whole: Object, text: &str, envelope: &mut Envelope) {
    let inner = match whole.get("Comment") {
        Some(Value::String(text)) => json::object(text),
        Some(Value::Object(inner)) => Some(inner.clone()),
        _ => None,
    };
    let Some(inner) = inner else {
        if is_novelai(&whole) || (says_novelai(envelope) && json::text(&whole, "prompt").is_some()) {
            (envelope.settings, envelope.written) = (Some(whole), Some(text.to_owned()));
        }
        return;
    };
    let mut take = |name: &str| whole.remove(name).and_then(|value| cleaned(value.as_str()?));
    let (description, software, source) = (take("Description"), take("Software"), take("Source"));
    let written = whole.get("Comment").and_then(Value::as_str).map(str::to_owned);
    let within = Envelope { description, software, source, settings: Some(inner), written };
    let ours = says_novelai(envelope) || says_novelai(&within) || within.settings.as_ref().is_some_and(is_novelai);
    if ours {
        // What stands inside was written by NovelAI, what stands around maybe by a converter.
        *envelope = Envelope {
            description: within.description.or(envelope.description.take()),
            software: within.software.or(envelope.software.take()),
            source: within.source.or(envelope.source.take()),
            settings: within.settings,
            written: within.written,
        };
    }
}

fn says_novelai(envelope: &Envelope) -> bool {
    let source = envelope.source.as_deref().unwrap_or_default();
    envelope.software.as_deref() == Some("NovelAI") || source.starts_with("NovelAI Diffusion")
}

/// Whether settings have members that only NovelAI writes.
fn is_novelai(settings: &Object) -> bool {
    let has = |name: &str| settings.contains_key(name);
    has("v4_prompt") || has("signed_hash") || has("req_type") || (has("uc") && (has("sampler") || has("prompt")))
}

fn cleaned(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['\0', '\u{feff}']).trim_end_matches('\0');
    (!text.trim().is_empty()).then(|| text.to_owned())
}

fn fill(found: &mut Generator, envelope: &Envelope) {
    found.software.clone_from(&envelope.software);
    (found.model, found.version) = envelope.source.as_deref().map_or((None, None), model_of);
    let Some(settings) = &envelope.settings else {
        found.prompt.clone_from(&envelope.description);
        return;
    };
    let captions =
        [captions(settings, "prompt", "v4_prompt"), captions(settings, "negative_prompt", "v4_negative_prompt")];
    let text = |name: &str| json::text(settings, name).and_then(cleaned);
    let [positive, negative] = [&captions[0].base, &captions[1].base];
    let is_actual = |index: usize| captions[index].actual;
    found.prompt = positive.clone().filter(|_| is_actual(0)).or_else(|| text("prompt")).or_else(|| positive.clone());
    found.prompt = found.prompt.take().or_else(|| envelope.description.clone());
    found.negative = negative.clone().filter(|_| is_actual(1)).or_else(|| text("uc"));
    found.negative = found.negative.take().or_else(|| text("negative_prompt")).or_else(|| negative.clone());
    found.characters = characters(&captions);
    found.seed = json::whole(settings, "seed");
    found.steps = json::small(settings, "steps");
    found.sampler = text("sampler");
    found.cfg = json::number(settings, "scale");
    found.size = json::small(settings, "width").zip(json::small(settings, "height")).map(|(w, h)| [w, h]);
    if text("signed_hash").is_some() {
        found.signature = Signature::Present;
        found.signed = envelope.written.as_deref().and_then(Signed::new);
    }
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
#[derive(Default)]
struct Captions<'a> {
    base: Option<String>,
    characters: &'a [Value],
    /// The prompt after its random choices were made.
    actual: bool,
}

/// The structured prompt: the one that was really used if it was recorded, else the one that was asked for.
fn captions<'a>(settings: &'a Object, actual: &str, asked: &str) -> Captions<'a> {
    let asked = json::inner(settings, asked).and_then(|prompt| json::inner(prompt, "caption"));
    let used = json::inner(settings, "actual_prompts").and_then(|prompts| json::inner(prompts, actual));
    let base = |caption: &Object| json::text(caption, "base_caption").and_then(cleaned);
    let people = |caption: &'a Object| json::list(caption, "char_captions");
    let used_base = used.and_then(base);
    Captions {
        actual: used_base.is_some(),
        base: used_base.or_else(|| asked.and_then(base)),
        characters: [used, asked].into_iter().flatten().map(people).find(|list| !list.is_empty()).unwrap_or_default(),
    }
}

/// No picture has so many characters.
const MAX_CHARACTERS: usize = 100;

fn characters(captions: &[Captions<'_>; 2]) -> Vec<Character> {
    let [positive, negative] = [captions[0].characters, captions[1].characters];
    let count = positive.len().max(negative.len()).min(MAX_CHARACTERS);
    let caption = |list: &[Value], index: usize| {
        let entry = list.get(index).and_then(Value::as_object);
        entry.and_then(|entry| json::text(entry, "char_caption")).unwrap_or_default().to_owned()
    };
    let one = |index: usize| Character {
        prompt: caption(positive, index),
        negative: caption(negative, index),
        position: [positive, negative].into_iter().find_map(|list| center(list.get(index)?)),
    };
    (0..count).map(one).collect()
}

fn center(entry: &Value) -> Option<[f64; 2]> {
    let center = json::list(entry.as_object()?, "centers").first()?.as_object()?;
    json::number(center, "x").zip(json::number(center, "y")).map(|(x, y)| [x, y])
}
