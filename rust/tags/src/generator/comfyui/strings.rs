//! Texts in a graph: written into a node, or linked from nodes that hold, join, replace or pass on strings.

use std::cell::Cell;

use serde_json::Value;

use super::graph::{Graph, Node, chosen};

/// Nodes between a text and where it is used; real graphs have three or four.
const MAX_DEPTH: u32 = 32;
/// All texts of one graph together: a chain of joins doubles its text at every step.
const MAX_BYTES: usize = 4 << 20;
/// What following a link takes of it.
const LINK_COST: usize = 64;

/// Inputs that hold the text of a string node, the surest first: what a wildcard became, then what was typed.
const HOLDERS: &[&str] = &[
    "populated_text",
    "text",
    "string",
    "value",
    "prompt",
    "Text",
    "String",
    "STRING",
    "str",
    "multi_line_prompt",
    "wildcard_text",
    "text_positive",
    "positive",
    "positive_prompt",
    "negative",
    "negative_prompt",
    "text_0",
];
/// The same where a node gives the negative text at its second output.
const NEGATIVE_HOLDERS: &[&str] = &["text_negative", "negative", "negative_prompt"];
/// Inputs of nodes that join: these names with a letter or a number behind them.
const PIECES: &[&str] = &["text", "string", "str", "prompt", "input", "value"];

/// Resolves texts within a budget.
pub(super) struct Strings<'a> {
    graph: &'a Graph,
    left: Cell<usize>,
}

impl<'a> Strings<'a> {
    pub(super) fn new(graph: &'a Graph) -> Self {
        Self { graph, left: Cell::new(MAX_BYTES) }
    }

    /// The text that an input holds or is linked to.
    pub(super) fn of(&self, value: &Value) -> Option<String> {
        self.value(value, 0)
    }

    fn value(&self, value: &Value, depth: u32) -> Option<String> {
        if let Some(text) = value.as_str() {
            return self.afford(text.to_owned());
        }
        if depth == MAX_DEPTH {
            return None;
        }
        let (node, slot) = self.graph.follow(value)?;
        self.left.set(self.left.get().checked_sub(LINK_COST)?);
        self.node(node, slot, depth + 1)
    }

    fn node(&self, node: Node<'_>, slot: u64, depth: u32) -> Option<String> {
        let at = |name: &&str| self.value(node.inputs.get(*name)?, depth);
        if let Some(value) = chosen(node) {
            return self.value(value, depth);
        }
        if let Some(text) = self.replaced(node, depth).or_else(|| self.joined(node, depth)) {
            return Some(text);
        }
        let negative = (slot == 1).then(|| NEGATIVE_HOLDERS.iter().find_map(at)).flatten();
        let held = negative.or_else(|| HOLDERS.iter().find_map(at));
        // Reroutes, switches and the like: whatever gives a text.
        held.or_else(|| node.links().find_map(|(_, value)| self.value(value, depth)))
    }

    /// `find` and `replace` in a text.
    fn replaced(&self, node: Node<'_>, depth: u32) -> Option<String> {
        let at = |name: &str| self.value(node.inputs.get(name)?, depth);
        if !node.is_a(&["replace"]) {
            return None;
        }
        let (text, find) = (at("string").or_else(|| at("text"))?, at("find")?);
        let with = at("replace").unwrap_or_default();
        // An empty pattern would put the replacement between all letters.
        self.afford(if find.is_empty() { text } else { text.replace(&find, &with) })
    }

    /// Two or more pieces with what stands between them.
    fn joined(&self, node: Node<'_>, depth: u32) -> Option<String> {
        let named = |name: &str| PIECES.iter().any(|stem| name.strip_prefix(stem).is_some_and(is_suffix));
        let pieces: Vec<_> = node.inputs.iter().filter(|(name, _)| named(name)).map(|(_, value)| value).collect();
        let joins = node.is_a(&["concat", "join", "combine", "append", "merge"]);
        if pieces.len() < 2 && !joins {
            return None;
        }
        let found: Vec<String> = pieces.into_iter().filter_map(|value| self.value(value, depth)).collect();
        let between = ["delimiter", "separator", "linebreak_addition"].iter().find_map(|name| {
            let text = node.inputs.get(*name)?.as_str()?;
            Some(text.replace("\\n", "\n"))
        });
        let (between, used) = (between.unwrap_or_default(), found.iter().filter(|text| !text.is_empty()));
        let text = used.map(String::as_str).collect::<Vec<_>>().join(&between);
        (!found.is_empty()).then(|| self.afford(text)).flatten()
    }

