//! Composite documents from their layers: `composite LIST OUT_DIR` writes for line i of LIST `<i>.rgba` (width and
//! height as u32 little endian, then straight RGBA) and `<i>.json`; `merged LIST OUT_DIR` the stored pictures.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use imageparser_base::{CancelToken, Limits, PixelFormat, Pixels, Result, SharedFile, SharedSource};
use imageparser_psd::{Context, View, composite, merged};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, list, out, rest @ ..] = arguments.as_slice() else {
        return Err(std::io::Error::other("usage: composite LIST OUT_DIR [merged | FACTOR]"));
    };
    let how = rest.first().map_or("1", String::as_str);
    for (index, line) in std::fs::read_to_string(list)?.lines().enumerate() {
        let path = Path::new(line);
        let started = std::time::Instant::now();
        let done = if how == "merged" { stored(path) } else { layered(path, how.parse().unwrap_or(1)) };
        let took = started.elapsed().as_secs_f64() * 1000.0;
        let about = match &done {
            Ok((_, _, told)) => format!("{{\"ms\":{took:.3},\"told\":{told:?}}}"),
            Err(error) => format!("{{\"ms\":{took:.3},\"error\":{:?}}}", error.message()),
        };
        std::fs::write(Path::new(out).join(format!("{index}.json")), about)?;
        if let Ok((pixels, alpha, _)) = done {
            let mut file = std::fs::File::create(Path::new(out).join(format!("{index}.rgba")))?;
            file.write_all(&pixels.width().to_le_bytes())?;
            file.write_all(&pixels.height().to_le_bytes())?;
            let rgb = pixels.to_rgb([255; 3]);
            let whole = rgb.data().chunks_exact(3).zip(&alpha).flat_map(|(c, &a)| [c[0], c[1], c[2], a]);
            file.write_all(&whole.collect::<Vec<u8>>())?;
        }
    }
    Ok(())
}

type Picture = (Pixels, Vec<u8>, Vec<String>);

fn layered(path: &Path, factor: u32) -> Result<Picture> {
    let context = Context::open(Arc::new(SharedFile::open(path)?), Limits::default())?;
    let view = View { factor, ..View::default() };
    let done = composite(&context, &view, &CancelToken::new())?;
    let told = done.unrendered.into_iter().chain(done.warnings.into_iter().map(|text| format!("warning: {text}")));
    Ok((done.pixels, done.alpha, told.collect()))
}

fn stored(path: &Path) -> Result<Picture> {
    let context = Context::open(Arc::new(SharedFile::open(path)?), Limits::default())?;
    let pixels = merged(&mut SharedSource(context.bytes.clone()), &context.document, None, &context.limits)?;
    let (count, size) = (pixels.width() as usize * pixels.height() as usize, pixels.format().channels());
    let alpha = match pixels.format() {
        PixelFormat::La8 | PixelFormat::Rgba8 => pixels.data().iter().skip(size - 1).step_by(size).copied().collect(),
        _ => vec![255; count],
    };
    let opaque = match pixels.format() {
        PixelFormat::La8 => drop_alpha::<2>(&pixels, PixelFormat::L8)?,
        PixelFormat::Rgba8 => drop_alpha::<4>(&pixels, PixelFormat::Rgb8)?,
        _ => pixels,
    };
    Ok((opaque, alpha, Vec::new()))
}

fn drop_alpha<const N: usize>(pixels: &Pixels, format: PixelFormat) -> Result<Pixels> {
    let colors = pixels.data().as_chunks::<N>().0.iter().flat_map(|pixel| pixel[..N - 1].to_vec());
    Pixels::new(pixels.width(), pixels.height(), format, colors.collect())
}
