//! Writes small documents, so that the tests mean something without the corpus.

use std::io::Write;

/// A document to be written; the planes are raw samples, all rows of channel 0, then of channel 1, and so on.
#[derive(Debug, Clone)]
pub struct Maker {
    pub psb: bool,
    pub width: u32,
    pub height: u32,
    pub depth: u16,
    pub mode: u16,
    pub color_mode_data: Vec<u8>,
    pub resources: Vec<(u16, Vec<u8>)>,
    /// Negative: the first extra channel is transparency.
    pub layers: Vec<LayerMaker>,
    pub negative: bool,
    /// Written (with the blocks behind it) where one of them is not empty.
    pub global_mask: Vec<u8>,
    pub blocks: Vec<([u8; 4], Vec<u8>)>,
    pub compression: u16,
    pub planes: Vec<Vec<u8>>,
}

/// A layer record; the bytes of a channel begin with its compression; see [`channel`].
#[derive(Debug, Clone)]
pub struct LayerMaker {
    pub name: Vec<u8>,
    pub bbox: [i32; 4],
    pub blocks: Vec<([u8; 4], Vec<u8>)>,
    pub channels: Vec<(i16, Vec<u8>)>,
    pub blend: [u8; 4],
    pub opacity: u8,
    pub clipping: bool,
    pub flags: u8,
    pub mask: Vec<u8>,
    pub ranges: Vec<u8>,
}

impl Default for LayerMaker {
    fn default() -> Self {
        Self {
            name: Vec::new(),
            bbox: [0; 4],
            blocks: Vec::new(),
            channels: Vec::new(),
            blend: *b"norm",
            opacity: 255,
            clipping: false,
            flags: 0,
            mask: Vec::new(),
            ranges: Vec::new(),
        }
    }
}

/// A block with a Unicode string.
pub fn luni(text: &str) -> ([u8; 4], Vec<u8>) {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    (*b"luni", [(units.len() as u32 / 2).to_be_bytes().as_slice(), &units].concat())
}

impl Maker {
    pub fn new(width: u32, height: u32, depth: u16, mode: u16, planes: Vec<Vec<u8>>) -> Self {
        Self {
            psb: false,
            width,
            height,
            depth,
            mode,
            color_mode_data: Vec::new(),
            resources: Vec::new(),
            layers: Vec::new(),
            negative: false,
            global_mask: Vec::new(),
            blocks: Vec::new(),
            compression: 1,
            planes,
        }
    }

    pub fn write(&self) -> Vec<u8> {
        let mut out = b"8BPS".to_vec();
        out.extend((1 + u16::from(self.psb)).to_be_bytes());
        out.extend([0; 6]);
        out.extend((self.planes.len() as u16).to_be_bytes());
        out.extend(self.height.to_be_bytes());
        out.extend(self.width.to_be_bytes());
        out.extend(self.depth.to_be_bytes());
        out.extend(self.mode.to_be_bytes());
        with_length(&mut out, false, &self.color_mode_data);
        let mut resources = Vec::new();
        for (id, data) in &self.resources {
            resources.extend([b"8BIM".as_slice(), &id.to_be_bytes(), &[0, 0]].concat());
            with_length(&mut resources, false, data);
            resources.extend(vec![0; data.len() % 2]);
        }
        with_length(&mut out, false, &resources);
        let mut section = Vec::new();
        with_length(&mut section, self.psb, &self.layer_info());
        self.document_blocks(&mut section);
        with_length(&mut out, self.psb, &section);
        out.extend(self.compression.to_be_bytes());
        out.extend(self.pixels());
        out
    }

    fn layer_info(&self) -> Vec<u8> {
        if self.layers.is_empty() && !self.negative {
            return Vec::new();
        }
        let count = self.layers.len() as i16;
        let mut out = (if self.negative { -count } else { count }).to_be_bytes().to_vec();
        for layer in &self.layers {
            let [left, top, right, bottom] = layer.bbox;
            out.extend([top, left, bottom, right].iter().flat_map(|side| side.to_be_bytes()));
            out.extend((layer.channels.len() as u16).to_be_bytes());
            for (id, data) in &layer.channels {
                out.extend(id.to_be_bytes());
                length(&mut out, self.psb, data.len());
            }
            out.extend(b"8BIM");
            out.extend(layer.blend);
            out.extend([layer.opacity, u8::from(layer.clipping), layer.flags, 0]);
            let mut extra = Vec::new();
            with_length(&mut extra, false, &layer.mask);
            with_length(&mut extra, false, &layer.ranges);
            extra.push(layer.name.len() as u8);
            extra.extend(&layer.name);
            extra.resize(extra.len().next_multiple_of(4), 0);
            for (key, data) in &layer.blocks {
                extra.extend(b"8BIM");
                extra.extend(key);
                with_length(&mut extra, false, data);
            }
            with_length(&mut out, false, &extra);
        }
        out.extend(self.layers.iter().flat_map(|layer| &layer.channels).flat_map(|(_, data)| data));
        out.resize(out.len().next_multiple_of(4), 0);
        out
    }

