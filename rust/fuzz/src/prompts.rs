//! Records of generators: the text of one place to the readers, whatever the place.

use imageparser_base::Format;
use imageparser_tags::Metadata;
use imageparser_tags::generator::{Place, RawText, find};

/// A text where the family of AUTOMATIC1111 writes, in PNG and elsewhere.
pub fn a1111(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    chunk("parameters", &text);
    chunk("Dream", &text);
    tag("UserComment", &text);
}

/// A text where ComfyUI and other writers of JSON leave it.
pub fn comfyui(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    chunk("prompt", &text);
    chunk("parameters", &text);
    chunk("Comment", &text);
    chunk("invokeai_metadata", &text);
    tag("Make", &text);
    tag("UserComment", &text);
}

fn chunk(name: &str, text: &str) {
    let text = vec![(name.to_owned(), text.to_owned())];
    drop(find(Format::Png, &Metadata { text, ..Metadata::default() }, None));
}

fn tag(name: &'static str, text: &str) {
    let raw = vec![RawText { place: Place::Exif, name, text: text.to_owned() }];
    drop(find(Format::Jpeg, &Metadata { raw, ..Metadata::default() }, None));
}

/// Texts of the family: everything that its reader looks for.
pub fn made_a1111() -> Vec<Vec<u8>> {
    [
        "1girl, (a:1.2), <lora:x:0.5>\nNegative prompt: bad,\n\nworse\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, \
         CFG scale: 6, Seed: 1, Size: 512x768, Model: m, Lora hashes: \"a: 1, b: 2\", Hashes: {\"model\": \"x\"}, \
         Version: f2.0.1v1.10.1",
        "cat\nSteps: 20, Seed: 1, Civitai resources: [{\"type\":\"lora\",\"weight\":0.5,\"modelName\":\"n\"}], \
         Civitai metadata: {}",
        "cat\nSteps: 30, Seed: 2, Raw prompt: \"a\\ncat\", Raw negative prompt: , Lora weights: \"a: 0.5\", Version: Fooocus",
        "\"a cat [dog, [cow]]\" -s 50 -S 29 -W 512 -H 768 -C 5 -A k_lms",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

/// Graphs, and the objects of the other programs.
pub fn made_comfyui() -> Vec<Vec<u8>> {
    [
        r#"{"3":{"class_type":"KSampler","inputs":{"seed":["12",0],"steps":20,"cfg":NaN,"sampler_name":"euler","model":["10",0],
            "positive":["11",0],"negative":["7",0],"latent_image":["5",0]}},
            "5":{"class_type":"EmptyLatentImage","inputs":{"width":512,"height":512}},
            "6":{"class_type":"CLIPTextEncode","inputs":{"text":["13",0],"clip":["10",1]},"_meta":{"title":"Positive"}},
            "7":{"class_type":"CLIPTextEncode","inputs":{"text":"bad"}},
            "8":{"class_type":"VAEDecode","inputs":{"samples":["3",0]}},"9":{"class_type":"SaveImage","inputs":{"images":["8",0]}},
            "10":{"class_type":"LoraLoader","inputs":{"lora_name":"x","strength_model":0.5,"model":["4",0]}},
            "11":{"class_type":"ConditioningCombine","inputs":{"conditioning_1":["6",0],"conditioning_2":["7",0]}},
            "12":{"class_type":"Seed","inputs":{"seed":1}},"4":{"class_type":"Loader","inputs":{"ckpt_name":"m"}},
            "13":{"class_type":"StringReplace","inputs":{"string":["14",0],"find":"a","replace":"b"}},
            "14":{"class_type":"Concat","inputs":{"text_a":"a","text_b":["14",0],"delimiter":", "}},
            "extraMetadata":"{\"prompt\":\"cat\"}"}"#,
        r#"Prompt: {"1":{"class_type":"ImpactSwitch","inputs":{"select":1,"input1":["1",0]}}}"#,
        r#"{"prompt":"a","base_model":"m","styles":"[]","resolution":"(8, 9)","loras":[["x",0.5]],"lora_combined_1":"y : 1"}"#,
        r#"{"sui_image_params":{"prompt":"a","seed":1,"loras":["x"],"loraweights":"1"}}"#,
        r#"{"positive_prompt":"a","model":{"name":"m"},"loras":[{"model":{"name":"x"},"weight":1}]}"#,
        r#"{"c":"a","uc":"b","size":"512x512","lora":[{"model":"x"}]}"#,
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}
