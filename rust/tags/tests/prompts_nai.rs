//! NovelAI records of every era and in every place, whole, damaged and hostile.

use imageparser_base::Format;
use imageparser_tags::Metadata;
use imageparser_tags::generator::{Generator, Place, RawText, Signature, TagSet, find};
use imageparser_tags::stealth::Hidden;

fn png(texts: &[(&str, &str)]) -> Metadata {
    let text = texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Metadata { text, ..Metadata::default() }
}

fn exif(texts: &[(&'static str, &str)]) -> Metadata {
    let raw = texts.iter().map(|(name, text)| RawText { place: Place::Exif, name, text: (*text).to_owned() });
    Metadata { raw: raw.collect(), ..Metadata::default() }
}

fn read(metadata: &Metadata) -> Generator {
    find(Format::Png, metadata, None).expect("a record")
}

fn tags(found: &Generator, set: TagSet) -> Vec<(&str, f64)> {
    found.tags.iter().filter(|tag| tag.set == set).map(|tag| (tag.tag, tag.weight)).collect()
}

const V4: &str = r#"{"prompt": "2girls, 한글_태그, -0.8::feet::", "steps": 28, "height": 1216, "width": 832, "scale": 5.5,
    "seed": 2043807047, "sampler": "k_euler", "uc": "lowres, {bad}", "signed_hash": "x",
    "v4_prompt": {"caption": {"base_caption": "2girls, 한글_태그, -0.8::feet::", "char_captions": [
        {"char_caption": "girl, 1.2::red hair::, ", "centers": [{"x": 0.5, "y": 0.3}]},
        {"char_caption": "girl, 0::hat::", "centers": []}]}, "use_coords": true},
    "v4_negative_prompt": {"caption": {"base_caption": "lowres, {bad}", "char_captions": [
        {"char_caption": "", "centers": [{"x": 0.5, "y": 0.3}]},
        {"char_caption": "shoes", "centers": [{"x": 0.1, "y": 0.2}]}]}}}"#;

#[test]
fn the_first_model_has_its_prompt_in_the_description() {
    let comment = r#"{"steps": 50, "sampler": "k_euler_ancestral", "seed": 2253955223, "scale": 10.0, "uc": "lowres"}"#;
    let found = read(&png(&[
        ("Title", "AI generated image"),
        ("Description", "cat, space,  icon"),
        ("Software", "NovelAI"),
        ("Source", "Stable Diffusion 1D44365E"),
        ("Comment", comment),
    ]));
    assert_eq!((&*found.name, found.software.as_deref(), found.source), ("NovelAI", Some("NovelAI"), Place::PngText));
    assert_eq!((found.prompt.as_deref(), found.negative.as_deref()), (Some("cat, space,  icon"), Some("lowres")));
    assert_eq!((found.seed, found.steps, found.cfg), (Some(2_253_955_223), Some(50), Some(10.0)));
    assert_eq!((found.model.as_deref(), found.version.as_deref()), (Some("Stable Diffusion"), Some("1D44365E")));
    assert_eq!((found.signature, found.stealth, found.size), (Signature::Absent, false, None));
    assert_eq!(found.raw["Comment"], comment);
    assert_eq!(found.raw["Title"], "AI generated image");
}

#[test]
fn the_record_beats_the_description() {
    let found = read(&png(&[("Description", "shorter"), ("Software", "NovelAI"), ("Comment", V4)]));
    assert_eq!(found.prompt.as_deref(), Some("2girls, 한글_태그, -0.8::feet::"));
    assert_eq!((found.size, found.sampler.as_deref()), (Some([832, 1216]), Some("k_euler")));
    assert_eq!(found.signature, Signature::Present);
}

#[test]
fn characters_and_weights_stay_apart() {
    let found = read(&png(&[("Software", "NovelAI"), ("Comment", V4)]));
    let positions: Vec<_> = found.characters.iter().map(|one| one.position).collect();
    assert_eq!(positions, [Some([0.5, 0.3]), Some([0.1, 0.2])]);
    assert_eq!(found.characters[0].prompt, "girl, 1.2::red hair::, ");
    assert_eq!((&*found.characters[0].negative, &*found.characters[1].negative), ("", "shoes"));
    assert_eq!(tags(&found, TagSet::Positive), [("2girls", 1.0), ("한글 태그", 1.0)]);
    assert_eq!(tags(&found, TagSet::Negative), [("feet", -0.8), ("lowres", 1.0), ("bad", 1.05)]);
    assert_eq!(tags(&found, TagSet::Character), [("girl", 1.0), ("red hair", 1.2), ("girl", 1.0)]);
    assert_eq!(tags(&found, TagSet::CharacterNegative), [("hat", 0.0), ("shoes", 1.0)]);
    let of_second = found.tags.iter().filter(|tag| tag.character == Some(1)).count();
    assert_eq!(of_second, 3);
    assert_eq!(found.tags.iter().find(|tag| tag.tag == "한글 태그").map(|tag| tag.text), Some("한글_태그"));
}

#[test]
fn the_prompt_that_was_used_beats_the_one_that_was_asked_for() {
    let comment = r#"{"prompt": "||a|b||, c", "uc": "x", "actual_prompts": {
        "prompt": {"base_caption": "b, c", "char_captions": [{"char_caption": "girl", "centers": [{"x": 0.1, "y": 0.9}]}]},
        "negative_prompt": {"base_caption": "y", "char_captions": []}}}"#;
    let found = read(&png(&[("Software", "NovelAI"), ("Comment", comment)]));
    assert_eq!((found.prompt.as_deref(), found.negative.as_deref()), (Some("b, c"), Some("y")));
    assert_eq!(found.characters[0].position, Some([0.1, 0.9]));
}

