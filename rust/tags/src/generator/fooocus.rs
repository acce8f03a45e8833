//! Fooocus and its forks: a JSON object in `parameters`, older ones in `Comment`, other formats in UserComment. Its
//! second form, the text of AUTOMATIC1111, is read there.

use serde_json::Value;

use super::json::{self, Object};
use super::keys::{Keys, lora};
use super::{Generator, Lora, Texts};
use crate::grammar::Dialect;

const NAMES: &[&str] = &["parameters", "Comment", "comment", "UserComment", "IFD0:UserComment"];

const KEYS: Keys = Keys {
    prompt: "prompt",
    negative: "negative_prompt",
    seed: "seed",
    steps: "steps",
    sampler: "sampler",
    cfg: "guidance_scale",
    model: "base_model",
    width: "width",
    height: "height",
};

/// The names of RuinedFooocus.
const FORK: Keys = Keys {
    prompt: "Prompt",
    negative: "Negative",
    sampler: "sampler_name",
    cfg: "cfg",
    model: "base_model_name",
    ..KEYS
};

/// Read the texts of one place.
pub(crate) fn read(texts: &Texts<'_>) -> Option<Generator> {
    NAMES.iter().find_map(|name| record(name, texts.get(name)?))
}

fn record(name: &str, text: &str) -> Option<Generator> {
    let object = json::object(text)?;
    let fork = object.contains_key("base_model_name") && object.contains_key("Prompt");
    if !fork && !recognised(&object) {
        return None;
    }
    let mut found = Generator::new("Fooocus", Dialect::A1111);
    if fork { &FORK } else { &KEYS }.fill(&object, &mut found);
    found.cfg = found.cfg.or_else(|| json::number(&object, "cfg"));
    found.size = json::text(&object, "resolution").and_then(resolution).or(found.size);
    found.loras = loras(&object);
    let version = json::text(&object, "version");
    found.software = Some(json::text(&object, "software").unwrap_or("Fooocus").to_owned());
    found.version = version.map(str::to_owned);
    found.keep(name, text);
    Some(found)
}

/// A model and a prompt, and one of the settings that only Fooocus has.
fn recognised(object: &Object) -> bool {
    let own = ["full_prompt", "performance", "styles", "metadata_scheme", "sharpness", "adm_guidance"];
    let typed = ["prompt", "base_model"].iter().all(|key| json::text(object, key).is_some());
    typed && own.iter().any(|key| object.contains_key(*key))
}

/// `(1152, 896)`.
fn resolution(text: &str) -> Option<[u32; 2]> {
    let (width, height) = text.trim_matches(['(', ')', '[', ']', ' ']).split_once([',', 'x', '×'])?;
    Some([width.trim().parse().ok()?, height.trim().parse().ok()?])
}

/// `loras`: lists of name, weight and digest; before, `lora_combined_1`: `name : weight`.
fn loras(object: &Object) -> Vec<Lora> {
    let listed = json::list(object, "loras").iter().filter_map(listed);
    let combined = object.iter().filter(|(key, _)| key.starts_with("lora_combined_")).filter_map(|(_, value)| {
        let (name, weight) = value.as_str()?.rsplit_once(" : ")?;
        lora(name, weight.trim().parse().ok())
    });
    let mut found: Vec<Lora> = listed.collect();
    for one in combined {
        if !found.iter().any(|known| known.name == one.name) {
            found.push(one);
        }
    }
    found
}

fn listed(entry: &Value) -> Option<Lora> {
    let parts = entry.as_array()?;
    let second = parts.get(1)?;
    match json::as_number(second) {
        Some(weight) => lora(parts.first()?.as_str()?, Some(weight)),
        // RuinedFooocus: digest, then `0.5 - name`.
        None => second.as_str()?.split_once(" - ").and_then(|(weight, name)| lora(name, weight.trim().parse().ok())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generator::Place;

    fn at(name: &str, text: &str) -> Option<Generator> {
        read(&Texts::new(Place::PngText, [(name, text)]))
    }

    #[test]
    fn its_own_scheme() {
        let text = r#"{"adm_guidance": "(1.5, 0.8, 0.3)", "base_model": "juggernautXL_v8", "full_prompt": ["a cat", "x"],
            "guidance_scale": 4.0, "lora_combined_1": "offset : 0.1", "loras": [["offset", 0.1, "4852"], ["한글", 1, ""]],
            "metadata_scheme": "fooocus", "negative_prompt": "", "prompt": "a cat", "resolution": "(1152, 896)",
            "sampler": "dpmpp_2m_sde_gpu", "seed": "7128394521", "steps": 30, "version": "Fooocus v2.5.5"}"#;
        let found = at("parameters", text).expect("a record");
        assert_eq!((&*found.name, found.prompt.as_deref(), found.negative), ("Fooocus", Some("a cat"), None));
        assert_eq!((found.seed, found.steps, found.cfg), (Some(7_128_394_521), Some(30), Some(4.0)));
        assert_eq!((found.size, found.model.as_deref()), (Some([1152, 896]), Some("juggernautXL_v8")));
        let loras: Vec<_> = found.loras.iter().map(|lora| (lora.name.as_str(), lora.weight)).collect();
        assert_eq!(loras, [("offset", 0.1), ("한글", 1.0)]);
    }

    #[test]
    fn older_and_forked() {
        let old = r#"{"prompt": "cat", "negative_prompt": "dog", "styles": "[]", "base_model": "m", "width": 8,
            "height": 9, "cfg": 7, "seed": 1}"#;
        let found = at("Comment", old).expect("a record");
        assert_eq!((found.negative.as_deref(), found.size, found.cfg), (Some("dog"), Some([8, 9]), Some(7.0)));
        let fork = r#"{"Prompt": "cat", "Negative": "dog", "base_model_name": "m", "sampler_name": "euler", "cfg": 8,
            "loras": [["ab12", "0.5 - name.safetensors"]], "software": "RuinedFooocus"}"#;
        let found = at("parameters", fork).expect("a record");
        assert_eq!((found.software.as_deref(), found.loras[0].weight), (Some("RuinedFooocus"), 0.5));
    }

    #[test]
    fn other_objects_are_not_its_own() {
        for text in [
            r#"{"prompt": "cat", "steps": 28, "uc": "x", "sampler": "k_euler"}"#,
            r#"{"prompt": {"a": 1}, "base_model": "m", "styles": 1}"#,
            r#"{"base_model": "m"}"#,
            "a comment",
            "[]",
        ] {
            assert!(at("Comment", text).is_none(), "{text}");
        }
    }
}