    fn document_blocks(&self, section: &mut Vec<u8>) {
        if self.blocks.is_empty() && self.global_mask.is_empty() {
            return;
        }
        with_length(section, false, &self.global_mask);
        for (key, data) in &self.blocks {
            section.extend(b"8BIM");
            section.extend(key);
            with_length(section, self.psb && matches!(key, b"lnk2" | b"lnkE"), data);
            section.resize(section.len() + data.len().next_multiple_of(4) - data.len(), 0);
        }
    }

    fn row_bytes(&self) -> usize {
        (self.width as usize * usize::from(self.depth)).div_ceil(8)
    }

    fn pixels(&self) -> Vec<u8> {
        packed(&self.planes.concat(), self.row_bytes(), self.depth, self.compression, self.psb)
    }
}

/// The samples of one channel of a layer, packed, with the compression word.
pub fn channel(plane: &[u8], row_bytes: usize, depth: u16, compression: u16, psb: bool) -> Vec<u8> {
    [compression.to_be_bytes().to_vec(), packed(plane, row_bytes, depth, compression, psb)].concat()
}

fn packed(samples: &[u8], row_bytes: usize, depth: u16, compression: u16, psb: bool) -> Vec<u8> {
    let rows = samples.chunks_exact(row_bytes);
    match compression {
        0 => samples.to_vec(),
        1 => {
            let packed: Vec<Vec<u8>> = rows.map(pack).collect();
            let width = if psb { 4 } else { 2 };
            let table = packed.iter().flat_map(|row| (row.len() as u32).to_be_bytes()[4 - width..].to_vec());
            table.collect::<Vec<_>>().into_iter().chain(packed.concat()).collect()
        }
        2 => zip(samples),
        _ => zip(&rows.flat_map(|row| predict(row, depth)).collect::<Vec<_>>()),
    }
}

fn with_length(out: &mut Vec<u8>, wide: bool, data: &[u8]) {
    length(out, wide, data.len());
    out.extend(data);
}

fn length(out: &mut Vec<u8>, wide: bool, length: usize) {
    if wide {
        out.extend((length as u64).to_be_bytes());
    } else {
        out.extend((length as u32).to_be_bytes());
    }
}

/// `PackBits` with runs of three and more.
fn pack(row: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut literal: Vec<u8> = Vec::new();
    let mut at = 0;
    while at < row.len() {
        let run = row[at..].iter().take(128).take_while(|&&value| value == row[at]).count();
        if run >= 3 || literal.len() == 128 {
            flush(&mut out, &mut literal);
        }
        if run >= 3 {
            out.extend([(257 - run) as u8, row[at]]);
            at += run;
        } else {
            literal.push(row[at]);
            at += 1;
        }
    }
    flush(&mut out, &mut literal);
    out
}

fn flush(out: &mut Vec<u8>, literal: &mut Vec<u8>) {
    if !literal.is_empty() {
        out.push((literal.len() - 1) as u8);
        out.append(literal);
    }
}

fn predict(row: &[u8], depth: u16) -> Vec<u8> {
    let bytes =
        |row: &[u8]| row.iter().scan(0u8, |last, &v| Some(v.wrapping_sub(std::mem::replace(last, v)))).collect();
    match depth {
        16 => {
            let words = row.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            words
                .scan(0u16, |last, v| Some(v.wrapping_sub(std::mem::replace(last, v)).to_be_bytes()))
                .flatten()
                .collect()
        }
        32 => bytes(&(0..4).flat_map(|plane| row.iter().skip(plane).step_by(4).copied()).collect::<Vec<u8>>()),
        _ => bytes(row),
    }
}

fn zip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}
