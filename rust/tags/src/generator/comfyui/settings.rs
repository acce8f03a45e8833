//! Seed, steps, model and the like: of the sampler, or of the nodes that are linked to it.

use std::collections::HashSet;

use serde_json::Value;

use super::graph::{Graph, Node};
use super::strings::Strings;
use crate::generator::keys::lora;
use crate::generator::{Generator, Lora, a1111, json};

const MAX_DEPTH: u32 = 32;
/// Nodes of the model's chain: a LoRA each.
const MAX_CHAIN: usize = 256;
/// Inputs that hold a model's file.
const MODELS: &[&str] = &["ckpt_name", "unet_name", "model_name", "base_ckpt_name", "checkpoint", "gguf_name"];
/// Inputs that a number node holds its number in.
const NUMBERS: &[&str] =
    &["value", "seed", "noise_seed", "int", "float", "number", "Number", "Value", "Int", "steps", "cfg"];

/// Reads settings of one graph.
pub(super) struct Settings<'a> {
    pub(super) graph: &'a Graph,
    pub(super) strings: &'a Strings<'a>,
}

impl<'a> Settings<'a> {
    /// What a sampler says, into a record.
    pub(super) fn fill(&self, sampler: Node<'a>, found: &mut Generator) {
        let graph = self.graph;
        let guider = graph.linked(sampler, "guider");
        let nodes = |input| [Some(sampler), graph.linked(sampler, input), guider];
        let number = |input, names: &[&str]| self.first(&nodes(input), names);
        found.seed = number("noise", &["seed", "noise_seed"]).and_then(|value| json::as_whole(&value));
        found.steps = number("sigmas", &["steps"]).and_then(|value| json::as_whole(&value)?.try_into().ok());
        found.cfg = number("guider", &["cfg"]).and_then(|value| json::as_number(&value));
        found.sampler = [Some(sampler), graph.linked(sampler, "sampler")]
            .into_iter()
            .flatten()
            .find_map(|node| self.strings.of(node.inputs.get("sampler_name")?));
        found.size = self.size(sampler);
        let chain = self.models(sampler, guider);
        found.model = chain.iter().find_map(|node| self.model_name(*node));
        // The chain runs from the sampler to the checkpoint; people list LoRAs the other way.
        found.loras = chain.iter().rev().flat_map(|node| self.loras(*node)).collect();
    }

    /// The number under the first name that one of the nodes has.
    fn first(&self, nodes: &[Option<Node<'a>>], names: &[&str]) -> Option<Value> {
        let mut inputs = nodes.iter().flatten().flat_map(|node| names.iter().filter_map(|name| node.inputs.get(*name)));
        inputs.find_map(|value| self.number(value, 0))
    }

    /// A number, also behind links.
    fn number(&self, value: &Value, depth: u32) -> Option<Value> {
        if json::as_number(value).is_some() {
            return Some(value.clone());
        }
        let (node, _) = self.graph.follow(value).filter(|_| depth < MAX_DEPTH)?;
        let held = NUMBERS.iter().find_map(|name| self.number(node.inputs.get(*name)?, depth + 1));
        held.or_else(|| node.links().find_map(|(_, value)| self.number(value, depth + 1)))
    }

    /// Width and height of the empty latent that a sampler began with.
    fn size(&self, sampler: Node<'a>) -> Option<[u32; 2]> {
        let mut node = sampler;
        for _ in 0..MAX_DEPTH {
            let side = |names: [&str; 2]| {
                let value = names.iter().find_map(|name| self.number(node.inputs.get(*name)?, 0))?;
                u32::try_from(json::as_whole(&value)?).ok().filter(|&side| side > 0)
            };
            let width = side(["width", "empty_latent_width"]);
            let size = width.zip(side(["height", "empty_latent_height"]));
            if let Some(size) = size.filter(|_| node.id != sampler.id) {
                return Some(size.into());
            }
            if let Some(size) = node.inputs.get("dimensions").and_then(Value::as_str).and_then(dimensions) {
                return Some(size);
            }
            node = self.graph.linked_first(
                node,
                &["latent_image", "latent", "samples", "optional_latent", "pixels", "image", "pipe"],
            )?;
        }
        None
    }

    /// The nodes from the sampler to the model's file.
    fn models(&self, sampler: Node<'a>, guider: Option<Node<'a>>) -> Vec<Node<'a>> {
        let mut seen = HashSet::from([sampler.id]);
        let mut chain = Vec::new();
        let mut next = Some(sampler);
        while let Some(node) = next.filter(|_| chain.len() < MAX_CHAIN) {
            let links =
                ["model", "basic_pipe", "pipe", "sdxl_tuple", "ckpt", "model1", "base_model", "ctx", "base_ctx", ""];
            let onward = self.graph.linked_first(node, &links);
            let onward = onward.or_else(|| guider.filter(|_| node.id == sampler.id));
            next = onward.filter(|target| seen.insert(target.id));
            chain.extend(next);
            if next.is_some_and(|target| self.model_name(target).is_some()) {
                break;
            }
        }
        // LoRAs in a stack hang beside the chain, and stacks behind each other.
        let mut at = 0;
        while let Some(node) = chain.get(at).filter(|_| chain.len() < 2 * MAX_CHAIN) {
            chain.extend(self.graph.linked(*node, "lora_stack").filter(|target| seen.insert(target.id)));
            at += 1;
        }
        chain
    }

