//! Which samplers made the saved picture, and which of them says how.

use std::collections::{HashSet, VecDeque};

use super::graph::{Graph, Node};

/// More are not looked at; real graphs have a handful.
const MAX_OUTPUTS: usize = 64;
const MAX_SAMPLERS: usize = 64;

/// Links that lead away from the picture.
const ASIDE: &[&str] = &[
    "model",
    "clip",
    "vae",
    "positive",
    "negative",
    "guider",
    "noise",
    "sampler",
    "sigmas",
    "control_net",
    "upscale_model",
    "mask",
    "basic_pipe",
    "pipe",
];

/// The samplers of the picture.
pub(super) struct Samplers<'a> {
    /// All that took part, in the order of their ids.
    pub(super) all: Vec<Node<'a>>,
    /// The one whose settings count: the base of a chain of passes. Where several pictures were composed there is
    /// no single base, and the last pass over the whole counts.
    pub(super) main: Option<Node<'a>>,
}

/// Find them from the nodes that save: the picture of the longest chain is the finished one.
pub(super) fn find(graph: &Graph) -> Samplers<'_> {
    let outputs = graph.nodes().filter(is_output).take(MAX_OUTPUTS);
    let saves = |node: &Node<'_>| !node.is_a(&["preview"]);
    let chains = outputs.map(|node| (saves(&node), behind(graph, node)));
    // The first of equals: `max_by_key` takes the last.
    let chains: Vec<_> = chains.collect();
    let best = chains.iter().rev().max_by_key(|(saved, chain)| (chain.len(), *saved));
    let chain = best.map(|(_, chain)| chain.clone()).filter(|chain| !chain.is_empty());
    let chain = chain.unwrap_or_else(|| graph.nodes().filter(|node| is_sampler(*node)).take(MAX_SAMPLERS).collect());
    let bases: Vec<_> = chain.iter().filter(|node| behind(graph, **node).is_empty()).collect();
    let main = if let [base] = bases[..] { Some(*base) } else { chain.first().copied() };
    let places: HashSet<&str> = chain.iter().map(|node| node.id).collect();
    let all = graph.nodes().filter(|node| places.contains(node.id)).collect();
    Samplers { all, main }
}

/// A node that takes noise away: it has a seed or noise of its own, and conditioning.
pub(super) fn is_sampler(node: Node<'_>) -> bool {
    let noise = ["seed", "noise_seed", "noise", "sigmas"].iter().any(|name| node.has(name));
    let inputs = ["positive", "negative", "guider", "basic_pipe", "pipe", "sdxl_tuple", "detailer_pipe"];
    noise && inputs.iter().any(|name| node.has_link(name))
}

/// A node that asks a service for the picture, prompt in hand.
fn is_service(node: Node<'_>) -> bool {
    let settings = ["seed", "aspect_ratio", "size", "width", "resolution", "style_preset"];
    node.has("prompt") && !node.has_link("clip") && settings.iter().any(|name| node.has(name))
}

fn is_output(node: &Node<'_>) -> bool {
    let picture = ["images", "image"].iter().any(|name| node.has_link(name));
    picture && node.is_a(&["save", "preview", "output", "websocket"])
}

/// The samplers that a node's picture went through, the nearest first; the node itself is none of them.
fn behind<'a>(graph: &'a Graph, start: Node<'a>) -> Vec<Node<'a>> {
    let mut seen = HashSet::from([start.id]);
    let mut queue = VecDeque::from([start]);
    let mut found = Vec::new();
    while let Some(node) = queue.pop_front() {
        if node.id != start.id && (is_sampler(node) || is_service(node)) {
            found.push(node);
            if found.len() == MAX_SAMPLERS {
                break;
            }
        }
        for (_, value) in node.links().filter(|(name, _)| !ASIDE.contains(name)) {
            if let Some((target, _)) = graph.follow(value)
                && seen.insert(target.id)
            {
                queue.push_back(target);
            }
        }
    }
    found
}
