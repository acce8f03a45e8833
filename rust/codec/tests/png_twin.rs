//! Every PNG of the corpus against the `png` crate's own full decode.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use imageparser_base::{Limits, PixelFormat, SliceSource};
use imageparser_codec::{Want, decode, probe};

fn files() -> Vec<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let root = std::env::var_os("IMAGEPARSER_CORPUS").map_or(default, PathBuf::from);
    let (mut folders, mut files) = (vec![root], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "png") {
                files.push(path);
            }
        }
    }
    files
}

/// Size and 8-bit samples (16 bits rounded) by the other implementation.
fn twin(bytes: &[u8]) -> Option<(u32, u32, png::ColorType, Vec<u8>)> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().ok()?;
    let mut data = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut data).ok()?;
    data.truncate(info.buffer_size());
    if info.bit_depth == png::BitDepth::Sixteen {
        let wide = data.as_chunks::<2>().0.iter().map(|raw| u16::from_be_bytes(*raw));
        data = wide.map(|v| (f64::from(v) / 257.0).round() as u8).collect();
    }
    Some((info.width, info.height, info.color_type, data))
}

#[test]
fn equals_the_png_crate() {
    let mut compared = 0;
    for path in files() {
        let bytes = std::fs::read(&path).expect("reads");
        let Some((width, height, color, data)) = twin(&bytes) else { continue };
        let name = path.display();
        let probed = probe(&mut SliceSource(&bytes), &Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let ours = decode(&bytes, Want::default(), &Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}"));
        if probed.icc.is_some() || ours.orientation != 1 || probed.frames.is_some_and(|n| n > 1) {
            continue; // colours, position or the choice of frame differ on purpose
        }
        let format = match color {
            png::ColorType::Grayscale => PixelFormat::L8,
            png::ColorType::GrayscaleAlpha => PixelFormat::La8,
            png::ColorType::Rgb => PixelFormat::Rgb8,
            _ => PixelFormat::Rgba8,
        };
        assert_eq!((ours.width, ours.height, ours.pixels.format()), (width, height, format), "{name}");
        assert!(ours.pixels.data() == data, "{name}: the samples differ");
        compared += 1;
    }
    assert!(compared == 0 || compared > 150, "only {compared}");
}
