//! Small makers of files with metadata, shared by the tests and the fuzz seeds. Nothing here is a blob.

/// A TIFF structure (EXIF block): directories with entries, values laid out behind them.
#[derive(Default)]
pub struct Exif {
    directories: [Vec<Entry>; 3],
}

struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    bytes: Vec<u8>,
}

impl Exif {
    /// An empty structure; numbers are big-endian.
    pub fn new() -> Self {
        Self::default()
    }

    /// Add a value of any type.
    pub fn raw(mut self, directory: &str, tag: u16, kind: u16, count: u32, bytes: &[u8]) -> Self {
        let names = ["main", "exif", "gps"];
        let at = names.iter().position(|name| *name == directory).expect("a known directory");
        self.directories[at].push(Entry { tag, kind, count, bytes: bytes.to_vec() });
        self
    }

    /// Add a text that ends with a NUL.
    pub fn ascii(self, directory: &str, tag: u16, text: &str) -> Self {
        let bytes = [text.as_bytes(), b"\0"].concat();
        self.raw(directory, tag, 2, bytes.len() as u32, &bytes)
    }

    /// Add one SHORT.
    pub fn short(self, directory: &str, tag: u16, value: u16) -> Self {
        self.raw(directory, tag, 3, 1, &value.to_be_bytes())
    }

    /// Add fractions.
    pub fn rationals(self, directory: &str, tag: u16, values: &[(u32, u32)]) -> Self {
        let bytes: Vec<u8> = values.iter().flat_map(|(a, b)| [a.to_be_bytes(), b.to_be_bytes()].concat()).collect();
        self.raw(directory, tag, 5, values.len() as u32, &bytes)
    }

    /// The structure as bytes.
    pub fn build(mut self) -> Vec<u8> {
        let size = |entries: usize| 2 + entries as u32 * 12 + 4;
        let [main, exif, gps] = &mut self.directories;
        let exif_at = 8 + size(main.len() + 2);
        let gps_at = exif_at + size(exif.len());
        let mut values_at = gps_at + size(gps.len());
        for (tag, at) in [(0x8769, exif_at), (0x8825, gps_at)] {
            main.push(Entry { tag, kind: 4, count: 1, bytes: at.to_be_bytes().to_vec() });
        }
        let mut out = [b"MM\0*".as_slice(), &8u32.to_be_bytes()].concat();
        let mut values = Vec::new();
        for directory in &self.directories {
            out.extend((directory.len() as u16).to_be_bytes());
            for entry in directory {
                out.extend(entry.tag.to_be_bytes());
                out.extend(entry.kind.to_be_bytes());
                out.extend(entry.count.to_be_bytes());
                if entry.bytes.len() <= 4 {
                    let mut inline = entry.bytes.clone();
                    inline.resize(4, 0);
                    out.extend(inline);
                } else {
                    out.extend(values_at.to_be_bytes());
                    values_at += entry.bytes.len() as u32;
                    values.extend_from_slice(&entry.bytes);
                }
            }
            out.extend([0; 4]);
        }
        out.extend(values);
        out
    }
}

/// An EXIF block that fills most fields.
pub fn full_exif() -> Vec<u8> {
    Exif::new()
        .ascii("main", 0x010F, "Canon")
        .ascii("main", 0x0110, "EOS R5")
        .ascii("main", 0x013B, "Someone")
        .ascii("main", 0x010E, "from EXIF")
        .short("main", 0x0112, 6)
        .ascii("exif", 0x9003, "2020:02:29 12:34:56")
        .ascii("exif", 0x9291, "50")
        .ascii("exif", 0x9011, "+09:00")
        .rationals("exif", 0x829A, &[(1, 200)])
        .rationals("exif", 0x829D, &[(28, 10)])
        .short("exif", 0x8827, 400)
        .raw("exif", 0x9286, 7, 14, b"UNICODE\0\0h\0i\0!")
        .ascii("gps", 1, "S")
        .rationals("gps", 2, &[(37, 1), (30, 1), (0, 0)])
        .ascii("gps", 3, "W")
        .rationals("gps", 4, &[(122, 1), (15, 1), (36, 1)])
        .raw("gps", 5, 1, 1, &[1])
        .rationals("gps", 6, &[(25, 2)])
        .rationals("gps", 7, &[(1, 1), (2, 1), (3, 1)])
        .ascii("gps", 0x1D, "2020:02:29")
        .build()
}

