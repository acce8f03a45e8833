//! Easy Diffusion: one PNG text chunk for each setting, or all of them as JSON in UserComment; two sets of names.

use serde_json::Value;

use super::json::{self, Object};
use super::keys::Keys;
use super::{Generator, Texts};
use crate::grammar::Dialect;

const NEWER: Keys = Keys {
    prompt: "prompt",
    negative: "negative_prompt",
    seed: "seed",
    steps: "num_inference_steps",
    sampler: "sampler_name",
    cfg: "guidance_scale",
    model: "use_stable_diffusion_model",
    width: "width",
    height: "height",
};

const OLDER: Keys = Keys {
    prompt: "Prompt",
    negative: "Negative Prompt",
    seed: "Seed",
    steps: "Steps",
    sampler: "Sampler",
    cfg: "Guidance Scale",
    model: "Stable Diffusion model",
    width: "Width",
    height: "Height",
};

/// Read the texts of one place.
pub(crate) fn read(texts: &Texts<'_>) -> Option<Generator> {
    for keys in [&NEWER, &OLDER] {
        if texts.get(keys.model).is_some() && texts.get(keys.prompt).is_some() {
            let object = texts.iter().map(|(name, text)| (name.to_owned(), Value::from(text))).collect();
            return Some(record(keys, &object, texts.iter()));
        }
    }
    let (name, text) = texts.first(&["UserComment", "IFD0:UserComment"])?;
    let object = json::object(text)?;
    let keys = [&NEWER, &OLDER]
        .into_iter()
        .find(|keys| [keys.model, keys.prompt].iter().all(|key| json::text(&object, key).is_some()))?;
    Some(record(keys, &object, [(name, text)].into_iter()))
}

fn record<'a>(keys: &Keys, object: &Object, raw: impl Iterator<Item = (&'a str, &'a str)>) -> Generator {
    let mut found = Generator::new("Easy Diffusion", Dialect::A1111);
    keys.fill(object, &mut found);
    // The path of the maker's own disk is nobody's business; the name of the model is its last part.
    found.model = found.model.as_deref().and_then(|path| path.rsplit(['/', '\\']).next()).map(str::to_owned);
    found.software = Some("Easy Diffusion".to_owned());
    raw.for_each(|(name, text)| found.keep(name, text));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generator::Place;

    #[test]
    fn chunks_and_json_in_both_sets_of_names() {
        let newer = [
            ("prompt", "a cat"),
            ("negative_prompt", "dog"),
            ("seed", "42"),
            ("num_inference_steps", "25"),
            ("guidance_scale", "7.5"),
            ("use_stable_diffusion_model", "D:\\models\\sd-v1-4"),
        ];
        let older = [
            ("Prompt", "a cat"),
            ("Negative Prompt", "dog"),
            ("Seed", "42"),
            ("Steps", "25"),
            ("Guidance Scale", "7.5"),
            ("Stable Diffusion model", "sd-v1-4"),
        ];
        for entries in [newer, older] {
            let object: Object = entries.iter().map(|(name, text)| ((*name).to_owned(), Value::from(*text))).collect();
            let text = Value::Object(object).to_string();
            for texts in
                [Texts::new(Place::PngText, entries), Texts::new(Place::Exif, [("UserComment", text.as_str())])]
            {
                let found = read(&texts).expect("a record");
                assert_eq!((found.prompt.as_deref(), found.negative.as_deref()), (Some("a cat"), Some("dog")));
                assert_eq!((found.seed, found.steps, found.cfg), (Some(42), Some(25), Some(7.5)));
                assert_eq!(found.model.as_deref(), Some("sd-v1-4"));
            }
        }
    }

    #[test]
    fn a_prompt_alone_is_not_its_own() {
        assert!(read(&Texts::new(Place::PngText, [("prompt", "{}"), ("seed", "1")])).is_none());
        assert!(read(&Texts::new(Place::Exif, [("UserComment", r#"{"prompt": "a"}"#)])).is_none());
    }
}
