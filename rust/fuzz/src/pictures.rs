//! Made pictures, as small as their formats allow; the corpus adds the variety.

use crate::seeds::makers::{Exif, zlib};

/// One small picture for each format and coding that can be made by hand.
pub fn all() -> Vec<Vec<u8>> {
    let mut pictures = vec![gif(), bmp(), jpeg(), psd(0), psd(1), manifest()];
    pictures.extend([(1, 1), (1, 3), (8, 3), (32773, 1)].map(|(compression, samples)| tiff(compression, samples)));
    for (depth, color, row) in [(8, 0, 4), (8, 2, 12), (8, 6, 16), (16, 2, 24), (1, 0, 1), (16, 4, 16)] {
        pictures.push(png(depth, color, row));
    }
    let pixels = imageparser_base::Pixels::new(4, 4, imageparser_base::PixelFormat::Rgba8, (0..64).collect());
    pictures.extend(pixels.and_then(|pixels| imageparser_codec::encode_webp(&pixels, 80, 0)));
    pictures
}

/// Four rows of four pixels, filtered differently, with right checksums.
fn png(depth: u8, color: u8, row: usize) -> Vec<u8> {
    let header = [&[0, 0, 0, 4, 0, 0, 0, 4, depth, color, 0, 0, 0][..]].concat();
    let rows: Vec<u8> = (0..4u8).flat_map(|filter| [vec![filter], vec![filter * 60; row]].concat()).collect();
    let mut out = b"\x89PNG\r\n\x1A\n".to_vec();
    for (name, data) in [(b"IHDR", header), (b"IDAT", zlib(&rows)), (b"IEND", Vec::new())] {
        out.extend((data.len() as u32).to_be_bytes());
        out.extend(name);
        out.extend(data);
        out.extend([0; 4]);
    }
    crate::mutate::mend_checksums(&mut out);
    out
}

fn gif() -> Vec<u8> {
    let screen = [2, 0, 2, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255];
    // A transparent frame; its codes are clear, 0, 1, 1, 0, end.
    let frame = [0x21, 0xF9, 4, 1, 0, 0, 1, 0, b',', 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 3, 0x44, 0x12, 0x50, 0, b';'];
    [b"GIF89a", &screen[..], &frame].concat()
}

fn bmp() -> Vec<u8> {
    let pixels = [200u8; 2 * 8];
    let numbers: [u32; 3] = [54 + 16, 0, 54];
    let header: [u32; 10] = [40, 2, 2, 1 | 24 << 16, 0, 16, 2835, 2835, 0, 0];
    let bytes = numbers.into_iter().chain(header).flat_map(u32::to_le_bytes);
    b"BM".iter().copied().chain(bytes).chain(pixels).collect()
}

/// A TIFF of 4 x 4 pixels in one strip: plain, deflated or run-length coded; grey or RGB.
fn tiff(compression: u16, samples: u16) -> Vec<u8> {
    let pixels: Vec<u8> = (0..16 * samples).map(|i| i as u8).collect();
    let strip = match compression {
        8 => zlib(&pixels),
        32773 => pixels.chunks(4).flat_map(|four| [&[3], four].concat()).collect(),
        _ => pixels,
    };
    let bits = [0, 8].repeat(usize::from(samples));
    let file = |offset: u32| {
        Exif::new()
            .short("main", 256, 4)
            .short("main", 257, 4)
            .raw("main", 258, 3, u32::from(samples), &bits)
            .short("main", 259, compression)
            .short("main", 262, if samples == 1 { 1 } else { 2 })
            .raw("main", 273, 4, 1, &offset.to_be_bytes())
            .short("main", 277, samples)
            .short("main", 278, 4)
            .raw("main", 279, 4, 1, &(strip.len() as u32).to_be_bytes())
            .build()
    };
    let offset = file(0).len() as u32;
    [file(offset), strip.clone()].concat()
}

/// One grey block: tables of one code each, so that the scan is two bits.
fn jpeg() -> Vec<u8> {
    let quantization = [&[0xFF, 0xDB, 0, 67, 0][..], &[1; 64]].concat();
    let frame = [0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0];
    let table = |class: u8| [&[0xFF, 0xC4, 0, 20, class, 1][..], &[0; 15], &[0]].concat();
    let scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x3F, 0xFF, 0xD9];
    [&[0xFF, 0xD8][..], &quantization, &frame, &table(0x00), &table(0x10), &scan].concat()
}

