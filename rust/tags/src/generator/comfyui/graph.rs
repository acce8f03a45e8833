//! The graph of an API prompt: `{node id: {class_type, inputs, _meta}}`, links are `[node id, output index]`.

use std::cell::Cell;

use serde_json::Value;

use crate::generator::json::{self, Object};

/// Links that are followed for one graph, all walks together: real graphs need some thousand.
const MAX_STEPS: u32 = 1 << 18;

/// A graph and the nodes in the order of their ids.
pub(super) struct Graph {
    members: Object,
    order: Vec<String>,
    steps: Cell<u32>,
}

/// One node.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    pub(super) id: &'a str,
    pub(super) class: &'a str,
    pub(super) inputs: &'a Object,
    pub(super) title: &'a str,
}

impl Graph {
    /// The graph that an object is; `None` where no member is a node.
    pub(super) fn read(members: Object) -> Option<Self> {
        let mut order: Vec<String> = members.keys().filter(|id| node(&members, id).is_some()).cloned().collect();
        // Ids count up as nodes are added; as texts 10 would come before 9.
        order.sort_by_cached_key(|id| {
            (id.split(':').next().and_then(|n| n.parse().ok()).unwrap_or(u64::MAX), id.clone())
        });
        (!order.is_empty()).then(|| Self { members, order, steps: Cell::new(MAX_STEPS) })
    }

    /// Every node, in the order of ids.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        self.order.iter().filter_map(|id| node(&self.members, id))
    }

    /// A member that is no node.
    pub(super) fn extra(&self, name: &str) -> Option<&Value> {
        self.members.get(name).filter(|_| node(&self.members, name).is_none())
    }

    /// The node at the other end of a link and the index of its output.
    pub(super) fn follow<'a>(&'a self, value: &Value) -> Option<(Node<'a>, u64)> {
        let (id, slot) = parts(value)?;
        self.steps.set(self.steps.get().checked_sub(1)?);
        let target = match id {
            Value::String(id) => node(&self.members, id),
            number => node(&self.members, &number.to_string()),
        };
        Some((target?, slot))
    }

    /// The node that an input is linked to.
    pub(super) fn linked<'a>(&'a self, node: Node<'_>, input: &str) -> Option<Node<'a>> {
        self.follow(node.inputs.get(input)?).map(|(target, _)| target)
    }

    /// The first of several inputs that is linked.
    pub(super) fn linked_first<'a>(&'a self, node: Node<'_>, inputs: &[&str]) -> Option<Node<'a>> {
        inputs.iter().find_map(|input| self.linked(node, input))
    }
}

impl<'a> Node<'a> {
    /// The inputs that are links, by name.
    pub(super) fn links(self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.inputs.iter().filter(|(_, value)| is_link(value)).map(|(name, value)| (name.as_str(), value))
    }

    pub(super) fn has(self, input: &str) -> bool {
        self.inputs.contains_key(input)
    }

    pub(super) fn has_link(self, input: &str) -> bool {
        self.inputs.get(input).is_some_and(is_link)
    }

    /// Whether the class is named so, without regard to case.
    pub(super) fn is_a(self, words: &[&str]) -> bool {
        let class = self.class.to_lowercase();
        words.iter().any(|word| class.contains(word))
    }
}

/// The inputs that a switch passes on: the chosen one where the choice is written into the node.
pub(super) fn chosen(node: Node<'_>) -> Option<&Value> {
    let number = ["select", "index", "Input", "input"].iter().find_map(|name| node.inputs.get(*name)?.as_u64());
    if let Some(number) = number {
        let stems = ["input", "input_", "any_", "any_0", "conditioning", "conditioning_", "text", "text_", "value"];
        return stems.iter().find_map(|stem| node.inputs.get(&format!("{stem}{number}")));
    }
    let on = ["boolean", "switch", "boolean_value", "condition"]
        .iter()
        .find_map(|name| node.inputs.get(*name)?.as_bool())?;
    ["on_true", "on_false", "if_true", "if_false"]
        .iter()
        .find_map(|name| (name.ends_with("true") == on).then(|| node.inputs.get(*name))?)
}

/// Whether a value is a link.
pub(super) fn is_link(value: &Value) -> bool {
    parts(value).is_some()
}

fn parts(value: &Value) -> Option<(&Value, u64)> {
    match value.as_array()?.as_slice() {
        [id @ (Value::String(_) | Value::Number(_)), slot] => Some((id, slot.as_u64()?)),
        _ => None,
    }
}

fn node<'a>(members: &'a Object, id: &str) -> Option<Node<'a>> {
    let (id, value) = members.get_key_value(id)?;
    let body = value.as_object()?;
    let title = json::inner(body, "_meta").and_then(|meta| json::text(meta, "title")).unwrap_or("");
    Some(Node { id, class: json::text(body, "class_type")?, inputs: json::inner(body, "inputs")?, title })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(text: &str) -> Option<Graph> {
        Graph::read(json::object(text).expect("an object"))
    }

    #[test]
    fn ids_count_and_other_members_are_no_nodes() {
        let text = r#"{"10": {"class_type": "B", "inputs": {"a": ["9", 1], "b": [9, 0], "c": ["8", 0], "d": [1, 2, 3]}},
            "9": {"class_type": "A", "inputs": {}}, "x:2": {"class_type": "C", "inputs": {}}, "extra": {"airs": []},
            "8": {"class_type": 5, "inputs": {}}, "7": 3}"#;
        let graph = graph(text).expect("a graph");
        assert_eq!(graph.nodes().map(|node| node.id).collect::<Vec<_>>(), ["9", "10", "x:2"]);
        let last = graph.nodes().nth(1).expect("the second");
        assert_eq!(last.links().count(), 3);
        assert_eq!(["a", "b", "c", "d"].map(|name| graph.linked(last, name).is_some()), [true, true, false, false]);
        assert!(graph.extra("extra").is_some() && graph.extra("9").is_none());
    }

    #[test]
    fn an_object_without_nodes_is_no_graph() {
        for text in ["{}", r#"{"a": {"class_type": "A"}}"#, r#"{"nodes": [], "links": []}"#] {
            assert!(graph(text).is_none(), "{text}");
        }
    }
}
