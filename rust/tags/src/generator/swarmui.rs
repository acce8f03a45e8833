//! SwarmUI: `parameters` of PNG and UserComment of the others hold a JSON object with `sui_image_params`.

use serde_json::Value;

use super::json::{self, Object};
use super::keys::{Keys, lora};
use super::{Generator, Lora, Texts};
use crate::grammar::Dialect;

const NAMES: &[&str] = &["parameters", "UserComment", "IFD0:UserComment"];

const KEYS: Keys = Keys {
    prompt: "prompt",
    negative: "negativeprompt",
    seed: "seed",
    steps: "steps",
    sampler: "sampler",
    cfg: "cfgscale",
    model: "model",
    width: "width",
    height: "height",
};

/// Read the texts of one place.
pub(crate) fn read(texts: &Texts<'_>) -> Option<Generator> {
    NAMES.iter().find_map(|name| record(name, texts.get(name)?))
}

fn record(name: &str, text: &str) -> Option<Generator> {
    if !text.contains("sui_image_params") {
        return None;
    }
    let object = json::object(text)?;
    let settings = json::inner(&object, "sui_image_params")?;
    let mut found = Generator::new("SwarmUI", Dialect::A1111);
    KEYS.fill(settings, &mut found);
    found.loras = loras(settings);
    found.software = Some("SwarmUI".to_owned());
    found.version = json::text(settings, "swarm_version").map(str::to_owned);
    found.keep(name, text);
    Some(found)
}

/// Names and weights in two lists, or in two texts with commas.
fn loras(settings: &Object) -> Vec<Lora> {
    let words = |key: &str| match settings.get(key) {
        Some(Value::Array(items)) => items.iter().map(|item| word(item).unwrap_or_default()).collect(),
        Some(Value::String(text)) => text.split(',').map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let weights = words("loraweights");
    let weight = |at: usize| weights.get(at)?.trim().parse().ok().filter(|weight: &f64| weight.is_finite());
    words("loras").iter().enumerate().filter_map(|(at, name)| lora(name, weight(at))).collect()
}

fn word(item: &Value) -> Option<String> {
    item.as_str().map(str::to_owned).or_else(|| json::as_number(item).map(|number| number.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generator::Place;

    #[test]
    fn settings_in_every_place() {
        let text = r#"{"sui_image_params": {"prompt": "a <lora:x:0.5> cat", "negativeprompt": "", "model": "Flux/dev",
            "seed": 2042464333, "steps": 25, "cfgscale": 1.0, "width": 512, "height": 768, "sampler": "euler",
            "swarm_version": "0.9.1.1", "loras": ["x", "한글"], "loraweights": ["0.5", 1]}, "sui_extra_data": {}}"#;
        for (place, name) in [(Place::PngText, "parameters"), (Place::Exif, "UserComment")] {
            let found = read(&Texts::new(place, [(name, text)])).expect("a record");
            assert_eq!((found.prompt.as_deref(), found.negative), (Some("a <lora:x:0.5> cat"), None));
            assert_eq!((found.seed, found.steps, found.cfg), (Some(2_042_464_333), Some(25), Some(1.0)));
            assert_eq!((found.size, found.version.as_deref()), (Some([512, 768]), Some("0.9.1.1")));
            assert_eq!(found.loras.iter().map(|lora| lora.weight).collect::<Vec<_>>(), [0.5, 1.0]);
        }
    }

    #[test]
    fn wrong_types_cost_only_themselves() {
        let read = |text: &str| read(&Texts::new(Place::PngText, [("parameters", text)]));
        let text =
            r#"{"sui_image_params": {"prompt": 3, "seed": -1, "steps": 1e99, "loras": "a,b", "loraweights": {}}}"#;
        let found = read(text).expect("a record");
        assert_eq!((found.prompt, found.seed, found.steps, found.loras.len()), (None, None, None, 2));
        for text in ["sui_image_params", r#"{"sui_image_params": []}"#, r#"["sui_image_params"]"#] {
            assert!(read(text).is_none());
        }
    }
}