    fn model_name(&self, node: Node<'a>) -> Option<String> {
        let name = |key: &&str| self.strings.of(node.inputs.get(*key)?);
        MODELS.iter().find_map(name).filter(|name| !name.trim().is_empty() && name != "None")
    }

    /// The LoRAs that a node adds.
    fn loras(&self, node: Node<'a>) -> Vec<Lora> {
        let number = |name: &str| json::as_number(&self.number(node.inputs.get(name)?, 0)?);
        let entry = |(name, value): (&String, &Value)| {
            let rest = name.strip_prefix("lora")?;
            if let Some(switched) = value.as_object() {
                // rgthree: `{"on": true, "lora": ..., "strength": ...}`.
                let on = switched.get("on").and_then(Value::as_bool).unwrap_or(true);
                return lora(json::text(switched, "lora")?, json::number(switched, "strength")).filter(|_| on);
            }
            let file = value.as_str().filter(|file| !matches!(*file, "None" | ""))?;
            let tail = rest.trim_start_matches("_name");
            if node.inputs.get(&format!("switch{tail}")).is_some_and(|switch| switch == "Off") {
                return None;
            }
            let number_of = |stems: &[&str], tail: &str| stems.iter().find_map(|stem| number(&format!("{stem}{tail}")));
            let weight = match rest.strip_prefix("_name") {
                Some("") => number("strength_model").or_else(|| number("lora_model_strength")),
                Some(tail) => number_of(&["lora_wt", "model_str", "model_weight", "strength"], tail),
                None => number_of(&["strength", "model_weight"], rest),
            };
            lora(file, weight)
        };
        node.inputs.iter().filter_map(entry).chain(listed(node)).collect()
    }
}

/// LoRAs in a list of the node's own: `loras: {"__value__": [{"name", "strength", "active"}]}`.
fn listed(node: Node<'_>) -> Vec<Lora> {
    let list = node.inputs.get("loras").map(|value| value.get("__value__").unwrap_or(value));
    let entries = list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let active = entries.filter(|entry| entry.get("active").is_none_or(|active| active != false));
    active.filter_map(|entry| lora(json::text(entry, "name")?, json::number(entry, "strength"))).collect()
}

/// `1216 x 832   (landscape)`.
fn dimensions(text: &str) -> Option<[u32; 2]> {
    a1111::dimensions(text.split('(').next()?)
}
