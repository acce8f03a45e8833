use super::*;

fn at(place: Place, name: &str, text: &str) -> Option<Generator> {
    read(&Texts::new(place, [(name, text)]))
}

fn parameters(text: &str) -> Generator {
    at(Place::PngText, "parameters", text).expect("a record")
}

#[test]
fn prompts_of_several_lines() {
    let found = parameters(
        "1girl, 한글,\r\n\r\nsecond line\nNegative prompt: bad,\n\nworse\nSteps: 20, Sampler: DPM++ 2M, \
         Schedule type: Karras, CFG scale: 6.5, Seed: 18446744073709551615, Size: 832x1216, Model hash: 45a2, \
         Model: wai v160, Version: v1.10.1",
    );
    assert_eq!(found.prompt.as_deref(), Some("1girl, 한글,\r\n\r\nsecond line"));
    assert_eq!(found.negative.as_deref(), Some("bad,\n\nworse"));
    assert_eq!((found.steps, found.cfg, found.seed), (Some(20), Some(6.5), Some(u64::MAX)));
    assert_eq!((found.sampler.as_deref(), found.model.as_deref()), (Some("DPM++ 2M"), Some("wai v160")));
    assert_eq!(found.size, Some([832, 1216]));
    assert_eq!((&*found.name, found.software.as_deref()), ("AUTOMATIC1111", Some("AUTOMATIC1111")));
    assert!(found.raw["parameters"].contains("Schedule type: Karras"));
}

#[test]
fn marks_inside_prompts() {
    let found = parameters(
        "poster that says\nNegative prompt: is a mark\nSteps: to heaven\nNegative prompt: real\nSteps: of stone\n\
         Steps: 5, Seed: 1",
    );
    assert_eq!(found.prompt.as_deref(), Some("poster that says\nNegative prompt: is a mark\nSteps: to heaven"));
    assert_eq!(found.negative.as_deref(), Some("real\nSteps: of stone"));
    assert_eq!((found.steps, found.seed), (Some(5), Some(1)));
    let inline = parameters("a Negative prompt: b Steps: 3\nSteps: 5, Seed: 1");
    assert_eq!((inline.prompt.as_deref(), inline.negative), (Some("a Negative prompt: b Steps: 3"), None));
}

#[test]
fn lines_behind_the_settings_are_no_prompt() {
    let found = parameters("cat\nSteps: 5, Seed: 1, Size: 1x1\nTemplate: {cat|dog}, Steps: 9\nNegative Template: x");
    assert_eq!((found.prompt.as_deref(), found.negative, found.steps), (Some("cat"), None, Some(5)));
}

#[test]
fn without_steps_only_where_the_place_is_certain() {
    let text = "cat\nNegative prompt: dog";
    let found = parameters(text);
    assert_eq!((found.prompt.as_deref(), found.negative.as_deref()), (Some("cat"), Some("dog")));
    let seedless = parameters("cat\nSampler: Euler, CFG scale: 7, Seed: 3, Clip skip: 2");
    assert_eq!((seedless.prompt.as_deref(), seedless.seed), (Some("cat"), Some(3)));
    for (place, name) in [(Place::Exif, "UserComment"), (Place::JpegComment, "comment"), (Place::PngText, "Comment")] {
        assert!(at(place, name, text).is_none());
        assert!(at(place, name, "Steps: 20").is_none());
        assert!(at(place, name, "A walk.\nSteps: 10,432").is_none());
        assert!(at(place, name, "cat\nSteps: 20, Seed: 1").is_some());
    }
}

#[test]
fn what_is_no_record() {
    for text in ["", " \n", "{\"sui_image_params\": {}}"] {
        assert!(at(Place::PngText, "parameters", text).is_none(), "{text}");
    }
    assert!(at(Place::PngText, "postprocessing", "Steps: 20, Sampler: Euler, Seed: 1").is_none());
    assert!(at(Place::PngText, "parameters", "{red|blue} cat").is_some());
}

#[test]
fn fooocus_in_this_form() {
    let found = parameters(
        "cat, cinematic still\nNegative prompt: ugly, anime\nSteps: 30, Sampler: DPM++ 2M SDE Karras, Seed: 7, \
         Size: 1152x896, CFG scale: 4, Model: juggernaut, Raw prompt: \"a\\ncat\", Raw negative prompt: , \
         Lora weights: \"offset: 0.1\", Version: Fooocus v2.5.5",
    );
    assert_eq!((&*found.name, found.prompt.as_deref()), ("Fooocus", Some("a\ncat")));
    assert_eq!((found.negative, found.software.as_deref()), (None, Some("Fooocus")));
    assert_eq!(found.loras.len(), 1);
}

#[test]
fn megabytes_of_marks() {
    let found = parameters(&"Steps: 1\nNegative prompt: x\n".repeat(100_000));
    assert!(found.steps.is_none());
    parameters(&format!("{}\nSteps: 1, Seed: 2", "\n".repeat(1 << 20)));
}
