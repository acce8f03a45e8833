use std::cell::Cell;
use std::io::Read;

use flate2::read::ZlibDecoder;
use imageparser_base::{ByteSource, Error, Limits, Result};

use super::prediction;
use crate::header::Header;
use crate::rle;

/// How the merged picture is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// Samples as they are.
    Raw,
    /// `PackBits` row by row, with a table of row lengths before.
    Rle,
    /// One zlib stream.
    Zip,
    /// One zlib stream of differences.
    ZipPrediction,
}

impl Compression {
    pub(crate) fn from_code(code: u16) -> Option<Self> {
        [Self::Raw, Self::Rle, Self::Zip, Self::ZipPrediction].get(usize::from(code)).copied()
    }
}

/// Where the merged picture lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergedData {
    /// Where the samples (or the table of row lengths) start.
    pub offset: u64,
    /// How they are packed.
    pub compression: Compression,
}

impl MergedData {
    /// Where the picture ends if it is whole; `None` where only unpacking would tell.
    pub(crate) fn end(self, source: &mut dyn ByteSource, header: &Header) -> Result<Option<u64>> {
        let rows = u64::from(header.height) * u64::from(header.channels);
        match self.compression {
            Compression::Raw => Ok(Some(self.offset + rows * header.row_bytes())),
            Compression::Rle => {
                let table = rows * width_of_length(header);
                let mut end = self.offset + table;
                if end <= source.len() {
                    each_length(source, self.offset, rows, header, &mut |length| end += u64::from(length))?;
                }
                Ok(Some(end))
            }
            Compression::Zip | Compression::ZipPrediction => Ok(None),
        }
    }
}

/// Gives the unpacked rows of some channels, band by band from the top, without holding a whole channel.
pub(crate) struct Rows {
    header: Header,
    store: Store,
    packed: Vec<u8>,
}

enum Store {
    /// Where the first row of each channel starts.
    Raw(Vec<u64>),
    Rle(Vec<PackedChannel>),
    /// Every channel of the picture unpacked, and which of them are wanted.
    Whole(Vec<u8>, Vec<usize>),
}

/// The rows of one channel that were not read yet.
struct PackedChannel {
    next: u64,
    lengths: Vec<u32>,
}

impl Rows {
    /// Prepare to read the given channels.
    pub(crate) fn open(
        source: &mut dyn ByteSource,
        header: &Header,
        data: MergedData,
        channels: &[usize],
        limits: &Limits,
    ) -> Result<Self> {
        let plane = u64::from(header.height) * header.row_bytes();
        let store = match data.compression {
            Compression::Raw => Store::Raw(channels.iter().map(|&c| data.offset + plane * c as u64).collect()),
            Compression::Rle => Store::Rle(packed_channels(source, header, data.offset, channels)?),
            Compression::Zip => Store::Whole(inflate(source, header, data.offset, limits)?, channels.to_vec()),
            Compression::ZipPrediction => {
                let mut bytes = inflate(source, header, data.offset, limits)?;
                let length = header.row_bytes() as usize;
                let mut scratch = vec![0; length];
                bytes.chunks_exact_mut(length).for_each(|row| prediction::undo(row, header.depth, &mut scratch));
                Store::Whole(bytes, channels.to_vec())
            }
        };
        Ok(Self { header: *header, store, packed: Vec::new() })
    }

    /// Unpack `target.len() / row_bytes` rows from `first` of the `index`-th wanted channel. Bands must follow each
    /// other. What the file does not hold is zero; gives whether it holds anything of the band.
    pub(crate) fn read(
        &mut self,
        source: &mut dyn ByteSource,
        index: usize,
        first: u32,
        target: &mut [u8],
    ) -> Result<bool> {
        let row_bytes = self.header.row_bytes();
        let start = u64::from(first) * row_bytes;
        match &mut self.store {
            Store::Raw(starts) => {
                let at = starts[index] + start;
                let here = source.len().saturating_sub(at).min(target.len() as u64) as usize;
                source.read_at(at, &mut target[..here])?;
                target[here..].fill(0);
                Ok(here > 0)
            }
            Store::Rle(channels) => channels[index].read(source, &mut self.packed, row_bytes as usize, first, target),
            Store::Whole(bytes, channels) => {
                let at = channels[index] as u64 * u64::from(self.header.height) * row_bytes + start;
                let rest = bytes.get(at as usize..).unwrap_or_default();
                let here = rest.len().min(target.len());
                target[..here].copy_from_slice(&rest[..here]);
                target[here..].fill(0);
                Ok(here > 0)
            }
        }
    }
}

