//! From a sampler back to the texts of its conditioning, through every node that only passes conditioning on.

use std::collections::HashSet;

use serde_json::Value;

use super::graph::{Graph, Node, chosen, is_link};
use super::strings::Strings;

/// Nodes between a sampler and its text; also what keeps a chain of nodes off the stack.
const MAX_DEPTH: u32 = 256;

/// Which of the two conditionings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Positive,
    Negative,
}

/// Inputs that carry several things at once, the conditionings among them.
const PIPES: &[&str] =
    &["basic_pipe", "pipe", "detailer_pipe", "sdxl_tuple", "base_ctx", "ctx", "context", "refiner_basic_pipe"];
/// Links that never lead to conditioning.
const OTHERS: &[&str] = &[
    "model",
    "clip",
    "vae",
    "control_net",
    "image",
    "images",
    "pixels",
    "mask",
    "clip_vision",
    "clip_vision_output",
    "style_model",
    "gligen_textbox_model",
    "latent",
    "latent_image",
    "samples",
    "noise",
    "sampler",
    "sigmas",
    "upscale_model",
    "ipadapter",
    "strength",
    "start_percent",
    "end_percent",
];
/// Inputs of text encoders, for one text or several that are encoded together.
const TEXTS: &[&str] = &[
    "text",
    "text_g",
    "clip_g",
    "text_l",
    "clip_l",
    "t5xxl",
    "llama",
    "prompt",
    "string",
    "conditioning_text",
    "prompt_text",
];

impl Side {
    /// The inputs that the conditioning comes in by.
    fn links(self) -> [&'static str; 2] {
        match self {
            Self::Positive => ["positive", "base_positive"],
            Self::Negative => ["negative", "base_negative"],
        }
    }

    /// Inputs of nodes that encode both texts themselves, or send them to a service.
    fn texts(self) -> &'static [&'static str] {
        match self {
            Self::Positive => &["positive", "positive_prompt", "text_positive", "prompt"],
            Self::Negative => &["negative", "negative_prompt", "text_negative"],
        }
    }
}

/// One walk back from one or more samplers.
pub(super) struct Walk<'a> {
    graph: &'a Graph,
    strings: &'a Strings<'a>,
    side: Side,
    seen: HashSet<&'a str>,
    texts: Vec<String>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(graph: &'a Graph, strings: &'a Strings<'a>, side: Side) -> Self {
        Self { graph, strings, side, seen: HashSet::new(), texts: Vec::new() }
    }

    /// Collect the texts that reach a sampler.
    pub(super) fn sampler(&mut self, node: Node<'a>) {
        self.start(node, 0);
    }

    /// The texts in the order in which they were met, none twice; `None` where no encoder was reached.
    pub(super) fn finish(self) -> Option<String> {
        let mut seen = HashSet::new();
        let found = !self.texts.is_empty();
        let mut texts = self.texts;
        texts.retain(|text| !text.is_empty() && seen.insert(text.clone()));
        found.then(|| texts.join(", "))
    }

    /// A node that takes conditioning in: a sampler, a guider, a pipe.
    fn start(&mut self, node: Node<'a>, depth: u32) {
        if depth == MAX_DEPTH || !self.seen.insert(node.id) {
            return;
        }
        if let Some(target) = self.graph.linked_first(node, &self.side.links()) {
            return self.visit(target, depth + 1);
        }
        if let Some(text) = self.both(node) {
            return self.texts.push(text);
        }
        if let Some(guider) = self.graph.linked(node, "guider") {
            return self.start(guider, depth + 1);
        }
        if self.side == Side::Positive {
            for input in ["conditioning", "cond1", "cond2"] {
                if let Some(target) = self.graph.linked(node, input) {
                    self.visit(target, depth + 1);
                }
            }
        }
        if let Some(pipe) = self.graph.linked_first(node, PIPES) {
            self.start(pipe, depth + 1);
        }
    }

    fn visit(&mut self, node: Node<'a>, depth: u32) {
        if depth == MAX_DEPTH || self.seen.contains(node.id) || node.is_a(&["zeroout"]) {
            return;
        }
        if self.side.links().iter().any(|name| node.has_link(name)) && !node.is_a(&["loader"])
            || self.graph.linked_first(node, PIPES).is_some()
        {
            return self.start(node, depth);
        }
        self.seen.insert(node.id);
        if let Some(text) = self.encoded(node) {
            return self.texts.push(text);
        }
        if let Some(value) = chosen(node).filter(|value| is_link(value)) {
            return self.pass(value, depth);
        }
        let first_only = node.is_a(&["any switch"]);
        for (_, value) in node.links().filter(|(name, _)| !OTHERS.contains(name)) {
            self.pass(value, depth);
            if first_only {
                break;
            }
        }
    }

    fn pass(&mut self, value: &Value, depth: u32) {
        if let Some((target, _)) = self.graph.follow(value) {
            self.visit(target, depth + 1);
        }
    }

    /// The text of an encoder; parts that are encoded together stand once each.
    fn encoded(&self, node: Node<'a>) -> Option<String> {
        encoded(self.strings, node).or_else(|| self.both(node))
    }

    /// The text of a node that encodes both.
    fn both(&self, node: Node<'a>) -> Option<String> {
        self.side.texts().iter().find_map(|name| {
            let value = node.inputs.get(*name)?;
            // A link of that name is conditioning, unless a loader takes its texts from elsewhere.
            let text = value.is_string() || node.is_a(&["loader"]) || name.contains("prompt");
            text.then(|| self.strings.of(value))?.map(|text| text.trim().to_owned())
        })
    }
}

/// The text of a node that encodes one.
pub(super) fn encoded(strings: &Strings<'_>, node: Node<'_>) -> Option<String> {
    if let Some(text) = node.inputs.get("populated_text").and_then(|value| strings.of(value)) {
        return Some(text.trim().to_owned());
    }
    let found = TEXTS.iter().filter_map(|name| strings.of(node.inputs.get(*name)?));
    let mut parts: Vec<String> = Vec::new();
    let mut any = false;
    for text in found {
        any = true;
        let text = text.trim();
        if !text.is_empty() && !parts.iter().any(|known| known == text) {
            parts.push(text.to_owned());
        }
    }
    any.then(|| parts.join(", "))
}
