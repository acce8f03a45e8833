//! InvokeAI: `invokeai_metadata` (JSON, since 3), `sd-metadata` (JSON, 2) and `Dream` (a command line, 1 and 2).
//!
//! The older two have no field for the negative prompt: it stands in the prompt in square brackets.

use serde_json::Value;

use super::json::{self, Object};
use super::keys::{Keys, lora};
use super::{Generator, Lora, Texts};
use crate::grammar::Dialect;

const KEYS: Keys = Keys {
    prompt: "positive_prompt",
    negative: "negative_prompt",
    seed: "seed",
    steps: "steps",
    sampler: "scheduler",
    cfg: "cfg_scale",
    model: "model",
    width: "width",
    height: "height",
};

/// The names inside `image` of `sd-metadata`, whose prompt may be a list.
const OLDER: Keys = Keys { prompt: "", negative: "", sampler: "sampler", ..KEYS };

/// The forms by their keyword, the newest first.
const FORMS: &[(&str, Form)] =
    &[("invokeai_metadata", metadata), ("sd-metadata", older), ("Dream", command), ("dream", command)];

type Form = fn(&str) -> Option<Generator>;

/// Read the texts of one place.
pub(crate) fn read(texts: &Texts<'_>) -> Option<Generator> {
    let mut found = FORMS.iter().find_map(|(name, reader)| reader(texts.get(name)?))?;
    for (name, _) in FORMS {
        if let Some(text) = texts.get(name) {
            found.keep(name, text);
        }
    }
    Some(found)
}

fn metadata(text: &str) -> Option<Generator> {
    let object = json::object(text)?;
    let mut found = named(json::text(&object, "app_version"));
    KEYS.fill(&object, &mut found);
    let model = json::inner(&object, "model").and_then(model_name);
    found.model = model.map(str::to_owned).or(found.model);
    found.loras = json::list(&object, "loras").iter().filter_map(one_lora).collect();
    Some(found)
}

fn named(version: Option<&str>) -> Generator {
    let mut found = Generator::new("InvokeAI", Dialect::A1111);
    found.software = Some("InvokeAI".to_owned());
    found.version = version.map(str::to_owned);
    found
}

/// A model's name: `model_name` before version 4, `name` since.
fn model_name(model: &Object) -> Option<&str> {
    json::text(model, "name").or_else(|| json::text(model, "model_name"))
}

fn one_lora(entry: &Value) -> Option<Lora> {
    let entry = entry.as_object()?;
    let model = json::inner(entry, "model").or_else(|| json::inner(entry, "lora"))?;
    lora(model_name(model)?, json::number(entry, "weight"))
}

fn older(text: &str) -> Option<Generator> {
    let object = json::object(text)?;
    let image = json::inner(&object, "image").or_else(|| json::list(&object, "images").first()?.as_object())?;
    let mut found = named(json::text(&object, "app_version"));
    OLDER.fill(image, &mut found);
    found.model = json::text(&object, "model_weights").map(str::to_owned);
    let prompt = match image.get("prompt")? {
        Value::String(prompt) => prompt.clone(),
        Value::Array(parts) => parts.iter().filter_map(part).collect::<Vec<_>>().join(", "),
        _ => return None,
    };
    prompts(&prompt, &mut found);
    Some(found)
}

/// One of several weighted prompts.
fn part(entry: &Value) -> Option<&str> {
    entry.as_str().or_else(|| json::text(entry.as_object()?, "prompt"))
}

/// `"prompt" -s 50 -S 1234 -W 512 -H 768 -C 7.5 -A k_lms`; a value may follow its letter directly.
fn command(text: &str) -> Option<Generator> {
    let (prompt, options) = split(text.trim())?;
    let mut found = named(None);
    let mut words = options.split_whitespace().peekable();
    let (mut width, mut height) = (None, None);
    while let Some(word) = words.next() {
        let Some((letter, attached)) = option(word) else { continue };
        let value = if attached.is_empty() { words.next_if(|next| option(next).is_none()) } else { Some(attached) };
        let Some(value) = value else { continue };
        match letter {
            's' => found.steps = value.parse().ok(),
            'S' => found.seed = value.parse().ok(),
            'W' => width = value.parse().ok(),
            'H' => height = value.parse().ok(),
            'C' => found.cfg = value.parse().ok().filter(|cfg: &f64| cfg.is_finite()),
            'A' => found.sampler = Some(value.to_owned()),
            _ => {}
        }
    }
    found.size = width.zip(height).map(|(width, height)| [width, height]);
    prompts(prompt, &mut found);
    Some(found)
}

/// The prompt and the options behind it; without one of the usual options it is no command line.
fn split(text: &str) -> Option<(&str, &str)> {
    if let Some(rest) = text.strip_prefix('"') {
        return rest.rsplit_once('"').filter(|(_, options)| options.trim_start().starts_with('-'));
    }
    let at = text.match_indices(" -").map(|(at, _)| at).find(|&at| {
        let word = text[at..].split_whitespace().next().unwrap_or("");
        option(word).is_some_and(|(letter, _)| "sSWHCA".contains(letter))
    })?;
    Some((&text[..at], &text[at..]))
}

