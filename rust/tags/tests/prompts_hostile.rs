//! Records of any content: no reader panics, and none takes an ordinary comment for a prompt.

use imageparser_base::Format;
use imageparser_tags::Metadata;
use imageparser_tags::generator::{Generator, Place, RawText, find};
use proptest::prelude::*;
use serde_json::{Value, json};

const CHUNKS: &[&str] = &[
    "parameters",
    "prompt",
    "workflow",
    "Comment",
    "Description",
    "Software",
    "Dream",
    "sd-metadata",
    "invokeai_metadata",
    "Prompt",
    "Stable Diffusion model",
];
const TAGS: &[&str] =
    &["UserComment", "IFD0:UserComment", "Make", "Model", "ImageDescription", "XPComment", "exif:UserComment"];

fn everywhere(text: &str) -> Vec<Generator> {
    let raw = |place| TAGS.iter().map(move |name| RawText { place, name, text: text.to_owned() });
    let mut all: Vec<Metadata> = CHUNKS
        .iter()
        .map(|name| Metadata { text: vec![((*name).to_owned(), text.to_owned())], ..Metadata::default() })
        .collect();
    all.extend(raw(Place::Exif).chain(raw(Place::Xmp)).map(|raw| Metadata { raw: vec![raw], ..Metadata::default() }));
    let comment = Metadata { text: vec![("comment".to_owned(), text.to_owned())], ..Metadata::default() };
    let found = all.iter().filter_map(|metadata| find(Format::Png, metadata, None));
    found.chain(find(Format::Jpeg, &comment, None)).collect()
}

const NAMES: &[&str] = &[
    "text",
    "positive",
    "negative",
    "model",
    "seed",
    "guider",
    "latent_image",
    "images",
    "conditioning",
    "select",
    "input1",
    "lora_name",
    "strength_model",
    "width",
    "height",
    "steps",
    "basic_pipe",
    "ckpt_name",
    "text_a",
    "text_b",
    "find",
    "replace",
    "string",
    "boolean",
    "on_true",
    "lora_stack",
    "extra",
];
const CLASSES: &[&str] =
    &["KSampler", "SaveImage", "CLIPTextEncode", "Concat", "Switch", "StringReplace", "Loader", "ZeroOut"];

/// Pieces that readers look for, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Negative prompt:".to_owned()),
        Just("Steps: 5, ".to_owned()),
        Just("Seed: 1, ".to_owned()),
        Just("\n".to_owned()),
        Just("\"".to_owned()),
        Just("{".to_owned()),
        Just("[".to_owned()),
        Just("]".to_owned()),
        Just("}".to_owned()),
        Just("\\".to_owned()),
        Just(" -s".to_owned()),
        Just("Lora hashes: \"".to_owned()),
        Just("Civitai resources: [".to_owned()),
        Just("prompt:".to_owned()),
        Just("<lora:a:1>".to_owned()),
        ".{0,8}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|n| json!(n)),
        ".{0,8}".prop_map(Value::from),
        (0..8u8, 0..3u8).prop_map(|(id, slot)| json!([id.to_string(), slot])),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Value::from))
}

fn graph() -> impl Strategy<Value = Value> {
    let inputs = prop::collection::btree_map(prop::sample::select(NAMES), value(), 0..10);
    let node = (prop::sample::select(CLASSES), inputs)
        .prop_map(|(class, inputs)| json!({"class_type": class, "inputs": inputs, "_meta": {"title": "positive"}}));
    prop::collection::vec(node, 1..8)
        .prop_map(|nodes| nodes.into_iter().enumerate().map(|(id, node)| (id.to_string(), node)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_text(text in pieces()) {
        for record in everywhere(&text) {
            prop_assert!(record.to_json().len() > 100);
        }
    }

    #[test]
    fn any_graph(nodes in graph()) {
        let found = everywhere(&nodes.to_string());
        prop_assert!(found.iter().any(|record| record.name == "ComfyUI"));
    }

    #[test]
    fn prompts_survive(prompt in "[a-z가-힣(), :.]{1,60}", negative in "[a-z가-힣(), :.]{1,60}", seed in any::<u64>()) {
        let text = format!("{prompt}\nNegative prompt: {negative}\nSteps: 20, Sampler: Euler a, Seed: {seed}");
        let found = everywhere(&text);
        prop_assert!(found.len() > 5);
        for record in found {
            prop_assert_eq!(record.prompt.as_deref(), Some(prompt.trim()));
            prop_assert_eq!(record.negative.unwrap_or_default(), negative.trim());
            prop_assert_eq!(record.seed, Some(seed));
        }
    }

    #[test]
    fn an_ordinary_comment_is_no_prompt(text in "[A-Za-z가-힣 ,.!?:\n]{1,80}") {
        let found: Vec<_> = everywhere(&text).into_iter().filter(|record| !record.raw.contains_key("parameters")).collect();
        prop_assert!(found.is_empty(), "{:?}", found);
    }
}
