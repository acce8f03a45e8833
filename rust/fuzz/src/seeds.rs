//! What the mutations start from: made files, and the small ones of a folder.

use std::path::Path;

#[path = "../../tags/tests/makers/mod.rs"]
pub mod makers;

use makers::{Exif, avif, exif_segment, full_exif, iptc, iptc_segment, itxt_chunk, jpeg, png, text_chunk, webp};
use makers::{xmp, xmp_segment, zlib, ztxt_chunk};

use crate::targets::Start;

/// Big files make few runs; the parsers see the same structures in small ones.
const MAX_SEED: u64 = 48 << 10;

/// Documents may be larger, since only their parts are kept.
const MAX_DOCUMENT: u64 = 512 << 10;
/// More parts would leave each without its turn.
const MOST_PARTS: usize = 600;

/// All that a target starts from.
pub fn of(start: &Start, folder: Option<&Path>) -> Vec<Vec<u8>> {
    let files = |most| folder.map(|folder| load(folder, most)).unwrap_or_default();
    match start {
        Start::Whole(suits) => {
            let mut seeds = made();
            seeds.extend(files(MAX_SEED));
            seeds.retain(|seed| suits(seed));
            seeds
        }
        Start::Parts { made, cut } => {
            let mut seeds = made();
            let documents = files(MAX_DOCUMENT).into_iter().filter(|file| file.starts_with(b"8BPS"));
            seeds.extend(documents.flat_map(|file| cut(&file)).take(MOST_PARTS));
            seeds
        }
    }
}

/// Made files of every kind; a target picks by content.
pub fn made() -> Vec<Vec<u8>> {
    let packet = xmp(
        "<dc:subject><rdf:Bag><rdf:li>a</rdf:li><rdf:li>&#x41;</rdf:li></rdf:Bag></dc:subject><xmp:Rating>3</xmp:Rating>\
         <lr:hierarchicalSubject>x|y</lr:hierarchicalSubject><tiff:Make>m</tiff:Make>\
         <xmpNote:HasExtendedXMP>A</xmpNote:HasExtendedXMP>",
    );
    let exif = full_exif();
    let sets = iptc(&[(25, "word"), (55, "20200229"), (60, "010203+0900"), (120, "text")]);
    let comment = [b"JIS\0\0\0\0\0".as_slice(), b"\x1B$B\x46\x7C\x1B(B"].concat();
    let mut seeds = vec![
        png(&[
            (b"tEXt", text_chunk("Comment", b"{\"prompt\": \"a\"}")),
            (b"zTXt", ztxt_chunk("parameters", &[b'a'; 3000])),
            (b"iTXt", itxt_chunk("XML:com.adobe.xmp", &packet, true)),
            (b"IDAT", zlib(&[0, 128])),
            (b"iTXt", itxt_chunk("Description", "한글", false)),
            (b"eXIf", exif.clone()),
        ]),
        png(&[
            (b"IDAT", vec![0; 40]),
            (b"IDAT", vec![0; 40]),
            (b"IDAT", vec![0; 40]),
            (b"tEXt", text_chunk("k", b"v")),
        ]),
        jpeg(&[exif_segment(&exif), xmp_segment(&packet), iptc_segment(&sets), (0xFE, b"comment".to_vec())]),
        webp(&[(b"EXIF", exif.clone()), (b"XMP ", packet.clone().into_bytes())]),
        avif(&exif, &packet),
        Exif::new().raw("exif", 0x9286, 7, comment.len() as u32, &comment).ascii("main", 0x0132, "2020:01:01").build(),
        exif,
        packet.into_bytes(),
        sets,
    ];
    seeds.extend(crate::pictures::all());
    seeds
}

/// The files below a folder that are small enough, in the order of their paths.
fn load(folder: &Path, most: u64) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(about) if about.is_dir() => folders.push(entry.path()),
                Ok(about) if about.is_file() && about.len() <= most => files.push(entry.path()),
                _ => {}
            }
        }
    }
    files.sort();
    files.iter().filter_map(|path| std::fs::read(path).ok()).collect()
}
