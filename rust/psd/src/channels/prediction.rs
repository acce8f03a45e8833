//! Undo the prediction of "ZIP with prediction": every sample is stored as the difference to the one before it.

/// Restore one row in place; `scratch` is as long as the row.
pub(crate) fn undo(row: &mut [u8], depth: u16, scratch: &mut [u8]) {
    match depth {
        16 => undo_words(row),
        32 => {
            undo_bytes(row);
            gather_planes(row, scratch);
        }
        _ => undo_bytes(row),
    }
}

fn undo_bytes(row: &mut [u8]) {
    let mut sum = 0u8;
    for byte in row {
        sum = sum.wrapping_add(*byte);
        *byte = sum;
    }
}

fn undo_words(row: &mut [u8]) {
    let mut sum = 0u16;
    for word in row.as_chunks_mut::<2>().0 {
        sum = sum.wrapping_add(u16::from_be_bytes(*word));
        *word = sum.to_be_bytes();
    }
}

/// A row of floats is stored as four planes: all first bytes, all second bytes, and so on.
fn gather_planes(row: &mut [u8], scratch: &mut [u8]) {
    let count = row.len() / 4;
    for (i, float) in scratch.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        *float = [row[i], row[count + i], row[2 * count + i], row[3 * count + i]];
    }
    row.copy_from_slice(scratch);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_depth() {
        let mut bytes = [1, 2, 255];
        undo(&mut bytes, 8, &mut [0; 3]);
        assert_eq!(bytes, [1, 3, 2]);
        let mut words = [0, 255, 0, 2];
        undo(&mut words, 16, &mut [0; 4]);
        assert_eq!(words, [0, 255, 1, 1]);
        // Two floats 0x0A0B0C0D and 0x1A1B1C1D, as planes 0A 1A 0B 1B 0C 1C 0D 1D, as differences.
        let mut floats = [0x0A, 0x10, 0xF1, 0x10, 0xF1, 0x10, 0xF1, 0x10];
        undo(&mut floats, 32, &mut [0; 8]);
        assert_eq!(floats, [0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B, 0x1C, 0x1D]);
    }
}
