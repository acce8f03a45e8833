use std::collections::{BTreeMap, BTreeSet};

use super::render::View;
use crate::layers::Layer;

/// The layers that a view shows: their own eye, that of their groups and that of the layer they are clipped to are open.
/// `layers` come bottom to top, a group before its members.
pub(super) fn shown(layers: &[Layer], view: &View) -> BTreeSet<u32> {
    let mut shown = BTreeSet::new();
    let mut bases: BTreeMap<Option<u32>, u32> = BTreeMap::new();
    let lead = layers.iter().find(|layer| Some(layer.id) == view.only).map(|only| only.path.as_slice());
    for layer in layers {
        let group = layer.path.last().copied();
        let base = bases.get(&group).copied().filter(|_| layer.clipping);
        if !layer.clipping {
            bases.insert(group, layer.id);
        }
        let open = (layer.visible || view.show.contains(&layer.id)) && !view.hide.contains(&layer.id);
        let inside = open && group.is_none_or(|id| shown.contains(&id)) && base.is_none_or(|id| shown.contains(&id));
        let wanted = view.only.is_none_or(|id| layer.path.contains(&id) || base == Some(id));
        let forced = view.only == Some(layer.id) || lead.is_some_and(|lead| lead.contains(&layer.id));
        if forced || (inside && wanted) {
            shown.insert(layer.id);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::kind::LayerKind;
    use imageparser_raster::blend::BlendMode;

    fn layer(id: u32, path: &[u32], visible: bool, clipping: bool) -> Layer {
        Layer {
            id,
            path: path.to_vec(),
            name: String::new(),
            kind: LayerKind::Pixel,
            visible,
            opacity: 255,
            blend: BlendMode::Normal,
            bbox: [0; 4],
            clipping,
            mask: false,
            text: None,
            channels: Vec::new(),
            blocks: Vec::new(),
            mask_data: (0, 0),
            blending_ranges: (0, 0),
        }
    }

    #[test]
    fn eyes_of_groups_and_of_clipping_bases_count() {
        let layers = [
            layer(1, &[], true, false),
            layer(2, &[], false, false),
            layer(3, &[2], true, false),
            layer(4, &[], true, true),
            layer(5, &[], true, false),
            layer(6, &[5], true, false),
            layer(7, &[5], false, true),
        ];
        let ids = |view: &View| shown(&layers, view).into_iter().collect::<Vec<_>>();
        assert_eq!(ids(&View::default()), [1, 5, 6]);
        assert_eq!(ids(&View { show: [2, 7].into(), ..View::default() }), [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(ids(&View { hide: [5].into(), ..View::default() }), [1]);
        assert_eq!(ids(&View { only: Some(6), ..View::default() }), [5, 6]);
        assert_eq!(ids(&View { only: Some(6), show: [7].into(), ..View::default() }), [5, 6, 7]);
        assert_eq!(ids(&View { only: Some(3), ..View::default() }), [2, 3], "what is asked for is shown");
    }
}