    fn afford(&self, text: String) -> Option<String> {
        self.left.set(self.left.get().checked_sub(text.len() + 1)?);
        Some(text)
    }
}

/// `_a`, `2`, `_03`: what tells the pieces of one node apart.
fn is_suffix(text: &str) -> bool {
    let text = text.trim_start_matches(['_', ' ']);
    let letter = text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    letter || (!text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generator::json;

    /// The text at node 1.
    fn at(nodes: &str) -> Option<String> {
        let graph = Graph::read(json::object(nodes).expect("an object")).expect("a graph");
        Strings::new(&graph).of(&serde_json::json!(["1", 0]))
    }

    #[test]
    fn holders_joins_and_replacements() {
        for (nodes, text) in [
            (r#"{"1": {"class_type": "PrimitiveString", "inputs": {"value": "a"}}}"#, "a"),
            (r#"{"1": {"class_type": "Wild", "inputs": {"wildcard_text": "__x__", "populated_text": "cat"}}}"#, "cat"),
            (
                r#"{"1": {"class_type": "StringConcatenate", "inputs": {"string_a": "a", "string_b": ["2", 0],
                   "delimiter": ", "}}, "2": {"class_type": "Reroute", "inputs": {"": ["3", 0]}},
                   "3": {"class_type": "Text Multiline", "inputs": {"text": "한글"}}}"#,
                "a, 한글",
            ),
            (
                r#"{"1": {"class_type": "JoinStrings", "inputs": {"string1": "a", "string2": "b", "delimiter": "\\n"}}}"#,
                "a\nb",
            ),
            (
                r#"{"1": {"class_type": "StringReplace", "inputs": {"string": "a dog", "find": "dog", "replace": "cat"}}}"#,
                "a cat",
            ),
            (
                r#"{"1": {"class_type": "ShowText|pysssss", "inputs": {"text": ["2", 0], "text_0": "old"}},
                   "2": {"class_type": "CR Prompt Text", "inputs": {"prompt": "new"}}}"#,
                "new",
            ),
        ] {
            assert_eq!(at(nodes).as_deref(), Some(text), "{nodes}");
        }
    }

    #[test]
    fn a_styler_gives_the_negative_second() {
        let text =
            r#"{"1": {"class_type": "SDXLPromptStyler", "inputs": {"text_positive": "p", "text_negative": "n"}}}"#;
        let graph = Graph::read(json::object(text).expect("an object")).expect("a graph");
        let strings = Strings::new(&graph);
        let at = |slot: u64| strings.of(&serde_json::json!(["1", slot])).unwrap_or_default();
        assert_eq!((at(0), at(1)), ("p".to_owned(), "n".to_owned()));
    }

    #[test]
    fn cycles_and_doubling_end() {
        assert_eq!(at(r#"{"1": {"class_type": "A", "inputs": {"text": ["1", 0]}}}"#), None);
        assert_eq!(
            at(r#"{"1": {"class_type": "A", "inputs": {"a": ["2", 0], "b": ["2", 0], "c": ["1", 0]}},
            "2": {"class_type": "A", "inputs": {"a": ["1", 0], "b": ["1", 0]}}}"#),
            None
        );
        let mut nodes = serde_json::Map::new();
        for id in 1..40 {
            let next = serde_json::json!([(id + 1).to_string(), 0]);
            let inputs = serde_json::json!({"text_a": next, "text_b": next});
            nodes.insert(id.to_string(), serde_json::json!({"class_type": "Concat", "inputs": inputs}));
        }
        nodes.insert("31".into(), serde_json::json!({"class_type": "S", "inputs": {"text": "boom"}}));
        let text = Value::Object(nodes).to_string();
        assert!(at(&text).is_none_or(|text| text.len() <= MAX_BYTES));
    }
}