impl PackedChannel {
    fn read(
        &mut self,
        source: &mut dyn ByteSource,
        packed: &mut Vec<u8>,
        row_bytes: usize,
        first: u32,
        target: &mut [u8],
    ) -> Result<bool> {
        let rows = target.len() / row_bytes;
        let lengths = self.lengths.get(first as usize..first as usize + rows).unwrap_or_default();
        let total: u64 = lengths.iter().map(|&length| u64::from(length)).sum();
        let here = source.len().saturating_sub(self.next).min(total);
        let sane = 2 * target.len() as u64 + 128; // PackBits at its worst: one code for each byte
        if total > sane {
            let at = self.next;
            return Err(Error::corrupt(format!(
                "merged image data at offset {at}: {rows} rows of {total} packed bytes"
            )));
        }
        let here = here as usize;
        packed.resize(here + rle::SLACK, 0);
        source.read_at(self.next, &mut packed[..here])?;
        self.next += total;
        let end = Cell::new(0);
        rle::unpack_rows(packed, target, row_bytes, |row| {
            let start = end.get();
            end.set((start + lengths.get(row).map_or(0, |&length| length as usize)).min(here));
            start..end.get()
        });
        Ok(here > 0 || (total == 0 && self.next < source.len()))
    }
}

fn width_of_length(header: &Header) -> u64 {
    if header.psb { 4 } else { 2 }
}

fn packed_channels(
    source: &mut dyn ByteSource,
    header: &Header,
    offset: u64,
    channels: &[usize],
) -> Result<Vec<PackedChannel>> {
    let height = u64::from(header.height);
    let width = width_of_length(header);
    let mut next = offset + height * u64::from(header.channels) * width;
    if next > source.len() {
        return Err(Error::corrupt(format!(
            "merged image data at offset {offset}: the table of row lengths ends early"
        )));
    }
    let last = channels.iter().max().copied().unwrap_or_default();
    let mut found = Vec::new();
    for channel in 0..=last {
        let wanted = channels.contains(&channel);
        let mut lengths = Vec::with_capacity(if wanted { height as usize } else { 0 });
        let start = next;
        let table = offset + channel as u64 * height * width;
        each_length(source, table, height, header, &mut |length| {
            next += u64::from(length);
            if wanted {
                lengths.push(length);
            }
        })?;
        if wanted {
            found.push((channel, PackedChannel { next: start, lengths }));
        }
    }
    let mut ordered = Vec::with_capacity(channels.len());
    for channel in channels {
        let place = found.iter().position(|(number, _)| number == channel);
        let place = place.ok_or_else(|| Error::internal("a channel is asked for twice"))?;
        ordered.push(found.swap_remove(place).1);
    }
    Ok(ordered)
}

/// Call `take` with `count` row lengths from `offset`.
fn each_length(
    source: &mut dyn ByteSource,
    offset: u64,
    count: u64,
    header: &Header,
    take: &mut dyn FnMut(u32),
) -> Result<()> {
    const AT_ONCE: u64 = 8192;
    let width = width_of_length(header);
    let mut done = 0;
    while done < count {
        let part = (count - done).min(AT_ONCE);
        let bytes = source.read_vec(offset + done * width, part * width)?;
        if header.psb {
            bytes.as_chunks::<4>().0.iter().for_each(|&length| take(u32::from_be_bytes(length)));
        } else {
            bytes.as_chunks::<2>().0.iter().for_each(|&length| take(u32::from(u16::from_be_bytes(length))));
        }
        done += part;
    }
    Ok(())
}

/// Unpack a zlib stream that holds every channel; what is missing at its end stays missing.
fn inflate(source: &mut dyn ByteSource, header: &Header, offset: u64, limits: &Limits) -> Result<Vec<u8>> {
    let row_bits = u64::from(header.channels) * u64::from(header.depth);
    limits.check(header.width, header.height, row_bits.div_ceil(8))?;
    let expected = u64::from(header.height) * u64::from(header.channels) * header.row_bytes();
    let mut bytes = Vec::new();
    let reader = SourceReader { source, at: offset };
    let outcome = ZlibDecoder::new(reader).take(expected).read_to_end(&mut bytes);
    match outcome {
        Err(error) if bytes.is_empty() => Err(Error::corrupt(format!("merged image data at offset {offset}: {error}"))),
        _ => Ok(bytes),
    }
}

/// A byte source read from one place on.
struct SourceReader<'a> {
    source: &'a mut dyn ByteSource,
    at: u64,
}

impl Read for SourceReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let here = self.source.len().saturating_sub(self.at).min(buffer.len() as u64) as usize;
        self.source.read_at(self.at, &mut buffer[..here]).map_err(std::io::Error::other)?;
        self.at += here as u64;
        Ok(here)
    }
}
