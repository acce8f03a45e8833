//! Settings that stand in a JSON object under the generator's own names.

use super::json::{self, Object};
use super::{Generator, Lora};

/// The names of the settings; an empty one is not looked up.
pub(super) struct Keys {
    pub(super) prompt: &'static str,
    pub(super) negative: &'static str,
    pub(super) seed: &'static str,
    pub(super) steps: &'static str,
    pub(super) sampler: &'static str,
    pub(super) cfg: &'static str,
    pub(super) model: &'static str,
    pub(super) width: &'static str,
    pub(super) height: &'static str,
}

impl Keys {
    /// Copy what is there into a record; what the record already says stays.
    pub(super) fn fill(&self, object: &Object, found: &mut Generator) {
        let text = |key| json::text(object, key).map(|text| text.trim().to_owned());
        let filled = |key| text(key).filter(|text| !text.is_empty());
        found.prompt = found.prompt.take().or_else(|| text(self.prompt));
        found.negative = found.negative.take().or_else(|| filled(self.negative));
        found.seed = found.seed.or_else(|| json::whole(object, self.seed));
        found.steps = found.steps.or_else(|| json::small(object, self.steps));
        found.sampler = found.sampler.take().or_else(|| filled(self.sampler));
        found.cfg = found.cfg.or_else(|| json::number(object, self.cfg));
        found.model = found.model.take().or_else(|| filled(self.model));
        let side = |key| json::small(object, key);
        found.size = found.size.or_else(|| Some([side(self.width)?, side(self.height)?]));
    }
}

/// A LoRA with a name.
pub(super) fn lora(name: &str, weight: Option<f64>) -> Option<Lora> {
    let name = name.trim();
    (!name.is_empty()).then(|| Lora { name: name.to_owned(), weight: weight.unwrap_or(1.0) })
}