/// The letter of an option and what follows it; `-0.5` is a number and `--name` none of these.
fn option(word: &str) -> Option<(char, &str)> {
    let rest = word.strip_prefix('-')?;
    let letter = rest.chars().next().filter(char::is_ascii_alphabetic)?;
    Some((letter, &rest[1..]))
}

/// Take what stands in square brackets out of the prompt; brackets behind a backslash are text.
fn prompts(text: &str, found: &mut Generator) {
    let (mut positive, mut negative) = (String::new(), Vec::new());
    let (mut open, mut depth, mut escaped) = (String::new(), 0u32, false);
    for c in text.chars() {
        let target = if depth > 0 { &mut open } else { &mut positive };
        match c {
            '[' if !escaped => depth += 1,
            ']' if !escaped && depth == 1 => {
                depth = 0;
                negative.push(std::mem::take(&mut open).trim().to_owned());
            }
            ']' if !escaped && depth > 1 => depth -= 1,
            _ => target.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    // A bracket that never closes is text.
    if depth > 0 {
        positive.push('[');
        positive.push_str(&open);
    }
    negative.retain(|text| !text.is_empty());
    found.prompt = Some(positive.trim().to_owned());
    found.negative = (!negative.is_empty()).then(|| negative.join(", "));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generator::Place;

    fn at(name: &str, text: &str) -> Option<Generator> {
        read(&Texts::new(Place::PngText, [(name, text)]))
    }

    #[test]
    fn metadata_of_three_and_four() {
        for model in [r#"{"model_name": "dream", "base_model": "sd-1"}"#, r#"{"name": "dream", "key": "k"}"#] {
            let text = format!(
                r#"{{"app_version": "3.4.0", "positive_prompt": "a [b]", "negative_prompt": "c", "seed": 7,
                    "cfg_scale": 7.5, "steps": 30, "scheduler": "euler", "width": 512, "height": 640, "model": {model},
                    "loras": [{{"lora": {{"model_name": "x"}}, "weight": 0.75}}, {{"model": {{"name": "y"}}}}, 5]}}"#
            );
            let found = at("invokeai_metadata", &text).expect("a record");
            assert_eq!((found.prompt.as_deref(), found.negative.as_deref()), (Some("a [b]"), Some("c")));
            assert_eq!((found.model.as_deref(), found.size), (Some("dream"), Some([512, 640])));
            assert_eq!((found.sampler.as_deref(), found.version.as_deref()), (Some("euler"), Some("3.4.0")));
            assert_eq!(found.loras.iter().map(|lora| lora.weight).collect::<Vec<_>>(), [0.75, 1.0]);
        }
    }

    #[test]
    fn command_lines() {
        for line in [
            "\"a \"cat\" [dog, [cow]] x\" -s 50 -S 29 -W 512 -H 768 -C 5 -A k_lms -G 0.9 -U 4 0.95",
            "a \"cat\" [dog, [cow]] x -s50 -S29 -W512 -H768 -C5 -Ak_lms --hires_fix",
        ] {
            let found = at("Dream", line).expect("a record");
            assert_eq!(found.prompt.as_deref(), Some("a \"cat\"  x"), "{line}");
            assert_eq!(found.negative.as_deref(), Some("dog, cow"));
            assert_eq!((found.steps, found.seed, found.cfg), (Some(50), Some(29), Some(5.0)));
            assert_eq!((found.size, found.sampler.as_deref()), (Some([512, 768]), Some("k_lms")));
        }
        for text in ["", "a dream", "\"a dream\"", "\"", "a -b", "- -"] {
            assert!(at("Dream", text).is_none(), "{text}");
        }
    }

    #[test]
    fn brackets() {
        let read = |text: &str| {
            let mut found = named(None);
            prompts(text, &mut found);
            (found.prompt.unwrap_or_default(), found.negative.unwrap_or_default())
        };
        assert_eq!(read(r"a \[b\] [c] [ ] [d]"), (r"a \[b\]".to_owned(), "c, d".to_owned()));
        assert_eq!(read("a [b"), ("a [b".to_owned(), String::new()));
        assert_eq!(read("]] 한글 ["), ("]] 한글 [".to_owned(), String::new()));
    }

    #[test]
    fn weighted_parts_and_wrong_types() {
        let text =
            r#"{"image": {"prompt": [{"prompt": "a", "weight": 1}, "b [c]", 3], "seed": "5"}, "app_version": 2}"#;
        let found = at("sd-metadata", text).expect("a record");
        assert_eq!(
            (found.prompt.as_deref(), found.negative.as_deref(), found.seed),
            (Some("a, b"), Some("c"), Some(5))
        );
        for text in [r#"{"image": 3}"#, r#"{"image": {"prompt": 3}}"#, "[]", "{"] {
            assert!(at("sd-metadata", text).is_none());
        }
    }
}
