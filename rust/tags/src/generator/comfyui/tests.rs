#![allow(clippy::needless_pass_by_value, reason = "json! makes values, which read best without a sign of reference")]

use serde_json::{Value, json};

use super::*;

fn at(place: Place, entries: &[(&str, &str)]) -> Option<Generator> {
    read(&Texts::new(place, entries.iter().copied()))
}

/// What a graph says, as the `prompt` of a PNG.
fn graph(nodes: &Value) -> Generator {
    at(Place::PngText, &[("prompt", &nodes.to_string())]).expect("a record")
}

fn node(class: &str, inputs: Value) -> Value {
    json!({"class_type": class, "inputs": inputs})
}

fn titled(class: &str, title: &str, inputs: Value) -> Value {
    json!({"class_type": class, "inputs": inputs, "_meta": {"title": title}})
}

fn sampler(seed: u64, positive: Value, negative: Value, latent: Value) -> Value {
    node(
        "KSampler",
        json!({"seed": seed, "steps": 20, "cfg": 7.0, "sampler_name": "euler", "scheduler": "karras",
               "model": ["4", 0], "positive": positive, "negative": negative, "latent_image": latent}),
    )
}

fn encoder(text: Value) -> Value {
    node("CLIPTextEncode", json!({"text": text, "clip": ["4", 1]}))
}

/// A graph whose sampler (3) has the given two nodes before it, and the members of `more`.
fn simple(positive: Value, negative: Value, more: Value) -> Value {
    let mut nodes = json!({
        "3": sampler(5, json!(["6", 0]), json!(["7", 0]), json!(["5", 0])),
        "4": node("CheckpointLoaderSimple", json!({"ckpt_name": "m.safetensors"})),
        "5": node("EmptyLatentImage", json!({"width": 832, "height": 1216, "batch_size": 1})),
        "6": positive,
        "7": negative,
        "8": node("VAEDecode", json!({"samples": ["3", 0], "vae": ["4", 2]})),
        "9": node("SaveImage", json!({"images": ["8", 0]})),
    });
    let Value::Object(more) = more else { panic!("an object") };
    nodes.as_object_mut().expect("an object").extend(more);
    nodes
}

fn prompts(found: &Generator) -> (&str, &str) {
    (found.prompt.as_deref().unwrap_or("-"), found.negative.as_deref().unwrap_or("-"))
}

#[test]
fn a_plain_graph() {
    let found = graph(&simple(encoder(json!(" cat,\n한글\n")), encoder(json!("")), json!({})));
    assert_eq!((prompts(&found), found.how), (("cat,\n한글", "-"), Some(How::Graph)));
    assert_eq!((found.seed, found.steps, found.cfg), (Some(5), Some(20), Some(7.0)));
    assert_eq!((found.sampler.as_deref(), found.model.as_deref()), (Some("euler"), Some("m.safetensors")));
    assert_eq!(found.size, Some([832, 1216]));
}

#[test]
fn conditioning_is_followed_through_what_passes_it_on() {
    let more = json!({
        "20": encoder(json!("one")), "21": encoder(json!("two")), "22": encoder(json!("three")),
        "23": node("ConditioningSetArea", json!({"conditioning": ["20", 0], "width": 64})),
        "24": node("ControlNetApplyAdvanced", json!({"positive": ["23", 0], "negative": ["25", 0], "control_net": ["30", 0]})),
        "25": node("Reroute", json!({"": ["21", 0]})),
        "26": node("unCLIPConditioning", json!({"conditioning": ["22", 0], "clip_vision_output": ["31", 0]})),
        "30": node("ControlNetLoader", json!({"control_net_name": "text"})),
        "31": node("CLIPVisionEncode", json!({"image": ["32", 0], "text": "not conditioning"})),
        "32": node("LoadImage", json!({"image": "x.png"})),
    });
    let combine = node("ConditioningCombine", json!({"conditioning_1": ["24", 0], "conditioning_2": ["26", 0]}));
    let found = graph(&simple(combine, node("Reroute", json!({"": ["24", 1]})), more));
    assert_eq!(prompts(&found), ("one, three", "two"));
}

