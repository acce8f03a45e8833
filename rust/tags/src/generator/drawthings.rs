//! Draw Things: XMP, a JSON object in `exif:UserComment` and the same as text in `dc:description`.

use serde_json::Value;

use super::json::{self, Object};
use super::keys::{Keys, lora};
use super::{Generator, Lora, Texts, a1111};
use crate::grammar::Dialect;

const PROGRAM: &str = "Draw Things";

const KEYS: Keys = Keys {
    prompt: "c",
    negative: "uc",
    seed: "seed",
    steps: "steps",
    sampler: "sampler",
    cfg: "scale",
    model: "model",
    width: "",
    height: "",
};

/// Read the texts of one place.
pub(crate) fn read(texts: &Texts<'_>) -> Option<Generator> {
    let own = texts.get("xmp:CreatorTool").is_some_and(|tool| tool.starts_with(PROGRAM));
    let (name, text) = texts.first(&["exif:UserComment", "UserComment"])?;
    let object = json::object(text).filter(|object| own || recognised(object))?;
    let mut found = Generator::new(PROGRAM, Dialect::A1111);
    KEYS.fill(&object, &mut found);
    found.size = json::text(&object, "size").and_then(a1111::dimensions);
    found.loras = json::list(&object, "lora").iter().filter_map(one_lora).collect();
    found.software = Some(PROGRAM.to_owned());
    found.keep(name, text);
    if let Some(text) = texts.get("dc:description") {
        found.keep("dc:description", text);
    }
    Some(found)
}

/// Without the program's name: both prompts under their short names and what only this program writes.
fn recognised(object: &Object) -> bool {
    let prompts = ["c", "uc"].iter().all(|key| json::text(object, key).is_some());
    prompts && ["seed_mode", "strength", "size", "v2"].iter().any(|key| object.contains_key(*key))
}

fn one_lora(entry: &Value) -> Option<Lora> {
    let entry = entry.as_object()?;
    lora(json::text(entry, "model")?, json::number(entry, "weight"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generator::Place;

    const TEXT: &str = r#"{"c": "a cat, 한글", "uc": "dog", "seed": 1, "steps": 8, "sampler": "DPM++ 2M Karras",
        "scale": 4.5, "model": "sd_v1.5.ckpt", "size": "512x640", "seed_mode": "Scale Alike",
        "lora": [{"model": "x_lora.ckpt", "weight": 0.6}]}"#;

    #[test]
    fn with_and_without_the_name_of_the_program() {
        for entries in
            [vec![("exif:UserComment", TEXT), ("xmp:CreatorTool", PROGRAM)], vec![("exif:UserComment", TEXT)]]
        {
            let found = read(&Texts::new(Place::Xmp, entries)).expect("a record");
            assert_eq!((found.prompt.as_deref(), found.negative.as_deref()), (Some("a cat, 한글"), Some("dog")));
            assert_eq!((found.seed, found.steps, found.cfg), (Some(1), Some(8), Some(4.5)));
            assert_eq!((found.size, found.loras[0].weight), (Some([512, 640]), 0.6));
        }
    }

    #[test]
    fn other_comments() {
        for text in [r#"{"c": "a"}"#, r#"{"prompt": "a", "uc": "b", "size": 1}"#, "a holiday", "[1]"] {
            assert!(read(&Texts::new(Place::Xmp, [("exif:UserComment", text)])).is_none(), "{text}");
        }
    }
}
