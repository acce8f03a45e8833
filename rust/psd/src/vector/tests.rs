use std::path::{Path, PathBuf};
use std::sync::Arc;

use imageparser_base::{Limits, Rect, SharedFile};
use imageparser_raster::scene::{Band, Planes, Source};

use super::*;

fn corpus() -> PathBuf {
    let from = std::env::var_os("IMAGEPARSER_CORPUS").map(PathBuf::from);
    from.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus")).join("psd")
}

fn opened(path: &Path) -> Option<Context> {
    Context::open(Arc::new(SharedFile::open(path).ok()?), Limits::default()).ok()
}

/// Colours multiplied by alpha, then alpha, of `area`.
fn drawn(source: &dyn Source, area: Rect) -> Vec<[f32; 5]> {
    let mut band = Band::default();
    let mut out = vec![[0.0; 5]; area.area()];
    let inner = source.bounds().intersect(area);
    if inner.is_empty() {
        return out;
    }
    source.read(inner.top..inner.bottom, &mut band).expect("readable");
    let planes: Vec<Vec<f32>> = match band.planes {
        Planes::U8(planes) => planes.iter().map(|p| p.iter().map(|&v| f32::from(v) / 255.0).collect()).collect(),
        Planes::F32(planes) => planes,
    };
    let colors = planes.len() - usize::from(source.has_alpha());
    for y in inner.top..inner.bottom {
        for x in inner.left..inner.right {
            let from = (y - band.area.top) as usize * band.area.width() + (x - band.area.left) as usize;
            let to = (y - area.top) as usize * area.width() + (x - area.left) as usize;
            let alpha = if source.has_alpha() { planes[colors][from] } else { 1.0 };
            for (c, plane) in planes[..colors].iter().enumerate() {
                out[to][c] = plane[from] * alpha;
            }
            out[to][4] = alpha;
        }
    }
    out
}

#[test]
fn explore() {
    for entry in std::fs::read_to_string(corpus().join("EXPECTED.tsv")).unwrap_or_default().lines().skip(1) {
        let name = entry.split('\t').next().unwrap_or_default();
        let Some(context) = opened(&corpus().join(name)) else { continue };
        for layer in &context.document.layers {
            if !layer.blocks.iter().any(|b| matches!(&b.key, b"SoCo" | b"GdFl" | b"PtFl" | b"vscg")) {
                continue;
            }
            let stored = match crate::pixels::source(&context, layer) {
                Ok(Some(s)) => s,
                _ => continue,
            };
            let painted = match pixels(&context, layer) {
                Ok(Some(p)) => p,
                Ok(None) => continue,
                Err(e) => {
                    println!("{name} {} ERR {e}", layer.name);
                    continue;
                }
            };
            let canvas = Rect::of_size(context.document.header.width, context.document.header.height);
            let area = stored.bounds().union(painted.bounds()).intersect(canvas);
            let (a, b) = (drawn(&*stored, area), drawn(&*painted, area));
            let diffs: Vec<f32> = a
                .iter()
                .zip(&b)
                .map(|(a, b)| (0..5).map(|c| (a[c] - b[c]).abs()).fold(0.0, f32::max) * 255.0)
                .collect();
            let mean: f32 = diffs.iter().sum::<f32>() / diffs.len().max(1) as f32;
            let max = diffs.iter().copied().fold(0.0, f32::max);
            let far = diffs.iter().filter(|d| **d > 8.0).count();
            if std::env::var("SHOW").is_ok_and(|v| name.contains(&v)) {
                println!(
                    "bounds {:?} {:?} style {:?}",
                    stored.bounds(),
                    painted.bounds(),
                    stroke_style(&context, layer).ok().flatten().map(|d| (
                        style::style(&d),
                        d.flag("fillEnabled"),
                        d.flag("strokeEnabled")
                    ))
                );
                for c in [4, 0] {
                    for (which, v) in [("stored", &a), ("ours", &b)] {
                        println!("{which} {c}");
                        for row in v.chunks(area.width()) {
                            println!(
                                "{}",
                                row.iter()
                                    .take(34)
                                    .map(|p| format!("{:4}", (p[c] * 255.0).round() as i32))
                                    .collect::<String>()
                            );
                        }
                    }
                }
            }
            println!("{name} '{}' mean {mean:.2} max {max:.0} far {far}/{}", layer.name, diffs.len());
        }
    }
}

#[test]
fn explore_whole() {
    use imageparser_base::{CancelToken, SharedSource};
    let only = std::env::var("ONLY").unwrap_or_default();
    for entry in std::fs::read_to_string(corpus().join("EXPECTED.tsv")).unwrap_or_default().lines().skip(1) {
        let fields: Vec<&str> = entry.split('\t').collect();
        let name = fields[0];
        if !(fields[15].contains("shape") || fields[15].contains("fill")) || !name.contains(&only) {
            continue;
        }
        let Some(context) = opened(&corpus().join(name)) else { continue };
        let merged =
            crate::merged(&mut SharedSource(context.bytes.clone()), &context.document, None, &Limits::default());
        let Ok(rendered) = crate::composite(&context, &crate::View::default(), &CancelToken::new()) else {
            println!("{name}: no composite");
            continue;
        };
        let Ok(merged) = merged else {
            println!("{name}: no merged");
            continue;
        };
        let (n, m) = (merged.format().channels(), rendered.pixels.format().channels());
        let mut total = 0.0;
        let mut far = 0;
        let mut count = 0;
        for (i, (a, b)) in merged.data().chunks(n).zip(rendered.pixels.data().chunks(m)).enumerate() {
            let alpha = f32::from(rendered.alpha[i]) / 255.0;
            let ma = if n == 4 || n == 2 { f32::from(a[n - 1]) / 255.0 } else { 1.0 };
            let d = (0..m.min(3))
                .map(|c| {
                    ((f32::from(a[c]) * ma + 255.0 * (1.0 - ma)) - (f32::from(b[c]) * alpha + 255.0 * (1.0 - alpha)))
                        .abs()
                })
                .fold(0.0, f32::max);
            total += d;
            far += i32::from(d > 8.0);
            count += 1;
        }
        println!(
            "{name} has_merged {:?} mean {:.2} far {:.2}% {:?} {:?}",
            context.document.has_merged,
            total / count as f32,
            far as f32 * 100.0 / count as f32,
            rendered.unrendered,
            rendered.warnings
        );
        if !only.is_empty() {
            std::fs::write(
                "/tmp/fills/ours.ppm",
                [
                    format!("P6 {} {} 255\n", rendered.pixels.width(), rendered.pixels.height()).into_bytes(),
                    rendered
                        .pixels
                        .data()
                        .chunks(m)
                        .zip(&rendered.alpha)
                        .flat_map(|(p, a)| {
                            (0..3).map(move |c| {
                                let v = f32::from(p[c.min(m - 1)]);
                                (v * f32::from(*a) / 255.0 + 255.0 - f32::from(*a)) as u8
                            })
                        })
                        .collect(),
                ]
                .concat(),
            )
            .ok();
            std::fs::write(
                "/tmp/fills/theirs.ppm",
                [
                    format!("P6 {} {} 255\n", merged.width(), merged.height()).into_bytes(),
                    merged
                        .data()
                        .chunks(n)
                        .flat_map(|p| {
                            (0..3).map(move |c| {
                                let a = if n == 4 || n == 2 { f32::from(p[n - 1]) } else { 255.0 };
                                (f32::from(p[c.min(n - 1)]) * a / 255.0 + 255.0 - a) as u8
                            })
                        })
                        .collect(),
                ]
                .concat(),
            )
            .ok();
        }
    }
}