#[test]
fn guiders_of_flux() {
    let found = graph(&json!({
        "1": node("SaveImage", json!({"images": ["2", 0]})),
        "2": node("VAEDecode", json!({"samples": ["3", 0]})),
        "3": node("SamplerCustomAdvanced", json!({"noise": ["10", 0], "guider": ["11", 0], "sampler": ["12", 0],
                  "sigmas": ["13", 0], "latent_image": ["14", 0]})),
        "10": node("RandomNoise", json!({"noise_seed": ["15", 0]})),
        "11": node("BasicGuider", json!({"model": ["16", 0], "conditioning": ["17", 0]})),
        "12": node("KSamplerSelect", json!({"sampler_name": "dpmpp_2m"})),
        "13": node("BasicScheduler", json!({"scheduler": "simple", "steps": 28, "model": ["16", 0]})),
        "14": node("EmptySD3LatentImage", json!({"width": ["18", 0], "height": 640})),
        "15": node("Seed (rgthree)", json!({"seed": "18446744073709551615"})),
        "16": node("LoraLoaderModelOnly", json!({"lora_name": "x.safetensors", "strength_model": 0.8, "model": ["19", 0]})),
        "17": node("FluxGuidance", json!({"guidance": 3.5, "conditioning": ["20", 0]})),
        "18": node("PrimitiveInt", json!({"value": 512})),
        "19": node("UNETLoader", json!({"unet_name": "flux1-dev.safetensors"})),
        "20": node("CLIPTextEncodeFlux", json!({"clip_l": "a cat", "t5xxl": "a cat on a mat", "guidance": 3.5})),
    }));
    assert_eq!((prompts(&found), found.how), (("a cat, a cat on a mat", "-"), Some(How::Graph)));
    assert_eq!((found.seed, found.steps, found.size), (Some(u64::MAX), Some(28), Some([512, 640])));
    assert_eq!((found.sampler.as_deref(), found.model.as_deref()), (Some("dpmpp_2m"), Some("flux1-dev.safetensors")));
    assert_eq!((found.loras[0].name.as_str(), found.loras[0].weight), ("x.safetensors", 0.8));
}

#[test]
fn nothing_is_encoded_by_a_zeroed_conditioning() {
    let zero = node("ConditioningZeroOut", json!({"conditioning": ["6", 0]}));
    assert_eq!(prompts(&graph(&simple(encoder(json!("cat")), zero, json!({})))), ("cat", "-"));
}

#[test]
fn the_base_gives_the_settings_and_every_pass_its_texts() {
    let advanced = |seed: u64, latent: &str, text: &str| {
        node(
            "KSamplerAdvanced",
            json!({"noise_seed": seed, "steps": 25, "cfg": 8, "sampler_name": "euler",
             "positive": [text, 0], "negative": ["7", 0], "latent_image": [latent, 0], "model": ["4", 0]}),
        )
    };
    let more = json!({
        "2": advanced(99, "1", "21"), "1": advanced(77, "5", "20"), "20": encoder(json!("base")), "21": encoder(json!("fine")),
        "30": node("VAEDecode", json!({"samples": ["2", 0]})),
        "31": node("UpscaleImage", json!({"image": ["30", 0]})),
        "32": node("SaveImage", json!({"images": ["31", 0]})),
    });
    let found = graph(&simple(encoder(json!("other")), encoder(json!("bad")), more));
    assert_eq!((prompts(&found), found.seed), (("base, fine", "bad"), Some(77)));
}

