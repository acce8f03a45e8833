use std::collections::HashSet;

use super::Layer;
use super::kind::LayerKind;
use super::record::{Divider, Record};
use crate::warnings::Warnings;

/// Photoshop allows ten levels; more than this is a hostile file.
const DEEPEST: usize = 128;

/// Turn records (bottom to top, a group's own record above its members) into layers with each group first.
pub(crate) fn layers(records: Vec<Record>, warnings: &mut Warnings) -> Vec<Layer> {
    let dividers = paired(&records, warnings);
    let mut ids = Ids::new(&records);
    let mut slots: Vec<Option<Layer>> = Vec::with_capacity(records.len());
    let mut parents: Vec<Vec<usize>> = Vec::with_capacity(records.len());
    let mut open: Vec<usize> = Vec::new();
    for (record, divider) in records.into_iter().zip(dividers) {
        match divider {
            Some(Divider::Bottom) => {
                parents.push(open.clone());
                open.push(slots.len());
                slots.push(None);
            }
            Some(Divider::Group) => {
                let slot = open.pop().unwrap_or_default();
                let boxes = slots[slot + 1..].iter().flatten().map(|layer| layer.bbox);
                let bbox = boxes.filter(|b| b[0] < b[2] && b[1] < b[3]).reduce(union).unwrap_or_default();
                let kind = LayerKind::of_group(&record.blocks);
                slots[slot] = Some(layer(Record { bbox, ..record }, kind, &mut ids));
            }
            None => {
                let kind = LayerKind::of_layer(&record.blocks, record.pixels_irrelevant);
                parents.push(open.clone());
                slots.push(Some(layer(record, kind, &mut ids)));
            }
        }
    }
    with_paths(slots, &parents)
}

/// The dividers that pair up; those that do not are taken as plain layers.
fn paired(records: &[Record], warnings: &mut Warnings) -> Vec<Option<Divider>> {
    let mut kept = vec![None; records.len()];
    let mut open = Vec::new();
    let mut lost = 0;
    for (i, record) in records.iter().enumerate() {
        match record.divider {
            Some(Divider::Bottom) => open.push(i),
            Some(Divider::Group) => match open.pop() {
                Some(bottom) if open.len() < DEEPEST => {
                    kept[bottom] = Some(Divider::Bottom);
                    kept[i] = Some(Divider::Group);
                }
                _ => lost += 1,
            },
            None => {}
        }
    }
    lost += open.len();
    if lost > 0 {
        warnings.add(format!("layer and mask information: {lost} section dividers do not pair up"));
    }
    kept
}

fn with_paths(slots: Vec<Option<Layer>>, parents: &[Vec<usize>]) -> Vec<Layer> {
    let ids: Vec<u32> = slots.iter().map(|slot| slot.as_ref().map_or(0, |layer| layer.id)).collect();
    let mut layers: Vec<Layer> = slots.into_iter().flatten().collect();
    for (layer, above) in layers.iter_mut().zip(parents) {
        layer.path = above.iter().map(|&parent| ids[parent]).collect();
    }
    layers
}

fn union(a: [i32; 4], b: [i32; 4]) -> [i32; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// Hands out ids: the stored one at its first use, else the next that no record stores.
struct Ids {
    stored: HashSet<u32>,
    used: HashSet<u32>,
    next: u32,
}

impl Ids {
    fn new(records: &[Record]) -> Self {
        Self { stored: records.iter().filter_map(|record| record.id).collect(), used: HashSet::new(), next: 1 }
    }

    fn give(&mut self, stored: Option<u32>) -> u32 {
        if let Some(id) = stored
            && self.used.insert(id)
        {
            return id;
        }
        while self.stored.contains(&self.next) {
            self.next += 1;
        }
        self.next += 1;
        self.next - 1
    }
}

fn layer(record: Record, kind: LayerKind, ids: &mut Ids) -> Layer {
    Layer {
        id: ids.give(record.id),
        path: Vec::new(),
        name: record.name,
        kind,
        visible: record.visible,
        opacity: record.opacity,
        blend: record.blend,
        bbox: record.bbox,
        clipping: record.clipping,
        mask: record.mask_data.1 > 0,
        text: record.text,
        channels: record.channels,
        blocks: record.blocks,
        mask_data: record.mask_data,
        blending_ranges: record.blending_ranges,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_raster::blend::BlendMode;

    fn record(name: &str, id: Option<u32>, divider: Option<Divider>) -> Record {
        Record {
            bbox: if divider.is_none() { [1, 2, 3, 4] } else { [0; 4] },
            channels: Vec::new(),
            blend: BlendMode::Normal,
            opacity: 255,
            clipping: false,
            visible: true,
            pixels_irrelevant: false,
            mask_data: (0, 0),
            blending_ranges: (0, 0),
            name: name.to_owned(),
            id,
            divider,
            text: None,
            blocks: Vec::new(),
        }
    }

    fn shape(records: Vec<Record>) -> (Vec<(String, u32, Vec<u32>)>, usize) {
        let mut warnings = Warnings::default();
        let found = layers(records, &mut warnings);
        (found.into_iter().map(|l| (l.name, l.id, l.path)).collect(), warnings.into_list().len())
    }

    #[test]
    fn groups_come_before_their_members() {
        let bottom = || record("</Layer group>", Some(90), Some(Divider::Bottom));
        let group = |name, id| record(name, id, Some(Divider::Group));
        let records = vec![
            record("back", Some(1), None),
            bottom(),
            record("a", None, None),
            bottom(),
            record("b", Some(1), None),
            group("inner", Some(7)),
            group("outer", Some(2)),
            record("top", None, None),
        ];
        let (found, warned) = shape(records);
        let expected: [(&str, u32, &[u32]); 6] = [
            ("back", 1, &[]),
            ("outer", 2, &[]),
            ("a", 3, &[2]),
            ("inner", 7, &[2]),
            ("b", 4, &[2, 7]),
            ("top", 5, &[]),
        ];
        assert_eq!(found, expected.map(|(name, id, path)| (name.to_owned(), id, path.to_vec())));
        assert_eq!(warned, 0);
    }

    #[test]
    fn unpaired_dividers_are_plain_layers() {
        let records = vec![
            record("up", None, Some(Divider::Group)),
            record("x", None, None),
            record("down", None, Some(Divider::Bottom)),
        ];
        let (found, warned) = shape(records);
        assert_eq!(found.iter().map(|l| l.0.as_str()).collect::<Vec<_>>(), ["up", "x", "down"]);
        assert_eq!(warned, 1);
    }

    #[test]
    fn a_group_spans_its_members() {
        let records = vec![
            record("", None, Some(Divider::Bottom)),
            record("a", None, None),
            Record { bbox: [-5, 0, 2, 9], ..record("b", None, None) },
            Record { bbox: [7, 7, 7, 7], ..record("empty", None, None) },
            record("g", None, Some(Divider::Group)),
        ];
        assert_eq!(layers(records, &mut Warnings::default())[0].bbox, [-5, 0, 3, 9]);
    }
}
