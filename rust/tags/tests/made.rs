//! Made files: each container, each block, precedence, limits.

mod makers;

use imageparser_base::{ErrorKind, Format, Limits, SliceSource};
use imageparser_tags::{Metadata, Value, from_blocks, png_text, read};
use makers::*;

fn load(bytes: &[u8], format: Format) -> Metadata {
    read(&mut SliceSource(bytes), format, &Limits::default()).expect("the signature is right")
}

fn text<'a>(metadata: &'a Metadata, name: &str) -> &'a str {
    metadata.exif.get(name).and_then(Value::as_text).unwrap_or("")
}

fn number(metadata: &Metadata, name: &str) -> f64 {
    metadata.exif.get(name).and_then(Value::as_float).unwrap_or(f64::NAN)
}

fn assert_full(metadata: &Metadata) {
    assert_eq!((text(metadata, "make"), text(metadata, "model")), ("Canon", "EOS R5"));
    assert_eq!(text(metadata, "datetime_original"), "2020-02-29T12:34:56.50+09:00");
    assert_eq!(text(metadata, "gps_datetime"), "2020-02-29T01:02:03Z");
    assert_eq!(text(metadata, "user_comment"), "hi!");
    let numbers = ["exposure_time", "f_number", "iso", "gps_lat", "gps_lon", "gps_alt", "orientation"];
    let expected = [0.005, 2.8, 400.0, -37.5, -122.26, -12.5, 6.0];
    for (name, value) in numbers.into_iter().zip(expected) {
        assert!((number(metadata, name) - value).abs() < 1e-12, "{name}");
    }
    assert_eq!(metadata.exif["creator"], Value::List(vec!["Someone".to_owned()]));
    assert!(metadata.warnings.is_empty(), "{:?}", metadata.warnings);
}

#[test]
fn exif_in_every_container() {
    let block = full_exif();
    assert_full(&load(&jpeg(&[exif_segment(&block)]), Format::Jpeg));
    assert_full(&load(&png(&[(b"IDAT", vec![0; 9]), (b"eXIf", block.clone())]), Format::Png));
    assert_full(&load(&webp(&[(b"VP8L", vec![0; 5]), (b"EXIF", block.clone())]), Format::Webp));
    assert_full(&load(&webp(&[(b"EXIF", [b"Exif\0\0", &block[..]].concat())]), Format::Webp));
    assert_full(&load(&avif(&block, &xmp("")), Format::Avif));
    assert_full(&load(&block, Format::Tiff));
    assert_full(&from_blocks(Some(&block), None, None, &Limits::default()));
}

#[test]
fn xmp_in_every_container() {
    let packet = xmp("<xmp:Rating>4</xmp:Rating><lr:hierarchicalSubject><rdf:Bag><rdf:li>a|b</rdf:li></rdf:Bag>\
                      </lr:hierarchicalSubject>");
    for metadata in [
        load(&jpeg(&[xmp_segment(&packet)]), Format::Jpeg),
        load(&png(&[(b"iTXt", itxt_chunk("XML:com.adobe.xmp", &packet, false))]), Format::Png),
        load(&png(&[(b"iTXt", itxt_chunk("XML:com.adobe.xmp", &packet, true))]), Format::Png),
        load(&webp(&[(b"XMP ", packet.clone().into_bytes())]), Format::Webp),
        load(&avif(&full_exif(), &packet), Format::Avif),
        load(&Exif::new().raw("main", 0x02BC, 1, packet.len() as u32, packet.as_bytes()).build(), Format::Tiff),
        from_blocks(None, Some(packet.as_bytes()), None, &Limits::default()),
    ] {
        assert_eq!(metadata.exif["rating"], Value::Integer(4));
        assert_eq!(metadata.exif["hierarchical_keywords"], Value::List(vec!["a|b".to_owned()]));
        assert!(metadata.text.is_empty() && metadata.warnings.is_empty(), "{:?}", metadata.warnings);
    }
}