#[test]
fn pipes_and_loaders_that_encode_themselves() {
    let found = graph(&json!({
        "1": node("KSampler (Efficient)", json!({"seed": 4, "positive": ["2", 1], "negative": ["2", 2], "model": ["2", 0]})),
        "2": node("Efficient Loader", json!({"ckpt_name": "m", "positive": ["3", 0], "negative": "bad",
                  "lora_stack": ["4", 0]})),
        "3": node("PrimitiveStringMultiline", json!({"value": "cat"})),
        "4": node("LoRA Stacker", json!({"lora_name_1": "a", "lora_wt_1": 0.5, "lora_name_2": "None", "lora_wt_2": 1})),
    }));
    assert_eq!((prompts(&found), found.loras.len(), found.loras[0].weight), (("cat", "bad"), 1, 0.5));
    let found = graph(&json!({
        "1": node("ImpactKSamplerBasicPipe", json!({"basic_pipe": ["2", 0], "seed": 3, "steps": 9})),
        "2": node("ToBasicPipe", json!({"model": ["5", 0], "positive": ["3", 0], "negative": ["4", 0]})),
        "3": node("ImpactWildcardEncode", json!({"wildcard_text": "__a__", "populated_text": "cat", "seed": 8})),
        "4": encoder(json!("bad")),
        "5": node("Power Lora Loader (rgthree)", json!({"lora_1": {"on": true, "lora": "a", "strength": 0.4},
                  "lora_2": {"on": false, "lora": "b", "strength": 1}, "model": ["6", 0]})),
        "6": node("CheckpointLoaderSimple", json!({"ckpt_name": "m"})),
    }));
    assert_eq!((prompts(&found), found.seed, found.model.as_deref()), (("cat", "bad"), Some(3), Some("m")));
    assert_eq!(found.loras.iter().map(|lora| lora.weight).collect::<Vec<_>>(), [0.4]);
}

#[test]
fn tuples_stacks_and_services() {
    let found = graph(&json!({
        "1": node("SaveImage", json!({"images": ["2", 3]})),
        "2": node("KSampler SDXL (Eff.)", json!({"noise_seed": 9, "sdxl_tuple": ["3", 0], "latent_image": ["6", 1]})),
        "3": node("Pack SDXL Tuple", json!({"base_model": ["4", 0], "base_positive": ["5", 2], "base_negative": ["7", 0]})),
        "4": node("CheckpointLoaderSimple", json!({"ckpt_name": "m"})),
        "5": node("ImpactWildcardEncode", json!({"wildcard_text": "__a__", "populated_text": "cat", "model": ["4", 0]})),
        "6": node("Eff. Loader SDXL", json!({"empty_latent_width": 768, "empty_latent_height": 1280})),
        "7": encoder(json!("bad")),
    }));
    assert_eq!((prompts(&found), found.size, found.model.as_deref()), (("cat", "bad"), Some([768, 1280]), Some("m")));
    let found = graph(&json!({
        "1": node("KSampler", json!({"seed": 1, "model": ["2", 0], "positive": ["5", 0], "negative": ["6", 0]})),
        "2": node("CR Apply LoRA Stack", json!({"model": ["7", 0], "lora_stack": ["3", 0]})),
        "3": node("CR LoRA Stack", json!({"switch_1": "On", "lora_name_1": "a", "model_weight_1": 0.7, "switch_2": "Off",
                  "lora_name_2": "b", "lora_stack": ["4", 0]})),
        "4": node("Lora Stacker (LoraManager)", json!({"loras": {"__value__": [{"name": "c", "strength": "0.2", "active": true},
                  {"name": "d", "strength": 1, "active": false}]}})),
        "5": encoder(json!("cat")), "6": encoder(json!("bad")), "7": node("UNETLoader", json!({"unet_name": "u"})),
    }));
    let mut loras: Vec<_> = found.loras.iter().map(|lora| (lora.name.as_str(), lora.weight)).collect();
    loras.sort_by_key(|lora| lora.0);
    assert_eq!(loras, [("a", 0.7), ("c", 0.2)]);
    let found = graph(&json!({
        "1": node("SaveImage", json!({"images": ["2", 0]})),
        "2": node("FluxProUltraImageNode", json!({"prompt": ["3", 0], "seed": 3, "aspect_ratio": "16:9"})),
        "3": node("PrimitiveString", json!({"value": "cat"})),
    }));
    assert_eq!((prompts(&found), found.how, found.seed), (("cat", "-"), Some(How::Graph), Some(3)));
}

