use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use imageparser_base::{Rect, Result};

use super::layer::{LayerPixels, read_with};
use super::whole::Scratch;
use crate::context::Context;
use crate::layers::Layer;

/// Unpack the layers with these ids on several threads (0: as many as the machine has) and hand each to `each`, in no
/// particular order. A thread holds one layer at a time.
pub fn decode_layers(
    context: &Context,
    ids: &[u32],
    threads: usize,
    each: impl Fn(&Layer, Result<LayerPixels>) + Sync,
) {
    let mut layers: Vec<&Layer> = context.document.layers.iter().filter(|layer| ids.contains(&layer.id)).collect();
    layers.sort_by_key(|layer| std::cmp::Reverse(size(layer))); // the largest first, so that no thread ends late
    let next = AtomicUsize::new(0);
    let work = || {
        let mut scratch = Scratch::default();
        while let Some(layer) = layers.get(next.fetch_add(1, Ordering::Relaxed)) {
            each(layer, read_with(context, layer, &mut scratch));
        }
    };
    let here = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = if threads == 0 { here } else { threads }.clamp(1, layers.len().max(1));
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
}

fn size(layer: &Layer) -> usize {
    let [left, top, right, bottom] = layer.bbox;
    Rect::new(left, top, right, bottom).area()
}
