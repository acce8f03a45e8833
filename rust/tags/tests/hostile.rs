//! Hostile bytes: nothing panics, nothing holds more than the limit.

mod makers;

use imageparser_base::{Format, Limits, SliceSource};
use imageparser_tags::{Metadata, Value, from_blocks, png_text, read};
use makers::*;
use proptest::prelude::*;

const LIMITS: Limits = Limits { max_pixels: 1 << 20, max_memory: 1 << 20, max_metadata: 1 << 16, max_file: 1 << 20 };
const FORMATS: [Format; 5] = [Format::Png, Format::Jpeg, Format::Webp, Format::Tiff, Format::Avif];

fn made(format: Format) -> Vec<u8> {
    let packet = xmp("<dc:subject><rdf:Bag><rdf:li>a</rdf:li></rdf:Bag></dc:subject>");
    let block = full_exif();
    match format {
        Format::Png => png(&[
            (b"tEXt", text_chunk("Comment", b"{}")),
            (b"zTXt", ztxt_chunk("z", &[b'a'; 5000])),
            (b"IDAT", vec![0; 64]),
            (b"IDAT", vec![0; 64]),
            (b"iTXt", itxt_chunk("XML:com.adobe.xmp", &packet, true)),
            (b"eXIf", block),
        ]),
        Format::Jpeg => jpeg(&[
            exif_segment(&block),
            xmp_segment(&packet),
            iptc_segment(&iptc(&[(25, "key"), (55, "20200101"), (60, "000000")])),
            (0xFE, b"comment".to_vec()),
        ]),
        Format::Webp => webp(&[(b"EXIF", block), (b"XMP ", packet.into_bytes())]),
        Format::Avif => avif(&block, &packet),
        _ => block,
    }
}

fn held(metadata: &Metadata) -> usize {
    let of = |value: &Value| match value {
        Value::Text(text) => text.len(),
        Value::List(items) => items.iter().map(String::len).sum(),
        Value::Integer(_) | Value::Float(_) => 8,
    };
    let text: usize = metadata.text.iter().map(|(k, t)| k.len() + t.len()).sum();
    text + metadata.exif.values().map(of).sum::<usize>()
}

fn check(bytes: &[u8], format: Format) -> Result<(), TestCaseError> {
    if let Ok(metadata) = read(&mut SliceSource(bytes), format, &LIMITS) {
        // A code page may need three bytes for one, and a block may fill several fields.
        prop_assert!(held(&metadata) <= 8 * LIMITS.max_metadata as usize);
        prop_assert!(metadata.warnings.len() <= 50);
        for value in metadata.exif.values() {
            prop_assert!(value.as_float().is_none_or(f64::is_finite));
            prop_assert!(value.as_text().is_none_or(|text| !text.is_empty() && !text.contains('\0')));
        }
    }
    if format == Format::Png {
        let _ = png_text(&mut SliceSource(bytes), &LIMITS);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        for format in FORMATS {
            let signed = [&made(format)[..12], &bytes].concat();
            check(&signed, format)?;
        }
        let block = Some(bytes.as_slice());
        from_blocks(block, block, block, &LIMITS);
        from_blocks(Some(&[b"MM\0*\0\0\0\x08", &bytes[..]].concat()), None, None, &LIMITS);
        from_blocks(Some(&[b"II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0", &bytes[..]].concat()), None, None, &LIMITS);
    }

    #[test]
    fn flipped_bits(which in 0usize..5, flips in proptest::collection::vec((any::<prop::sample::Index>(), 0u8..8), 1..12)) {
        let mut bytes = made(FORMATS[which]);
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        check(&bytes, FORMATS[which])?;
    }

    #[test]
    fn truncated(which in 0usize..5, cut in any::<prop::sample::Index>()) {
        let bytes = made(FORMATS[which]);
        check(&bytes[..cut.index(bytes.len())], FORMATS[which])?;
    }

    #[test]
    fn any_text_survives_a_png(text in "\\PC{0,200}", keyword in "[A-Za-z]{1,20}", deflated in any::<bool>()) {
        let file = png(&[(b"iTXt", itxt_chunk(&keyword, &text, deflated))]);
        let found = png_text(&mut SliceSource(&file), &LIMITS).expect("a PNG");
        prop_assert_eq!(found.text, vec![(keyword, text.trim_start_matches('\u{feff}').to_owned())]);
    }
}