#[test]
fn switches_pass_what_is_chosen() {
    let more = json!({"20": encoder(json!("one")), "21": encoder(json!("two"))});
    for (class, inputs) in [
        ("ImpactSwitch", json!({"select": 2, "input1": ["20", 0], "input2": ["21", 0]})),
        ("Any Switch (rgthree)", json!({"any_01": ["21", 0], "any_02": ["20", 0]})),
        ("Switch", json!({"boolean": false, "on_true": ["20", 0], "on_false": ["21", 0]})),
    ] {
        let found = graph(&simple(node(class, inputs), encoder(json!("bad")), more.clone()));
        assert_eq!(prompts(&found), ("two", "bad"), "{class}");
    }
}

#[test]
fn titles_and_then_bare_texts_where_links_end() {
    let nodes = json!({"1": titled("Unknown", "Positive 프롬프트", json!({"text": "cat"})),
                       "2": titled("Unknown", "my negative", json!({"text": "bad"})),
                       "3": titled("Unknown", "positive and negative", json!({"text": "no"}))});
    let found = graph(&nodes);
    assert_eq!((prompts(&found), found.how), (("cat", "bad"), Some(How::Titles)));
    let found =
        graph(&json!({"1": encoder(json!("a")), "2": encoder(json!("b")), "3": node("Note", json!({"text": "no"}))}));
    assert_eq!((prompts(&found), found.how), (("a, b", "-"), Some(How::Raw)));
    let found = graph(&json!({"1": node("LoadImage", json!({"image": "x"}))}));
    assert_eq!((prompts(&found), found.how), (("-", "-"), None));
}