#[test]
fn webp_holds_json_in_json_and_four_nuls() {
    let inner = serde_json::to_string(V4).expect("text");
    let whole = format!(
        r#"{{"Comment": {inner}, "Description": "\u0000\u0000\u0000\u00002girls", "Generation time": "0.1",
            "Software": "NovelAI", "Source": "NovelAI Diffusion V4.5 4BDE2A90", "Title": "NovelAI generated image"}}"#
    );
    let metadata = exif(&[
        ("UserComment", &whole),
        ("ImageDescription", "2girls"),
        ("Software", "NovelAI Diffusion V4.5 4BDE2A90"),
    ]);
    let found = find(Format::Webp, &metadata, None).expect("a record");
    assert_eq!((found.software.as_deref(), found.source), (Some("NovelAI"), Place::Exif));
    assert_eq!(found.model.as_deref(), Some("NovelAI Diffusion V4.5"));
    assert_eq!((found.characters.len(), found.seed), (2, Some(2_043_807_047)));
}

#[test]
fn jpeg_has_the_settings_alone_or_in_its_comment() {
    let found = find(Format::Jpeg, &exif(&[("UserComment", V4), ("Software", "NovelAI")]), None).expect("a record");
    assert_eq!((found.characters.len(), found.source), (2, Place::Exif));
    let whole = serde_json::json!({"Comment": V4, "Software": "NovelAI", "Description": "x"}).to_string();
    let found = find(Format::Jpeg, &png(&[("comment", &whole)]), None).expect("a record");
    assert_eq!((found.source, found.seed), (Place::JpegComment, Some(2_043_807_047)));
}

#[test]
fn director_tools_leave_a_record_without_tags() {
    let found = read(&png(&[
        ("Title", "AI augmented image"),
        ("Software", "NovelAI"),
        ("Comment", r#"{"req_type": "lineart"}"#),
    ]));
    assert_eq!((found.prompt, found.tags.len(), found.seed), (None, 0, None));
}

#[test]
fn a_wrong_type_costs_only_itself() {
    let comment = r#"{"prompt": {"a": 1}, "v4_prompt": {"caption": {"base_caption": "1girl", "char_captions":
        [7, {"char_caption": null, "centers": "x"}, {"char_caption": "boy", "centers": [{"x": "0.5", "y": 1}]}]}},
        "uc": ["lowres"], "seed": "12", "steps": -3, "scale": "high", "version": "v4", "width": 832.0, "height": 1216,
        "signed_hash": 5, "sampler": false}"#;
    let found = read(&png(&[("Software", "NovelAI"), ("Comment", comment)]));
    assert_eq!((found.prompt.as_deref(), found.negative), (Some("1girl"), None));
    assert_eq!((found.seed, found.steps, found.cfg, found.sampler), (Some(12), None, None, None));
    assert_eq!((found.size, found.signature), (Some([832, 1216]), Signature::Absent));
    let characters: Vec<_> = found.characters.iter().map(|one| (one.prompt.as_str(), one.position)).collect();
    assert_eq!(characters, [("", None), ("", None), ("boy", Some([0.5, 1.0]))]);
}

#[test]
fn broken_settings_leave_the_description() {
    for comment in ["{\"prompt\": \"1gi", "not json", "[]", "\u{feff}"] {
        let found = read(&png(&[("Description", "1girl"), ("Software", "NovelAI"), ("Comment", comment)]));
        assert_eq!((found.prompt.as_deref(), found.raw["Comment"].as_str()), (Some("1girl"), comment));
    }
    let deep = format!("{{\"prompt\":{}", "[".repeat(200_000));
    assert_eq!(
        read(&png(&[("Description", "a"), ("Software", "NovelAI"), ("Comment", &deep)])).prompt.as_deref(),
        Some("a")
    );
}

