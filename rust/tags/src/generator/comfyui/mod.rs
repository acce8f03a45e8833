//! ComfyUI: a graph of nodes instead of a prompt.
//!
//! The graph is walked from the saved picture to its samplers and from these to the texts; where that leads nowhere,
//! titles of nodes decide, and then the bare texts stand for the prompt. `how` says which step won; it is absent
//! where the record states the prompt itself. Several passes give one prompt: every text that took part, once.

mod graph;
mod samplers;
mod settings;
mod strings;
mod titles;
mod walk;

use graph::Graph;
use strings::Strings;
use walk::{Side, Walk};

use super::json::{self, Object};
use super::keys::Keys;
use super::{Generator, How, Place, Texts, a1111};
use crate::grammar::Dialect;

const NAME: &str = "ComfyUI";
/// EXIF tags and comments that nodes for saving write into, with or without a word before the JSON.
const PLACES: &[&str] = &[
    "UserComment",
    "IFD0:UserComment",
    "Make",
    "Model",
    "ImageDescription",
    "XPComment",
    "XPKeywords",
    "XPSubject",
    "comment",
];

/// What Civitai's generator states beside the graph.
const CIVITAI: Keys = Keys {
    prompt: "prompt",
    negative: "negativePrompt",
    seed: "seed",
    steps: "steps",
    sampler: "sampler",
    cfg: "cfgScale",
    model: "",
    width: "width",
    height: "height",
};

/// Read the texts of one place.
pub(crate) fn read(texts: &Texts<'_>) -> Option<Generator> {
    let records = Records::find(texts);
    if records.graph.is_none() && !records.workflow {
        return None;
    }
    let mut found = Generator::new(NAME, Dialect::A1111);
    found.software = Some(NAME.to_owned());
    if let Some(members) = records.graph {
        fill(members, &mut found);
    }
    for (name, text) in records.raw {
        found.keep(name, text);
    }
    // Some nodes for saving write the finished prompt too, with wildcards resolved: nothing is surer.
    if let Some(stated) = a1111::read(texts).filter(|stated| stated.steps.or(stated.seed.map(|_| 0)).is_some()) {
        state(stated, &mut found);
    }
    Some(found)
}

/// The JSON records of one place.
#[derive(Default)]
struct Records<'a> {
    graph: Option<Object>,
    workflow: bool,
    raw: Vec<(&'a str, &'a str)>,
}

impl<'a> Records<'a> {
    fn find(texts: &Texts<'a>) -> Self {
        let mut found = Self::default();
        let names = if texts.place == Place::PngText { &["prompt", "workflow"] } else { PLACES };
        for (name, text) in texts.iter().filter(|(name, _)| names.contains(name)) {
            found.look(name, text);
        }
        found
    }

    /// See what a text holds: a graph, the state of the editor, or both as members of one object.
    fn look(&mut self, name: &'a str, text: &'a str) {
        // The state of the editor is large, and says nothing that the graph does not say better.
        if self.graph.is_some() && is_state(text) {
            self.workflow = true;
            return self.raw.push((name, text));
        }
        let Some(mut object) = json::object(behind_word(text)) else { return };
        let both = object.get("prompt").and_then(inner).or_else(|| object.get("Prompt").and_then(inner));
        let workflow = object.contains_key("workflow") || is_workflow(&object);
        let graph = both.filter(is_graph).or_else(|| is_graph(&object).then(|| std::mem::take(&mut object)));
        if graph.is_some() || (workflow && name != "prompt") {
            self.raw.push((name, text));
            self.workflow |= workflow;
            self.graph = self.graph.take().or(graph);
        }
    }
}

fn is_state(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(4096)];
    let word = text.get(..9).is_some_and(|word| word.eq_ignore_ascii_case("workflow:"));
    word || head.windows(14).any(|part| part == b"\"last_node_id\"")
}

/// The JSON behind `Prompt:` or `workflow:`.
fn behind_word(text: &str) -> &str {
    let word =
        text.split_once(':').filter(|(word, _)| matches!(word.to_ascii_lowercase().as_str(), "prompt" | "workflow"));
    word.map_or(text, |(_, rest)| rest)
}

/// An object, or one that is written as text.
fn inner(value: &serde_json::Value) -> Option<Object> {
    value.as_object().cloned().or_else(|| json::object(value.as_str()?))
}

fn is_graph(object: &Object) -> bool {
    object
        .values()
        .any(|node| node.as_object().is_some_and(|node| node.contains_key("class_type") && node.contains_key("inputs")))
}

fn is_workflow(object: &Object) -> bool {
    ["nodes", "links"].iter().all(|key| object.get(*key).is_some_and(serde_json::Value::is_array))
}

/// Everything that a graph says.
fn fill(members: Object, found: &mut Generator) {
    let Some(graph) = Graph::read(members) else { return };
    let strings = Strings::new(&graph);
    let samplers = samplers::find(&graph);
    let texts = |side| {
        let mut walk = Walk::new(&graph, &strings, side);
        samplers.all.iter().for_each(|node| walk.sampler(*node));
        walk.finish()
    };
    found.prompt = texts(Side::Positive);
    found.negative = texts(Side::Negative).filter(|text| !text.is_empty());
    found.how = found.prompt.is_some().then_some(How::Graph);
    if let Some(sampler) = samplers.main {
        settings::Settings { graph: &graph, strings: &strings }.fill(sampler, found);
    }
    civitai(&graph, found);
    if found.prompt.is_none() {
        guess(&graph, &strings, found);
    }
}

/// What Civitai adds to the graphs that it runs.
fn civitai(graph: &Graph, found: &mut Generator) {
    let stated = graph.extra("extraMetadata").and_then(inner);
    if stated.is_none() && graph.extra("extra").is_none_or(|extra| extra.get("airs").is_none()) {
        return;
    }
    found.software = Some("Civitai".to_owned());
    if let Some(stated) = stated {
        CIVITAI.fill(&stated, found);
    }
}

/// Titles, then bare texts.
fn guess(graph: &Graph, strings: &Strings<'_>, found: &mut Generator) {
    if let Some((prompt, negative)) = titles::by_titles(graph, strings) {
        (found.prompt, found.how) = (Some(prompt), Some(How::Titles));
        found.negative = found.negative.take().or(negative);
    } else if let Some(prompt) = titles::all_texts(graph, strings) {
        (found.prompt, found.how) = (Some(prompt), Some(How::Raw));
    }
}

/// A record that states the prompt wins over what the graph suggests.
fn state(stated: Generator, found: &mut Generator) {
    found.how = None;
    found.prompt = stated.prompt;
    found.negative = stated.negative;
    found.seed = stated.seed.or(found.seed);
    found.steps = stated.steps.or(found.steps);
    found.cfg = stated.cfg.or(found.cfg);
    found.sampler = stated.sampler.or(found.sampler.take());
    found.model = stated.model.or(found.model.take());
    found.size = stated.size.or(found.size);
    found.version = stated.version;
    if found.loras.is_empty() {
        found.loras = stated.loras;
    }
    found.raw.extend(stated.raw);
}

#[cfg(test)]
mod tests;