#[test]
fn records_in_exif() {
    let nodes = simple(encoder(json!("cat")), encoder(json!("bad")), json!({})).to_string();
    let workflow = r#"{"last_node_id": 9, "nodes": [], "links": []}"#;
    let (prompt, state) = (format!("Prompt: {nodes}"), format!("Workflow: {workflow}"));
    let (lower, both) = (format!("prompt:{nodes}\0\0"), format!(r#"{{"prompt": {nodes}, "workflow": {workflow}}}"#));
    let texts = json!({"prompt": nodes, "workflow": workflow}).to_string();
    for entries in [
        vec![("Make", prompt.as_str()), ("ImageDescription", state.as_str())],
        vec![("ImageDescription", state.as_str()), ("Make", prompt.as_str())],
        vec![("Model", lower.as_str()), ("Make", "workflow:{\"nodes\": [], \"links\": []}")],
        vec![("IFD0:UserComment", both.as_str())],
        vec![("UserComment", texts.as_str())],
        vec![("UserComment", nodes.as_str())],
    ] {
        let found = at(Place::Exif, &entries).expect("a record");
        assert_eq!(prompts(&found), ("cat", "bad"), "{entries:?}");
        assert_eq!(found.raw.len(), entries.len());
    }
}

#[test]
fn the_state_of_the_editor_alone_has_no_prompt() {
    let found = at(Place::PngText, &[("workflow", r#"{"nodes": [{"widgets_values": ["cat"]}], "links": []}"#)]);
    let found = found.expect("a record");
    assert_eq!((&*found.name, found.prompt, found.how), ("ComfyUI", None, None));
    for (name, text) in [("workflow", "{}"), ("prompt", "a cat"), ("prompt", r#"{"a": 1}"#), ("Comment", "{}")] {
        assert!(at(Place::PngText, &[(name, text)]).is_none(), "{name} {text}");
    }
    for text in ["Canon", "{\"a\": {\"class\": 1}}", "Prompt: the actor speaks"] {
        assert!(at(Place::Exif, &[("Make", text), ("UserComment", text)]).is_none(), "{text}");
    }
}

#[test]
fn a_stated_prompt_wins_over_the_graph() {
    let nodes = simple(encoder(json!("__wild__")), encoder(json!("bad")), json!({})).to_string();
    let stated = "a real cat\nNegative prompt: worse\nSteps: 30, Sampler: dpmpp, Seed: 8, Version: ComfyUI";
    let found = at(Place::PngText, &[("parameters", stated), ("prompt", &nodes)]).expect("a record");
    assert_eq!((&*found.name, prompts(&found), found.how), ("ComfyUI", ("a real cat", "worse"), None));
    assert_eq!((found.seed, found.model.as_deref(), found.raw.len()), (Some(8), Some("m.safetensors"), 2));
    let found = at(Place::PngText, &[("parameters", "notes"), ("prompt", &nodes)]).expect("a record");
    assert_eq!((prompts(&found).0, found.how), ("__wild__", Some(How::Graph)));
}

#[test]
fn civitai_states_what_an_upscaled_picture_was() {
    let nodes = json!({
        "12": node("SaveImage", json!({"images": ["24", 0]})), "24": node("ImageScale", json!({"image": ["26", 0]})),
        "extra": {"airs": []}, "extraMetadata": r#"{"prompt": "cat", "negativePrompt": "bad", "seed": 4, "cfgScale": 5}"#,
    });
    let found = graph(&nodes);
    assert_eq!((prompts(&found), found.how, found.seed), (("cat", "bad"), None, Some(4)));
    assert_eq!(found.software.as_deref(), Some("Civitai"));
}

#[test]
fn broken_numbers_and_links_cost_only_themselves() {
    let text = r#"{"3": {"class_type": "KSampler", "inputs": {"seed": 123456789012345678901234567890, "steps": -5,
        "cfg": NaN, "denoise": -Infinity, "positive": ["6", 0], "negative": ["404", 0], "model": ["3", 0],
        "latent_image": ["3", 0], "sampler_name": ["3", 7]}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "cat NaN", "clip": [null, 1]}}, "x": null}"#;
    let found = at(Place::PngText, &[("prompt", &format!("{text}\0\0"))]).expect("a record");
    assert_eq!((prompts(&found), found.how), (("cat NaN", "-"), Some(How::Graph)));
    assert_eq!((found.seed, found.steps, found.cfg, found.model), (None, None, None, None));
}

#[test]
fn cycles_and_long_chains_end() {
    let cycle = node("ConditioningCombine", json!({"conditioning_1": ["7", 0], "conditioning_2": ["6", 0]}));
    let found = graph(&simple(cycle.clone(), cycle, json!({})));
    assert_eq!((found.prompt, found.seed), (None, Some(5)));
    let mut chain = serde_json::Map::new();
    for id in 100..20_000 {
        chain.insert(id.to_string(), node("Reroute", json!({"": [(id + 1).to_string(), 0], "model": ["100", 0]})));
    }
    let start = node("Reroute", json!({"": ["100", 0]}));
    let found = graph(&simple(start, encoder(json!("bad")), Value::Object(chain)));
    assert_eq!(found.negative.as_deref(), Some("bad"));
}

#[test]
fn a_dense_graph_stops_at_its_budget() {
    let links: serde_json::Map<_, _> = (0..300).map(|to| (format!("text{to}"), json!([to.to_string(), 0]))).collect();
    let mut nodes: serde_json::Map<_, _> =
        (0..300).map(|id| (id.to_string(), node("Concat", Value::Object(links.clone())))).collect();
    nodes.insert("s".into(), sampler(1, json!(["0", 0]), json!(["1", 0]), json!(["2", 0])));
    assert_eq!(graph(&Value::Object(nodes)).seed, Some(1));
}
