//! Where links lead nowhere: titles that people gave to nodes, and after those the bare texts.

use super::graph::{Graph, Node};
use super::strings::Strings;
use super::walk::{Side, encoded};

/// More texts are not taken together.
const MAX_TEXTS: usize = 64;

/// The word in the languages of ComfyUI's users.
const POSITIVE: &[&str] = &["positive", "긍정", "正面", "正向", "ポジティブ"];
const NEGATIVE: &[&str] = &["negative", "부정", "负面", "負面", "反向", "ネガティブ"];

/// The prompt and the negative prompt by titles; a negative alone says nothing.
pub(super) fn by_titles(graph: &Graph, strings: &Strings<'_>) -> Option<(String, Option<String>)> {
    let texts = |side| {
        let titled = graph.nodes().filter(|node| side_of(*node) == Some(side));
        joined(titled.filter_map(|node| text(strings, node)))
    };
    Some((texts(Side::Positive)?, texts(Side::Negative)))
}

/// The texts of all encoders, else of all nodes that are about prompts; nobody knows which is negative.
pub(super) fn all_texts(graph: &Graph, strings: &Strings<'_>) -> Option<String> {
    let of = |wanted: fn(Node<'_>) -> bool| {
        joined(graph.nodes().filter(|node| wanted(*node)).filter_map(|node| text(strings, node)))
    };
    of(|node| node.has_link("clip") || node.is_a(&["textencode"])).or_else(|| of(|node| node.is_a(&["prompt"])))
}

fn side_of(node: Node<'_>) -> Option<Side> {
    let title = node.title.to_lowercase();
    let named = |words: &[&str]| words.iter().any(|word| title.contains(word)) || node.is_a(words);
    match (named(POSITIVE), named(NEGATIVE)) {
        (true, false) => Some(Side::Positive),
        (false, true) => Some(Side::Negative),
        _ => None,
    }
}

fn text(strings: &Strings<'_>, node: Node<'_>) -> Option<String> {
    let held = || {
        ["value", "positive", "negative"].iter().find_map(|name| {
            node.inputs.get(*name).filter(|value| value.is_string()).and_then(|value| strings.of(value))
        })
    };
    encoded(strings, node).or_else(held).map(|text| text.trim().to_owned())
}

fn joined(texts: impl Iterator<Item = String>) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()).take(MAX_TEXTS) {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    (!found.is_empty()).then(|| found.join(", "))
}
