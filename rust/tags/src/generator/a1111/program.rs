//! Which program of the family wrote a record, and the LoRAs that its settings name.

use serde_json::Value;

use super::line::Settings;
use crate::generator::{Lora, json};

/// The program by the settings that only it writes.
pub(super) fn software(settings: &Settings) -> Option<&'static str> {
    if let Some(app) = settings.get("App") {
        return app.eq_ignore_ascii_case("SD.Next").then_some("SD.Next");
    }
    match settings.get("Version") {
        Some(version) => by_version(version),
        None if settings.has("Civitai resources") || settings.has("Civitai metadata") => Some("Civitai"),
        None => None,
    }
}

fn by_version(version: &str) -> Option<&'static str> {
    let lower = version.to_ascii_lowercase();
    let begins = |prefix: &str| lower.starts_with(prefix);
    // `v1.10.1`, with a digit: any other word may begin with a v.
    let numbered =
        |prefix: char| lower.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    match lower.as_str() {
        _ if begins("fooocus") => Some("Fooocus"),
        _ if begins("comfyui") => Some("ComfyUI"),
        _ if begins("neo") => Some("Forge Neo"),
        _ if begins("classic") => Some("Forge Classic"),
        // Forge writes its own version before that of its base: `f2.0.1v1.10.1-...`; reForge counts `f1.0.0v2-v1...`.
        _ if numbered('f') && lower.contains("v2-v") => Some("reForge"),
        _ if numbered('f') => Some("Forge"),
        _ if numbered('v') => Some("AUTOMATIC1111"),
        _ => None,
    }
}

/// The LoRAs of the settings; those that a prompt names with their weight come from the prompt.
pub(super) fn loras(settings: &Settings, prompt: &str) -> Vec<Lora> {
    let mut found = Vec::new();
    if let Some(resources) = settings.get("Civitai resources").and_then(json::parse) {
        found.extend(resources.as_array().into_iter().flatten().filter_map(resource));
    }
    if let Some(weights) = settings.get("Lora weights") {
        found.extend(weights.split(',').filter_map(weighted));
    } else if let Some(hashes) = settings.get("Lora hashes").filter(|_| !prompt.contains("<lora:")) {
        found.extend(hashes.split(',').filter_map(|entry| named(entry.split_once(':')?.0, 1.0)));
    }
    found
}

/// The model that Civitai lists among its resources.
pub(super) fn checkpoint(settings: &Settings) -> Option<String> {
    let resources = settings.get("Civitai resources").and_then(json::parse)?;
    let found = resources.as_array()?.iter().filter_map(Value::as_object);
    let mut models = found.filter(|one| json::text(one, "type").is_some_and(|kind| kind == "checkpoint"));
    json::text(models.next()?, "modelName").map(str::to_owned)
}

fn resource(entry: &Value) -> Option<Lora> {
    let entry = entry.as_object()?;
    let kind = json::text(entry, "type")?;
    let name = json::text(entry, "modelName")?;
    matches!(kind, "lora" | "lycoris" | "locon" | "dora")
        .then(|| named(name, json::number(entry, "weight").unwrap_or(1.0)))?
}

/// `name: weight`.
fn weighted(entry: &str) -> Option<Lora> {
    let (name, weight) = entry.rsplit_once(':')?;
    named(name, weight.trim().parse().ok().filter(|weight: &f64| weight.is_finite())?)
}

fn named(name: &str, weight: f64) -> Option<Lora> {
    let name = name.trim();
    (!name.is_empty()).then(|| Lora { name: name.to_owned(), weight })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_by_their_version() {
        for (line, program) in [
            ("Version: v1.9.4", Some("AUTOMATIC1111")),
            ("Version: f2.0.1v1.10.1-previous-669-gdfdcbab6", Some("Forge")),
            ("Version: f1.0.0v2-v1.10.1RC-latest-2498-g5120e679", Some("reForge")),
            ("Version: neo", Some("Forge Neo")),
            ("Version: classic", Some("Forge Classic")),
            ("App: SD.Next, Version: 56a8aea", Some("SD.Next")),
            ("Version: Fooocus v2.5.5", Some("Fooocus")),
            ("Version: ComfyUI", Some("ComfyUI")),
            ("Civitai resources: []", Some("Civitai")),
            ("Version: vivid", None),
            ("Steps: 20", None),
        ] {
            assert_eq!(software(&Settings::read(line)), program, "{line}");
        }
    }

    #[test]
    fn loras_of_the_settings() {
        let read = |line: &str, prompt: &str| {
            loras(&Settings::read(line), prompt).into_iter().map(|lora| (lora.name, lora.weight)).collect::<Vec<_>>()
        };
        let civitai = "Civitai resources: [{\"type\":\"checkpoint\",\"modelName\":\"M\"},{\"type\":\"lora\",\"weight\":0.7,\
                       \"modelName\":\"Eyes, blue\"},{\"type\":\"lora\"}, 3]";
        assert_eq!(read(civitai, ""), [("Eyes, blue".to_owned(), 0.7)]);
        assert_eq!(checkpoint(&Settings::read(civitai)).as_deref(), Some("M"));
        let fooocus = "Lora hashes: \"a: 12, b: 34\", Lora weights: \"a: 0.5, b: -1\"";
        assert_eq!(read(fooocus, ""), [("a".to_owned(), 0.5), ("b".to_owned(), -1.0)]);
        assert_eq!(read("Lora hashes: \"a: 12\"", ""), [("a".to_owned(), 1.0)]);
        assert_eq!(read("Lora hashes: \"a: 12\"", "x <lora:a:0.3>"), []);
    }
}