#[test]
fn repeated_members_and_chunks() {
    let found = read(&png(&[
        ("Software", "NovelAI"),
        ("Comment", r#"{"prompt": "first", "prompt": "last", "uc": ""}"#),
        ("Comment", r#"{"prompt": "other", "uc": ""}"#),
    ]));
    assert_eq!((found.prompt.as_deref(), found.negative), (Some("last"), None));
}

#[test]
fn an_ordinary_comment_is_no_record() {
    for texts in [
        vec![("Comment", "Screenshot, made by X")],
        vec![("Description", "a cat, a dog"), ("Software", "GIMP 3.0.6")],
        vec![("Comment", r#"{"title": "holiday"}"#), ("Software", "Darktable")],
        vec![("Comment", r#"{"prompt": "a cat", "negative_prompt": "dog"}"#)],
        vec![("Software", "NovelAI")],
        vec![("Title", "AI generated image"), ("Description", "1girl")],
    ] {
        assert_eq!(find(Format::Png, &png(&texts), None).map(|found| found.name), None, "{texts:?}");
    }
    assert_eq!(find(Format::Jpeg, &exif(&[("ImageDescription", "1girl, smile"), ("Make", "Canon")]), None), None);
}

#[test]
fn settings_speak_for_themselves_where_the_software_is_gone() {
    let found = read(&png(&[("Comment", V4)]));
    assert_eq!((&*found.name, found.software), ("NovelAI", None));
}

#[test]
fn stealth_records_in_three_forms() {
    let wrapped =
        serde_json::json!({"Comment": V4, "Software": "NovelAI", "Source": "x", "Description": "d"}).to_string();
    for payload in [wrapped, V4.to_owned(), serde_json::to_string(V4).expect("text")] {
        let hidden = Hidden::new(Place::StealthAlpha, payload);
        let found = find(Format::Png, &Metadata::default(), Some(&hidden)).expect("a record");
        assert_eq!((found.source, found.stealth, found.seed), (Place::StealthAlpha, true, Some(2_043_807_047)));
        assert_eq!((found.characters.len(), found.found_in), (2, vec![Place::StealthAlpha]));
    }
}

#[test]
fn text_beats_stealth_and_the_difference_is_told() {
    let text = png(&[("Software", "NovelAI"), ("Comment", V4)]);
    let same = Hidden::new(Place::StealthAlpha, V4.to_owned());
    let found = find(Format::Png, &text, Some(&same)).expect("a record");
    assert_eq!((found.source, found.stealth, found.differences.len()), (Place::PngText, true, 0));
    assert_eq!(found.found_in, [Place::PngText, Place::StealthAlpha]);

    let other = Hidden::new(Place::StealthAlpha, r#"{"prompt": "other", "uc": "lowres, {bad}", "seed": 1}"#.to_owned());
    let found = find(Format::Png, &text, Some(&other)).expect("a record");
    assert_eq!((found.seed, found.characters.len()), (Some(2_043_807_047), 2));
    assert_eq!(
        found.differences,
        ["the prompt of stealth_alpha is not that of png_text", "the seed of stealth_alpha is not that of png_text"]
    );
    assert!(found.raw["stealth_alpha:parameters"].contains("other"));

    let tool = png(&[("Software", "NovelAI"), ("Comment", r#"{"req_type": "emotion"}"#)]);
    let found = find(Format::Png, &tool, Some(&same)).expect("a record");
    assert_eq!((found.source, found.seed), (Place::StealthAlpha, Some(2_043_807_047)));
}

#[test]
fn the_object_has_every_key() {
    let found: serde_json::Value =
        serde_json::from_str(&read(&png(&[("Software", "NovelAI"), ("Comment", V4)])).to_json()).expect("JSON");
    let keys: Vec<&str> = found.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "cfg",
            "characters",
            "differences",
            "found_in",
            "how",
            "loras",
            "model",
            "name",
            "negative",
            "prompt",
            "raw",
            "sampler",
            "seed",
            "signature",
            "size",
            "software",
            "source",
            "stealth",
            "steps",
            "tags",
            "version",
        ]
    );
    assert_eq!((&found["source"], &found["signature"]), (&"png_text".into(), &"present".into()));
    assert_eq!(found["tags"][2]["set"], "negative");
}

#[test]
fn megabytes_of_text_stay_bounded() {
    let many: Vec<String> = (0..200_000).map(|index| format!("tag {index}")).collect();
    let many = many.join(", ");
    let comment = serde_json::json!({"prompt": many, "uc": "x, ".repeat(500_000)}).to_string();
    let found = read(&png(&[("Software", "NovelAI"), ("Comment", &comment)]));
    assert_eq!(tags(&found, TagSet::Positive).len(), 50_000);
    assert_eq!(tags(&found, TagSet::Negative), [("x", 1.0)]);
}