/// A document with one layer of 2 x 2 pixels and a merged picture of 4 x 4, raw or run-length coded.
fn psd(compression: u8) -> Vec<u8> {
    let sized = |data: &[u8]| [&(data.len() as u32).to_be_bytes()[..], data].concat();
    let header = b"8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\0\x04\0\0\0\x04\0\x08\0\x03";
    let resources = sized(b"8BIM\x04\x04\0\0\0\0\0\x06\x1C\x02\x05\0\x01t8BIM\x04\x06\0\0\0\0\0\x02\0\x05");
    let rectangle = [0u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2];
    let channels: Vec<u8> = (0..3u8).flat_map(|id| [0, id, 0, 0, 0, 6]).collect();
    let unicode = b"8BIMluni\0\0\0\x08\0\0\0\x02\xD5\x5C\xAE\0";
    let extra = sized(&[&[0; 8][..], b"\x01L\0\0", unicode].concat());
    let record = [&rectangle[..], &[0, 3], &channels, b"8BIMnorm\xFF\0\0\0", &extra].concat();
    let data: Vec<u8> = (0..3u8).flat_map(|value| [0, 0, value, value, value, value]).collect();
    let layers = [&[0, 1][..], &record, &data].concat();
    let section = sized(&[sized(&layers), vec![0; 4]].concat());
    let merged = if compression == 0 {
        vec![90; 48]
    } else {
        // Twelve rows of two bytes each: repeat one byte four times.
        [[0, 2].repeat(12), [0xFD, 90].repeat(12)].concat()
    };
    [&header[..], &[0; 4], &resources, &section, &[0, compression], &merged].concat()
}

/// The manifest of a directory with two files.
fn manifest() -> Vec<u8> {
    [&[1, 5, 0, 2][..], b"\0\x05a.png\x14\x02\x02", b"\x01\x05b.png\x14\x02\x02"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::{Limits, SliceSource};

    #[test]
    fn documents_around_parts_are_sound() {
        for (number, form) in crate::wrap::FORMS.into_iter().enumerate() {
            for part in crate::blocks::layer_blocks() {
                let document = crate::wrap::with_blocks(form, &part[1..], &[]);
                let read = imageparser_psd::read(&mut SliceSource(&document), &Limits::default()).expect("a document");
                let keys: Vec<&[u8]> = read.layers.iter().flat_map(|l| &l.blocks).map(|b| b.key.as_slice()).collect();
                // The end of a group without its beginning is told.
                let sound = keys.contains(&&part[5..9]) && read.warnings.is_empty();
                assert!(sound || &part[5..9] == b"lsct", "form {number}: {keys:?} {:?}", read.warnings);
            }
        }
        let patterns = crate::wrap::block(*b"Patt", &crate::blocks::patterns()[1..]);
        for (at, part) in crate::blocks::layer_blocks().iter().enumerate() {
            let document = crate::wrap::with_blocks(crate::wrap::FORMS[0], &part[1..], &patterns);
            let context = imageparser_psd::Context::open(std::sync::Arc::new(document), Limits::default());
            let view = imageparser_psd::View::default();
            let drawn =
                context.and_then(|it| imageparser_psd::composite(&it, &view, &imageparser_base::CancelToken::new()));
            let told = drawn.map(|drawn| (drawn.unrendered, drawn.warnings));
            assert_eq!(
                told.ok(),
                Some((Vec::new(), Vec::new())),
                "block {at}: {:?}",
                String::from_utf8_lossy(&part[5..9])
            );
        }
        for part in crate::blocks::descriptors() {
            imageparser_psd::descriptor::from_block(&part, 0, 1 << 20).expect("a descriptor");
        }
    }

    #[test]
    fn every_picture_is_sound() {
        let limits = Limits::default();
        for picture in all().iter().filter(|picture| !picture.starts_with(&[1])) {
            if picture.starts_with(b"8BPS") {
                let mut source = SliceSource(picture);
                let document = imageparser_psd::read(&mut source, &limits).expect("a document");
                assert_eq!((document.layers.len(), &document.warnings[..]), (1, &[][..]));
                imageparser_psd::merged(&mut source, &document, None, &limits).expect("a merged picture");
            } else {
                let decoded = imageparser_codec::decode(picture, imageparser_codec::Want::default(), &limits);
                let head = &picture[..picture.len().min(16)];
                assert!(decoded.as_ref().is_ok_and(|d| d.warnings.is_empty()), "{head:?}: {decoded:?}");
            }
        }
    }
}
