use super::bits::{Bits, ScanData};
use super::huffman::{Skip, Table, advance};
use super::{Component, Reader};

/// A component of a scan and its tables.
pub(super) struct Member {
    pub(super) index: usize,
    pub(super) dc: usize,
    pub(super) ac: usize,
}

/// What a scan does to DC values.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// Sequential: DC and AC of each block.
    Baseline,
    /// Progressive, first DC scan: values without their lowest bits.
    First(u8),
    /// Progressive, one more bit of each value.
    Refine(u8),
}

/// The part of a component that one MCU covers, and how to decode its blocks.
struct Unit<'a> {
    component: Component,
    index: usize,
    width: usize,
    height: usize,
    coder: Coder<'a>,
    last: i32,
}

enum Coder<'a> {
    Baseline(&'a Table, &'a Table, &'a [Skip]),
    First(&'a Table, u8),
    Refine(u8),
}

/// Decode a scan into the planes; `None` where anything is wrong with it.
pub(super) fn decode(reader: &mut Reader, members: &[Member], data: &ScanData, step: Step) -> Option<()> {
    let mut components = std::mem::take(&mut reader.components);
    let mut units = Vec::new();
    for member in members {
        let dc = reader.dc_tables.get(member.dc)?.as_ref();
        let coder = match step {
            Step::Baseline => {
                let (table, skips) = reader.ac_tables.get(member.ac)?.as_ref()?;
                Coder::Baseline(dc?, table, skips)
            }
            Step::First(low) => Coder::First(dc?, low),
            Step::Refine(low) => Coder::Refine(low),
        };
        let empty = Component { plane: Vec::new(), ..*components.get(member.index)? };
        let component = std::mem::replace(&mut components[member.index], empty);
        let (width, height) = if members.len() == 1 { (1, 1) } else { (component.horizontal, component.vertical) };
        units.push(Unit { component, index: member.index, width, height, coder, last: 0 });
    }
    let outcome = run(&mut units, reader, data);
    for unit in units {
        components[unit.index] = unit.component;
    }
    reader.components = components;
    outcome
}

/// Decode all MCUs; a scan of one component has one block in each, and no padding.
fn run(units: &mut [Unit], reader: &Reader, data: &ScanData) -> Option<()> {
    let first = units.first()?;
    let (columns, rows) = if units.len() == 1 {
        (first.component.columns, first.component.rows)
    } else {
        (first.component.stride / first.width, first.component.plane.len() / first.component.stride / first.height)
    };
    let interval = if reader.restart_interval == 0 { usize::MAX } else { reader.restart_interval };
    let (mut bits, mut next_interval, mut left) = (data.interval(0)?, 1, interval);
    for y in 0..rows {
        for x in 0..columns {
            if left == 0 {
                bits = data.interval(next_interval)?;
                next_interval += 1;
                left = interval;
                for unit in &mut *units {
                    unit.last = 0;
                }
            }
            left -= 1;
            for unit in &mut *units {
                unit.mcu(&mut bits, x, y)?;
            }
        }
        if bits.is_spent() {
            return None;
        }
    }
    Some(())
}

impl Unit<'_> {
    #[inline]
    fn mcu(&mut self, bits: &mut Bits, x: usize, y: usize) -> Option<()> {
        for v in 0..self.height {
            let start = (y * self.height + v) * self.component.stride + x * self.width;
            for at in start..start + self.width {
                match self.coder {
                    Coder::Baseline(dc, ac, skips) => {
                        self.last = self.last.wrapping_add(difference(bits, dc)?);
                        self.component.plane[at] = self.last as i16;
                        skip_block(bits, ac, skips)?;
                    }
                    Coder::First(dc, low) => {
                        self.last = self.last.wrapping_add(difference(bits, dc)?);
                        self.component.plane[at] = (self.last << low) as i16;
                    }
                    Coder::Refine(low) => {
                        bits.refill();
                        self.component.plane[at] |= (bits.take(1) << low) as i16;
                    }
                }
            }
        }
        Some(())
    }
}

/// The difference of a DC value to the one before (T.81, F.2.2.1).
#[inline]
fn difference(bits: &mut Bits, table: &Table) -> Option<i32> {
    bits.refill();
    let (size, length) = table.symbol((bits.peek() >> 48) as u16)?;
    if size > 11 {
        return None;
    }
    bits.consume(length);
    let value = bits.take(u32::from(size)) as i32;
    let is_negative = size > 0 && value < 1 << (size - 1);
    Some(if is_negative { value - (1 << size) + 1 } else { value })
}

/// Bits that any one look-up or long code may use, at most: 16 of the code and 15 behind it.
const MOST_BITS: u32 = 31;

/// Go to the end of the block's AC coefficients.
#[inline]
fn skip_block(bits: &mut Bits, table: &Table, skips: &[Skip]) -> Option<()> {
    let shift = 64 - skips.len().trailing_zeros();
    let mut position = 0u32;
    loop {
        if bits.available() < MOST_BITS {
            bits.refill();
        }
        let all = *skips.get((bits.peek() >> shift) as usize)?;
        // Joined symbols count only as long as the block has not ended before the last of them.
        let next = position + all.advance();
        let skip = if next < 63 || (next == 63 && !all.ends()) { all } else { all.first() };
        let ends = if skip.bits() == 0 {
            let (symbol, length) = table.symbol((bits.peek() >> 48) as u16)?;
            let (advance, ends) = advance(symbol);
            bits.consume(length + u32::from(symbol & 15));
            position += advance;
            ends
        } else {
            bits.consume(skip.bits());
            position += skip.advance();
            skip.ends()
        };
        if ends || position >= 63 {
            return (position <= 63).then_some(());
        }
    }
}
