use imageparser_base::{Error, Limits, Result};

use crate::bytes::be32;

/// Stored colour type (PNG 3rd edition, 11.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Color {
    Grey,
    Rgb,
    Palette,
    GreyAlpha,
    Rgba,
}

/// The IHDR chunk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) depth: u8,
    pub(crate) color: Color,
    pub(crate) interlaced: bool,
}

impl Header {
    /// Parse the 13 bytes of IHDR.
    pub(crate) fn parse(data: &[u8; 13]) -> Result<Self> {
        let (width, height) = (be32(data, 0), be32(data, 4));
        let color = match (data[9], data[8]) {
            (0, 1 | 2 | 4 | 8 | 16) => Color::Grey,
            (2, 8 | 16) => Color::Rgb,
            (3, 1 | 2 | 4 | 8) => Color::Palette,
            (4, 8 | 16) => Color::GreyAlpha,
            (6, 8 | 16) => Color::Rgba,
            (color, depth) => return Err(Error::corrupt(format!("PNG colour type {color} with {depth} bits"))),
        };
        if width == 0 || height == 0 || width > i32::MAX as u32 || height > i32::MAX as u32 {
            return Err(Error::corrupt(format!("the PNG header says {width} x {height} pixels")));
        }
        match data[10..] {
            [0, 0, interlace @ (0 | 1)] => {
                Ok(Self { width, height, depth: data[8], color, interlaced: interlace == 1 })
            }
            _ => Err(Error::unsupported("PNG compression, filter or interlace method is unknown")),
        }
    }

    /// Samples of one stored pixel.
    pub(crate) fn channels(&self) -> usize {
        match self.color {
            Color::Grey | Color::Palette => 1,
            Color::GreyAlpha => 2,
            Color::Rgb => 3,
            Color::Rgba => 4,
        }
    }

    fn bits_per_pixel(&self) -> u64 {
        self.channels() as u64 * u64::from(self.depth)
    }

    /// Bytes of one row of `width` pixels without its filter byte.
    pub(crate) fn row_bytes(&self, width: u32) -> u64 {
        (u64::from(width) * self.bits_per_pixel()).div_ceil(8)
    }

    /// The distance in bytes that filters look back.
    pub(crate) fn filter_distance(&self) -> usize {
        (self.bits_per_pixel() / 8).max(1) as usize
    }
}

/// Everything of a PNG file that decoding needs, borrowed from its bytes.
pub(crate) struct Chunks<'a> {
    pub(crate) header: Header,
    pub(crate) palette: &'a [u8],
    pub(crate) transparency: Option<&'a [u8]>,
    pub(crate) exif: Option<&'a [u8]>,
    pub(crate) icc: Option<Vec<u8>>,
    pub(crate) data: Vec<&'a [u8]>,
    pub(crate) warnings: Vec<String>,
}

impl<'a> Chunks<'a> {
    /// Walk all chunks; a wrong checksum or a file that ends early is a warning.
    pub(crate) fn parse(bytes: &'a [u8], limits: &Limits) -> Result<Self> {
        let ihdr = bytes.get(8..33).filter(|chunk| chunk.starts_with(b"\0\0\0\x0dIHDR"));
        let ihdr = ihdr.and_then(|chunk| chunk[8..21].first_chunk());
        let header = Header::parse(ihdr.ok_or_else(|| Error::corrupt("the PNG file has no complete header"))?)?;
        let mut this = Self {
            header,
            palette: &[],
            transparency: None,
            exif: None,
            icc: None,
            data: Vec::new(),
            warnings: Vec::new(),
        };
        this.walk(bytes, limits);
        if this.data.iter().all(|part| part.is_empty()) {
            return Err(Error::corrupt("the PNG file has no picture data"));
        }
        if header.color == Color::Palette && this.palette.is_empty() {
            return Err(Error::corrupt("the PNG file has no palette"));
        }
        Ok(this)
    }

    fn walk(&mut self, bytes: &'a [u8], limits: &Limits) {
        let mut at = 8;
        loop {
            let Some(kind) = bytes.get(at + 4..at + 8) else {
                self.warnings.push("the PNG file ends before its end chunk".into());
                return;
            };
            let length = be32(bytes, at) as usize;
            let end = at.saturating_add(8).saturating_add(length);
            let data = &bytes[at + 8..end.min(bytes.len())];
            if end > bytes.len() && kind != b"IDAT" {
                self.warnings.push(format!("the PNG file ends inside its {} chunk", kind.escape_ascii()));
                return;
            }
            if kind == b"IEND" {
                return;
            }
            let sum = bytes.get(end..end.saturating_add(4)).map(|raw| be32(raw, 0));
            if sum.is_some_and(|sum| sum != checksum(&bytes[at + 4..end])) {
                self.warnings.push(format!("the checksum of the PNG chunk {} is wrong", kind.escape_ascii()));
            }
            self.take(kind, data, limits);
            at = end.saturating_add(4);
        }
    }

    fn take(&mut self, kind: &[u8], data: &'a [u8], limits: &Limits) {
        match kind {
            b"IDAT" => self.data.push(data),
            b"PLTE" => self.palette = data,
            b"tRNS" => self.transparency = Some(data),
            b"eXIf" => self.exif = Some(data),
            b"iCCP" if self.icc.is_none() => match inflate_profile(data, limits) {
                Ok(profile) => self.icc = Some(profile),
                Err(error) => self.warnings.push(error.message().to_owned()),
            },
            _ => {}
        }
    }
}

fn checksum(data: &[u8]) -> u32 {
    libdeflater::crc32(data)
}

/// Whether `data` of a chunk `kind` has the checksum `sum`.
pub(crate) fn checksum_fits(kind: [u8; 4], data: &[u8], sum: u32) -> bool {
    let mut crc = libdeflater::Crc::new();
    crc.update(&kind);
    crc.update(data);
    crc.sum() == sum
}

/// The profile of an iCCP chunk: name, zero, method zero, zlib stream.
pub(crate) fn inflate_profile(data: &[u8], limits: &Limits) -> Result<Vec<u8>> {
    let broken = || Error::corrupt("the PNG colour profile chunk is broken");
    let name = data.iter().take(80).position(|&b| b == 0).ok_or_else(broken)?;
    let stream = data.get(name + 2..).ok_or_else(broken)?;
    let mut capacity = (stream.len() * 4).max(4096);
    let most = limits.max_metadata as usize;
    loop {
        let mut profile = vec![0; capacity.min(most)];
        match libdeflater::Decompressor::new().zlib_decompress(stream, &mut profile) {
            Ok(length) => {
                profile.truncate(length);
                return Ok(profile);
            }
            Err(libdeflater::DecompressionError::InsufficientSpace) if capacity < most => capacity *= 4,
            Err(libdeflater::DecompressionError::InsufficientSpace) => {
                return Err(Error::too_large("the PNG colour profile is larger than the limit for metadata"));
            }
            Err(_) => return Err(broken()),
        }
    }
}
