//! The places where generators write: every one is shown, in every container, in every encoding.

#[allow(dead_code, reason = "each test binary needs some of the makers")]
mod makers;

use imageparser_base::{Format, Limits, SliceSource};
use imageparser_tags::{Metadata, read};
use makers::*;

fn load(bytes: &[u8], format: Format) -> Metadata {
    read(&mut SliceSource(bytes), format, &Limits::default()).expect("the signature is right")
}

fn shown(metadata: &Metadata) -> Vec<(&str, &str)> {
    metadata.raw.iter().map(|raw| (raw.name, raw.text.as_str())).collect()
}

fn comment(code: &[u8], text: &[u8]) -> Vec<u8> {
    [code, text].concat()
}

fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn block(directory: &str, value: &[u8]) -> Vec<u8> {
    Exif::new().raw(directory, 0x9286, 7, value.len() as u32, value).build()
}

#[test]
fn user_comment_in_every_encoding_and_directory() {
    let text = "1girl, 한글\nSteps: 20";
    let japanese = encoding_rs::ISO_2022_JP.encode("日本").0;
    for (directory, place) in [("exif", "UserComment"), ("main", "IFD0:UserComment")] {
        for (value, expected) in [
            (comment(b"UNICODE\0", &utf16(text, true)), text),
            (comment(b"UNICODE\0", &utf16(text, false)), text),
            (comment(b"ASCII\0\0\0", text.as_bytes()), text),
            (comment(b"JIS\0\0\0\0\0", &japanese), "日本"),
            (comment(&[0; 8], text.as_bytes()), text),
            (text.as_bytes().to_vec(), text),
        ] {
            let found = load(&jpeg(&[exif_segment(&block(directory, &value))]), Format::Jpeg);
            assert_eq!(shown(&found), [(place, expected)]);
        }
    }
}

#[test]
fn every_container_shows_its_places() {
    let title = utf16("제목", false);
    let exif = Exif::new()
        .ascii("main", 0x010E, "Workflow: {}")
        .ascii("main", 0x010F, "Prompt: {}")
        .ascii("main", 0x0110, "prompt:{}")
        .raw("main", 0x9C9B, 1, title.len() as u32, &title)
        .build();
    let expected =
        [("ImageDescription", "Workflow: {}"), ("Make", "Prompt: {}"), ("Model", "prompt:{}"), ("XPTitle", "제목")];
    for metadata in [
        load(&jpeg(&[exif_segment(&exif)]), Format::Jpeg),
        load(&png(&[(b"eXIf", exif.clone())]), Format::Png),
        load(&webp(&[(b"EXIF", exif.clone())]), Format::Webp),
        load(&exif, Format::Tiff),
    ] {
        assert_eq!(shown(&metadata), expected);
    }
    assert_eq!(shown(&load(&avif(&exif, &xmp("")), Format::Avif)), expected);
}

#[test]
fn the_comment_of_xmp() {
    let packet = xmp("<exif:UserComment><rdf:Alt><rdf:li xml:lang=\"x-default\">{\"c\":\"cat\"}</rdf:li></rdf:Alt>\
                      </exif:UserComment><xmp:CreatorTool>Draw Things</xmp:CreatorTool>");
    let found = load(&png(&[(b"iTXt", itxt_chunk("XML:com.adobe.xmp", &packet, false))]), Format::Png);
    let expected = [("exif:UserComment", "{\"c\":\"cat\"}"), ("xmp:CreatorTool", "Draw Things")];
    assert_eq!(shown(&found), expected);
}