#[test]
fn cameras_trust_exif_and_words_trust_xmp_then_iptc() {
    let packet = xmp("<tiff:Make>Other</tiff:Make><dc:description><rdf:Alt><rdf:li>from XMP</rdf:li></rdf:Alt>\
                      </dc:description>");
    let sets = iptc(&[(120, "from IPTC"), (25, "하나"), (25, "둘")]);
    let all = load(&jpeg(&[exif_segment(&full_exif()), xmp_segment(&packet), iptc_segment(&sets)]), Format::Jpeg);
    assert_eq!((text(&all, "make"), text(&all, "description")), ("Canon", "from XMP"));
    assert_eq!(all.exif["keywords"].as_list().expect("list"), ["하나", "둘"]);
    let without = load(&jpeg(&[exif_segment(&full_exif()), iptc_segment(&sets)]), Format::Jpeg);
    assert_eq!(text(&without, "description"), "from IPTC");
    assert_eq!(text(&load(&jpeg(&[exif_segment(&full_exif())]), Format::Jpeg), "description"), "from EXIF");
}

#[test]
fn extended_xmp_is_joined() {
    let extension = xmp("<dc:title>long</dc:title>");
    let (first, second) = extension.as_bytes().split_at(40);
    let piece = |offset: usize, bytes: &[u8]| {
        let numbers = [extension.len() as u32, offset as u32].map(u32::to_be_bytes).concat();
        (0xE1, [b"http://ns.adobe.com/xmp/extension/\0".as_slice(), &[b'A'; 32], &numbers, bytes].concat())
    };
    let note = xmp_segment(&xmp(&format!("<xmpNote:HasExtendedXMP>{}</xmpNote:HasExtendedXMP>", "A".repeat(32))));
    let found = load(&jpeg(&[note.clone(), piece(40, second), piece(0, first)]), Format::Jpeg);
    assert_eq!(text(&found, "title"), "long");
    assert!(load(&jpeg(&[note]), Format::Jpeg).warnings[0].contains("missing"));
}

#[test]
fn png_text_before_and_after_the_pixels() {
    let file = png(&[
        (b"tEXt", text_chunk("Title", b"NovelAI")),
        (b"IDAT", vec![1; 100]),
        (b"IDAT", vec![1; 100]),
        (b"IDAT", vec![1; 7]),
        (b"zTXt", ztxt_chunk("parameters", b"steps")),
        (b"iTXt", itxt_chunk("Description", "한글 🎉", true)),
        (b"tEXt", text_chunk("Latin", b"caf\xE9")),
    ]);
    let found = png_text(&mut SliceSource(&file), &Limits::default()).expect("a PNG");
    let pairs: Vec<_> = found.text.iter().map(|(k, t)| (k.as_str(), t.as_str())).collect();
    let expected = [("Title", "NovelAI"), ("parameters", "steps"), ("Description", "한글 🎉"), ("Latin", "café")];
    assert_eq!(pairs, expected);
    assert_eq!(load(&file, Format::Png), found);
}

#[test]
fn any_run_of_pixel_chunks_is_skipped() {
    for (equal, length) in (0..40).flat_map(|equal| [(equal, 0), (equal, 5), (equal, 4096)]) {
        let mut chunks = vec![(b"IDAT", vec![7; length]); equal];
        chunks.extend([(b"IDAT", vec![7; 3]), (b"tEXt", text_chunk("k", b"v")), (b"IDAT", vec![7; length])]);
        chunks.push((b"tEXt", text_chunk("k", b"w")));
        let found = load(&png(&chunks), Format::Png);
        assert_eq!(found.text.len(), 2, "{equal} chunks of {length}");
        assert!(found.warnings.is_empty());
    }
}

