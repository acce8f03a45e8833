/// Bits of the code that one look-up resolves.
const LOOK: u32 = 12;

/// What one look-up in an AC table skips; all that is wanted of AC coefficients is where they end. Packed, so that
/// the tables stay in the first-level cache: bits used (5), coefficients advanced (6), end of block (1) of all
/// whole symbols found, and from bit 12 the same of the first symbol alone. No bits where its code is too long.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Skip(u32);

impl Skip {
    const ENDS: u32 = 1 << 11;

    fn one(bits: u32, advance: u32, ends: bool) -> u32 {
        bits | advance << 5 | if ends { Self::ENDS } else { 0 }
    }

    /// Bits used by all symbols found; 0 where the table has to be asked.
    #[inline]
    pub(super) fn bits(self) -> u32 {
        self.0 & 31
    }

    /// Coefficients that they advance.
    #[inline]
    pub(super) fn advance(self) -> u32 {
        self.0 >> 5 & 63
    }

    /// Whether the last of them ends the block.
    #[inline]
    pub(super) fn ends(self) -> bool {
        self.0 & Self::ENDS != 0
    }

    /// The first symbol alone.
    #[inline]
    pub(super) fn first(self) -> Self {
        Self(self.0 >> 12)
    }
}

/// A Huffman table: canonical codes (ITU-T T.81, annex C) and a look-up for the short ones.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// First code of each length, left-aligned in 16 bits, one past the last; lengths 1-16.
    limits: [u32; 17],
    /// What to add to a code of each length to get its index.
    offsets: [i32; 17],
    symbols: Vec<u8>,
    /// Symbol and length for the next bits; length 0 for longer codes.
    short: Vec<(u8, u8)>,
}

impl Table {
    /// Build from the counts of codes of each length and the symbols in order; `None` for impossible counts.
    pub(super) fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Self> {
        let mut table =
            Self { limits: [0; 17], offsets: [0; 17], symbols: symbols.to_vec(), short: vec![(0, 0); 1 << LOOK] };
        let (mut code, mut index) = (0u32, 0usize);
        for length in 1..=16u32 {
            let count = u32::from(counts[length as usize - 1]);
            table.offsets[length as usize] = index as i32 - code as i32;
            for _ in 0..count {
                let symbol = *symbols.get(index)?;
                if code >= 1 << length {
                    return None;
                }
                if length <= LOOK {
                    let start = (code << (LOOK - length)) as usize;
                    table.short[start..start + (1 << (LOOK - length))].fill((symbol, length as u8));
                }
                code += 1;
                index += 1;
            }
            table.limits[length as usize] = code << (16 - length);
            code <<= 1;
        }
        Some(table)
    }

    /// Symbol and code length for the next 16 bits; `None` for a code that is not in the table.
    pub(super) fn symbol(&self, next: u16) -> Option<(u8, u32)> {
        let (symbol, length) = self.short[usize::from(next >> (16 - LOOK))];
        if length > 0 {
            return Some((symbol, u32::from(length)));
        }
        let length = (LOOK + 1..=16).find(|&length| u32::from(next) < self.limits[length as usize])?;
        let index = (i32::from(next) >> (16 - length)) + self.offsets[length as usize];
        Some((*self.symbols.get(usize::try_from(index).ok()?)?, length))
    }

    /// The look-up that skips as many whole AC symbols as its bits show.
    pub(super) fn skips(&self) -> Vec<Skip> {
        (0..1usize << LOOK).map(|bits| self.skip(bits)).collect()
    }

    fn skip(&self, index: usize) -> Skip {
        let (mut used, mut advanced, mut all, mut first) = (0, 0, 0, 0);
        while used < LOOK {
            let (symbol, length) = self.short[(index << used) & ((1 << LOOK) - 1)];
            if length == 0 || used + u32::from(length) > LOOK {
                break; // the rest of the code lies behind the look-up
            }
            let (advance, ends) = advance(symbol);
            if advanced + advance > 63 {
                break;
            }
            used += u32::from(length) + u32::from(symbol & 15);
            advanced += advance;
            all = Skip::one(used, advanced, ends);
            if first == 0 {
                first = all;
            }
            if ends {
                break;
            }
        }
        Skip(all | first << 12)
    }
}

/// Coefficients that an AC symbol advances, and whether it ends the block.
pub(super) fn advance(symbol: u8) -> (u32, bool) {
    match (symbol >> 4, symbol & 15) {
        (run, 0) if run < 15 => (0, true),
        (run, _) => (u32::from(run) + 1, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The luminance AC table of T.81, K.3, cut to its short codes: 00 = 01, 01 = 02, 100 = 03, 1010 = EOB, 1011 = 04.
    fn table() -> Table {
        let mut counts = [0; 16];
        (counts[1], counts[2], counts[3]) = (2, 1, 2);
        Table::new(&counts, &[1, 2, 3, 0, 4]).expect("possible")
    }

    #[test]
    fn codes_are_canonical() {
        let table = table();
        assert_eq!(table.symbol(0b0000_0000_0000_0000), Some((1, 2)));
        assert_eq!(table.symbol(0b1001_1111_0000_0000), Some((3, 3)));
        assert_eq!(table.symbol(0b1010_0000_0000_0000), Some((0, 4)));
        assert_eq!(table.symbol(0b1111_0000_0000_0000), None);
        assert!(Table::new(&[3; 16], &[0; 48]).is_none());
    }

    #[test]
    fn long_codes_are_found_too() {
        let mut counts = [0; 16];
        (counts[0], counts[15]) = (1, 2);
        let table = Table::new(&counts, &[7, 8, 9]).expect("possible");
        assert_eq!(table.symbol(0b1000_0000_0000_0001), Some((9, 16)));
        assert_eq!(table.symbol(0b0111_1111_1111_1111), Some((7, 1)));
        assert_eq!(table.symbol(0b1000_0000_0000_0010), None);
    }

    #[test]
    fn skips_join_symbols_up_to_the_end_of_block() {
        let index = 0b001_0101_1010 << (LOOK - 11); // 00 and 1 bit, 01 and 2 bits, 1010 (end of block)
        let skip = table().skips()[index];
        assert_eq!((skip.bits(), skip.advance(), skip.ends()), (11, 2, true));
        assert_eq!((skip.first().bits(), skip.first().advance(), skip.first().ends()), (3, 1, false));
        assert_eq!(table().skips()[(1 << LOOK) - 1], Skip::default());
    }
}