/// An XMP packet around properties.
pub fn xmp(properties: &str) -> String {
    format!(
        "<?xpacket begin=\"\u{feff}\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF \
         xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
         xmlns:lr=\"http://ns.adobe.com/lightroom/1.0/\" xmlns:tiff=\"http://ns.adobe.com/tiff/1.0/\" \
         xmlns:exif=\"http://ns.adobe.com/exif/1.0/\" \
         xmlns:xmpNote=\"http://ns.adobe.com/xmp/note/\">{properties}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
}

/// IPTC data sets of record 2.
pub fn iptc(sets: &[(u8, &str)]) -> Vec<u8> {
    let mut out = b"\x1C\x01\x5A\0\x03\x1B%G".to_vec();
    for (number, text) in sets {
        out.extend([0x1C, 2, *number]);
        out.extend((text.len() as u16).to_be_bytes());
        out.extend(text.as_bytes());
    }
    out
}

/// A JPEG of segments and an empty scan.
pub fn jpeg(segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    for (marker, data) in segments {
        out.extend([0xFF, *marker]);
        out.extend((data.len() as u16 + 2).to_be_bytes());
        out.extend(data);
    }
    out.extend([0xFF, 0xDA, 0, 2, 0xFF, 0xD9]);
    out
}

/// The segment of an EXIF block.
pub fn exif_segment(block: &[u8]) -> (u8, Vec<u8>) {
    (0xE1, [b"Exif\0\0", block].concat())
}

/// The segment of an XMP packet.
pub fn xmp_segment(packet: &str) -> (u8, Vec<u8>) {
    (0xE1, [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat())
}

/// The segment of IPTC data sets inside a Photoshop block.
pub fn iptc_segment(sets: &[u8]) -> (u8, Vec<u8>) {
    let size = (sets.len() as u32).to_be_bytes();
    let padding = &[0][..sets.len() & 1];
    (0xED, [b"Photoshop 3.0\x008BIM\x04\x04\0\0", &size[..], sets, padding].concat())
}

/// A PNG of chunks: signature, a header of one grey pixel, then `chunks`, then the end. CRCs are zero:
/// metadata readers do not look at them.
pub fn png(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1A\n".to_vec();
    let header = vec![0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
    let end = (b"IEND", Vec::new());
    for (name, data) in std::iter::once(&(b"IHDR", header)).chain(chunks).chain(std::iter::once(&end)) {
        out.extend((data.len() as u32).to_be_bytes());
        out.extend(*name);
        out.extend(data);
        out.extend([0; 4]);
    }
    out
}

/// The data of a plain text chunk.
pub fn text_chunk(keyword: &str, text: &[u8]) -> Vec<u8> {
    [keyword.as_bytes(), b"\0", text].concat()
}

/// The data of an international text chunk, deflated or not.
pub fn itxt_chunk(keyword: &str, text: &str, deflated: bool) -> Vec<u8> {
    let body = if deflated { zlib(text.as_bytes()) } else { text.as_bytes().to_vec() };
    [keyword.as_bytes(), &[0, u8::from(deflated), 0], b"ko\0translated\0", &body].concat()
}

/// The data of a deflated text chunk.
pub fn ztxt_chunk(keyword: &str, text: &[u8]) -> Vec<u8> {
    [keyword.as_bytes(), b"\0\0", &zlib(text)].concat()
}

/// A zlib stream.
pub fn zlib(data: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).expect("memory");
    encoder.finish().expect("memory")
}

/// A WebP of chunks.
pub fn webp(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, data) in chunks {
        body.extend(*name);
        body.extend((data.len() as u32).to_le_bytes());
        body.extend(data);
        body.resize(body.len() + (data.len() & 1), 0);
    }
    [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body].concat()
}

/// An AVIF with an EXIF item in the file and an XMP item inside the meta box.
pub fn avif(exif: &[u8], packet: &str) -> Vec<u8> {
    let block = |name: &[u8; 4], data: &[u8]| [&(data.len() as u32 + 8).to_be_bytes()[..], name, data].concat();
    let ftyp = block(b"ftyp", b"avif\0\0\0\0avifmif1miaf");
    let infe = |id: u8, kind: &[u8], rest: &[u8]| block(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind, rest].concat());
    let iinf = [&[0, 0, 0, 0, 0, 2][..], &infe(1, b"Exif", b"\0"), &infe(2, b"mime", b"name\0application/rdf+xml\0")];
    let place = |id: u8, method: u8, offset: usize, length: usize| {
        let numbers = [(offset as u32).to_be_bytes(), (length as u32).to_be_bytes()].concat();
        [&[0, id, 0, method, 0, 0, 0, 1][..], &numbers].concat()
    };
    let meta_of = |exif_at: usize| {
        let places = [place(1, 0, exif_at, exif.len() + 4), place(2, 1, 0, packet.len())].concat();
        let iloc = [&[1, 0, 0, 0, 0x44, 0, 0, 2][..], &places].concat();
        let children = [block(b"iinf", &iinf.concat()), block(b"iloc", &iloc), block(b"idat", packet.as_bytes())];
        block(b"meta", &[&[0; 4][..], &children.concat()].concat())
    };
    let exif_at = ftyp.len() + meta_of(0).len() + 8;
    [ftyp, meta_of(exif_at), block(b"mdat", &[&[0; 4], exif].concat())].concat()
}
