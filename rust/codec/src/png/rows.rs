use imageparser_base::{BoxReducer, Limits, Pixels, Result};

use super::chunks::{Chunks, Header};
use super::expand::Expander;
use super::inflate::{Inflater, at_once};
use super::unfilter::{UnknownFilter, unfilter_row, unfilter_rows};
use crate::decode::{Want, factor};
use crate::stored_rows::RowSink;

/// Pictures whose rows take no more than this are inflated at once; larger ones stream.
const AT_ONCE: u64 = 16 << 20;
/// A stream is unfiltered in blocks of about this size, which stay in the processor's cache.
const BLOCK: usize = 128 << 10;

/// Decode a picture that is not interlaced, reducing rows as they come.
pub(crate) fn decode(png: &mut Chunks, want: Want, limits: &Limits) -> Result<Pixels> {
    let header = png.header;
    let mut expander = Expander::new(png);
    let factor = factor(header.width, header.height, want);
    check_memory(&header, factor, expander.format.channels() as u64, limits)?;
    let mut reducer = BoxReducer::new(header.width, header.height, expander.format, factor);
    let width = header.width as usize;
    let mut sink = |row: &[u8]| reducer.push_row(expander.expand(row, width));
    let all = (header.row_bytes(header.width) + 1) * u64::from(header.height);
    let done = all <= AT_ONCE.min(limits.max_memory) && whole(png, &mut sink);
    let complaint = if done { None } else { streamed(png, &mut sink)? };
    let (seen, height) = (reducer.rows_seen(), header.height as usize);
    if let Some(complaint) = complaint {
        png.warnings.push(format!("{complaint}: {seen} of {height} rows are there"));
    }
    reducer.finish()
}

fn check_memory(header: &Header, factor: u32, channels: u64, limits: &Limits) -> Result<()> {
    limits.check(header.width, header.height, 0)?;
    limits.check(header.width.div_ceil(factor), header.height.div_ceil(factor), channels)?;
    limits.check(1, 1, 3 * (header.row_bytes(header.width) + u64::from(header.width) * channels))
}

/// Inflate all rows, then unfilter them; false, with nothing given to `sink`, where the data is not flawless.
fn whole(png: &Chunks, sink: &mut dyn FnMut(&[u8])) -> bool {
    let header = png.header;
    let stride = header.row_bytes(header.width) as usize + 1;
    let height = header.height as usize;
    let compressed: usize = png.data.iter().map(|part| part.len()).sum();
    if stride * height / 1040 > compressed {
        return false; // more than deflate can ever inflate to: the picture is cut short
    }
    let mut rows = vec![0; stride * (height + 1)];
    if at_once(&png.data, &mut rows[stride..]).is_none() {
        return false;
    }
    if rows.iter().step_by(stride).any(|&filter| filter > 4) {
        return false;
    }
    unfilter_rows(&mut rows, stride, header.filter_distance(), sink).is_ok()
}

/// Inflate and unfilter block by block; the complaint where the data ended or broke early.
fn streamed(png: &Chunks, sink: &mut dyn FnMut(&[u8])) -> Result<Option<&'static str>> {
    let header = png.header;
    let stride = header.row_bytes(header.width) as usize + 1;
    let mut inflater = Inflater::new(&png.data)?;
    let rows_per_block = (BLOCK / stride).clamp(1, header.height as usize);
    let mut block = vec![0; stride * (rows_per_block + 1)];
    let mut left = header.height as usize;
    while left > 0 {
        let rows = rows_per_block.min(left);
        let filled = inflater.fill(&mut block[stride..stride * (rows + 1)]);
        let complete = filled / stride;
        if let Err(UnknownFilter(_)) =
            unfilter_rows(&mut block[..stride * (complete + 1)], stride, header.filter_distance(), sink)
        {
            return Ok(Some("the PNG picture data is broken"));
        }
        left -= complete;
        if complete < rows {
            let why =
                if inflater.is_broken() { "the PNG picture data is broken" } else { "the PNG picture ends early" };
            return Ok(Some(why));
        }
        block.copy_within(stride * rows..stride * (rows + 1), 0);
    }
    Ok(None)
}

/// Hand out the rows until the data ends or no more are wanted.
pub(crate) fn one_by_one(png: &Chunks, limits: &Limits, sink: &mut dyn RowSink) -> Result<()> {
    let header = png.header;
    limits.check(header.width, header.height, 0)?;
    limits.check(1, 1, 3 * header.row_bytes(header.width))?;
    let mut expander = Expander::new(png);
    if sink.begin(header.width, header.height, expander.format.channels()) {
        let mut inflater = Inflater::new(&png.data)?;
        let size = (header.width, header.height);
        let mut give = |_, row: &[u8]| sink.row(expander.expand(row, header.width as usize));
        pass_while(&mut inflater, &header, size, &mut give);
    }
    Ok(())
}

/// Read the rows of one pass of an interlaced picture; false when the data ends first.
pub(crate) fn pass(
    inflater: &mut Inflater,
    header: &Header,
    (width, height): (u32, u32),
    sink: &mut dyn FnMut(usize, &[u8]),
) -> bool {
    let mut all = |y: usize, row: &[u8]| {
        sink(y, row);
        true
    };
    pass_while(inflater, header, (width, height), &mut all)
}

/// As [`pass`], as long as the sink asks for more; false when the data ends first.
fn pass_while(
    inflater: &mut Inflater,
    header: &Header,
    (width, height): (u32, u32),
    sink: &mut dyn FnMut(usize, &[u8]) -> bool,
) -> bool {
    let stride = header.row_bytes(width) as usize + 1;
    let (mut previous, mut current) = (vec![0; stride], vec![0; stride]);
    for y in 0..height as usize {
        if inflater.fill(&mut current) < stride {
            return false;
        }
        if unfilter_row(current[0], &previous[1..], &mut current[1..], header.filter_distance()).is_err() {
            return false;
        }
        if !sink(y, &current[1..]) {
            break;
        }
        std::mem::swap(&mut previous, &mut current);
    }
    true
}