#[test]
fn image_magick_profiles_are_blocks() {
    let block = full_exif();
    let hex = block.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let profile = format!("\nexif\n{:8}\n{hex}\n", block.len());
    let found = load(&png(&[(b"zTXt", ztxt_chunk("Raw profile type exif", profile.as_bytes()))]), Format::Png);
    assert_full(&found);
    assert!(found.text.is_empty());
}

#[test]
fn a_text_bomb_is_a_warning() {
    let limits = Limits { max_metadata: 1 << 20, ..Limits::default() };
    let bomb = ztxt_chunk("bomb", &vec![b' '; 64 << 20]);
    let file = png(&[(b"zTXt", bomb), (b"tEXt", text_chunk("after", b"read"))]);
    let found = read(&mut SliceSource(&file), Format::Png, &limits).expect("a PNG");
    assert!(found.warnings[0].contains("too large"), "{:?}", found.warnings);
    assert_eq!(found.text, [("after".to_owned(), "read".to_owned())]);
    let plain = png(&[(b"tEXt", text_chunk("long", &vec![b'x'; 2 << 20]))]);
    let found = png_text(&mut SliceSource(&plain), &limits).expect("a PNG");
    assert!(found.text.is_empty() && found.warnings[0].contains("too large"));
}

#[test]
fn zero_denominators_and_wild_positions_are_left_out() {
    let block = Exif::new()
        .rationals("exif", 0x829A, &[(1, 0)])
        .ascii("gps", 1, "N")
        .rationals("gps", 2, &[(4_294_967_295, 1), (0, 1), (0, 1)])
        .rationals("gps", 4, &[(0, 0), (0, 0), (0, 0)])
        .rationals("gps", 6, &[(5, 0)])
        .short("main", 0x0112, 9)
        .build();
    assert!(from_blocks(Some(&block), None, None, &Limits::default()).exif.is_empty());
}

#[test]
fn windows_tags_and_comments() {
    let utf16: Vec<u8> = "제목\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let block = Exif::new().raw("main", 0x9C9B, 1, utf16.len() as u32, &utf16).short("main", 0x4746, 3).build();
    let found = load(&jpeg(&[exif_segment(&block), (0xFE, b"made by hand\0".to_vec())]), Format::Jpeg);
    assert_eq!(text(&found, "title"), "제목");
    assert_eq!(found.exif["rating"], Value::Integer(3));
    assert_eq!(found.text, [("comment".to_owned(), "made by hand".to_owned())]);
}

#[test]
fn a_broken_offset_costs_one_value() {
    let mut block = Exif::new().ascii("main", 0x010F, "Lost value").ascii("main", 0x0110, "Kept value").build();
    block[10 + 8..10 + 12].copy_from_slice(&u32::MAX.to_be_bytes());
    let found = from_blocks(Some(&block), None, None, &Limits::default());
    assert_eq!((text(&found, "make"), text(&found, "model")), ("", "Kept value"));
    assert!(found.warnings[0].contains("0x010f"), "{:?}", found.warnings);
}

#[test]
fn wrong_signatures_and_photoshop_are_errors() {
    let error =
        |bytes: &[u8], format| read(&mut SliceSource(bytes), format, &Limits::default()).expect_err("refused").kind();
    for format in [Format::Png, Format::Jpeg, Format::Webp, Format::Tiff, Format::Avif] {
        assert_eq!(error(b"", format), ErrorKind::Corrupt);
        assert_eq!(error(&[0; 100], format), ErrorKind::Corrupt);
    }
    assert_eq!(error(b"8BPS", Format::Psd), ErrorKind::Unsupported);
    assert_eq!(load(b"GIF89a", Format::Gif), Metadata::default());
}

#[test]
fn endless_segments_end() {
    let found = load(&[&[0xFF, 0xD8][..], &[0xFF, 0xE0, 0, 2].repeat(100_000)].concat(), Format::Jpeg);
    assert!(found.warnings[0].contains("segments"), "{:?}", found.warnings);
}
