use tiff::decoder::DecodingResult;

/// Samples of one chunk as 8 bits; integers keep their most significant part, floats and signed numbers are
/// stretched over `range`.
pub(super) fn to_8_bits(samples: &DecodingResult, range: (f64, f64)) -> Vec<u8> {
    match samples {
        DecodingResult::U8(v) => v.clone(),
        DecodingResult::U16(v) => v.iter().map(|&x| crate::png::to_8_bits(x)).collect(),
        DecodingResult::U32(v) => v.iter().map(|&x| crate::png::to_8_bits((x >> 16) as u16)).collect(),
        DecodingResult::U64(v) => v.iter().map(|&x| crate::png::to_8_bits((x >> 48) as u16)).collect(),
        _ => {
            let scale = 255.0 / (range.1 - range.0).max(f64::MIN_POSITIVE);
            let mut out = Vec::new();
            each(samples, &mut |x| out.push(((x - range.0) * scale).round().clamp(0.0, 255.0) as u8));
            out
        }
    }
}

/// Whether the samples need a range that only the whole picture tells.
pub(super) fn needs_range(samples: &DecodingResult) -> bool {
    use DecodingResult::{U8, U16, U32, U64};
    !matches!(samples, U8(_) | U16(_) | U32(_) | U64(_))
}

/// Widen `range` by the finite samples.
pub(super) fn widen(range: &mut (f64, f64), samples: &DecodingResult) {
    each(samples, &mut |x| {
        if x.is_finite() {
            *range = (range.0.min(x), range.1.max(x));
        }
    });
}

fn each(samples: &DecodingResult, f: &mut dyn FnMut(f64)) {
    match samples {
        DecodingResult::U8(v) => v.iter().for_each(|&x| f(f64::from(x))),
        DecodingResult::U16(v) => v.iter().for_each(|&x| f(f64::from(x))),
        DecodingResult::U32(v) => v.iter().for_each(|&x| f(f64::from(x))),
        DecodingResult::U64(v) => v.iter().for_each(|&x| f(x as f64)),
        DecodingResult::F16(v) => v.iter().for_each(|&x| f(x.to_f64())),
        DecodingResult::F32(v) => v.iter().for_each(|&x| f(f64::from(x))),
        DecodingResult::F64(v) => v.iter().for_each(|&x| f(x)),
        DecodingResult::I8(v) => v.iter().for_each(|&x| f(f64::from(x))),
        DecodingResult::I16(v) => v.iter().for_each(|&x| f(f64::from(x))),
        DecodingResult::I32(v) => v.iter().for_each(|&x| f(f64::from(x))),
        DecodingResult::I64(v) => v.iter().for_each(|&x| f(x as f64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_width_spans_all_of_8_bits() {
        let whole = (0.0, 1.0);
        assert_eq!(to_8_bits(&DecodingResult::U16(vec![0, 32_768, u16::MAX]), whole), [0, 128, 255]);
        assert_eq!(to_8_bits(&DecodingResult::U32(vec![0, u32::MAX]), whole), [0, 255]);
        assert_eq!(to_8_bits(&DecodingResult::F32(vec![-1.0, 0.5, 7.0, f32::NAN]), whole), [0, 128, 255, 0]);
        let mut range = (0.0, 1.0);
        widen(&mut range, &DecodingResult::I16(vec![-100, 300]));
        assert_eq!(range, (-100.0, 300.0));
        assert_eq!(to_8_bits(&DecodingResult::I16(vec![-100, 101, 300]), range), [0, 128, 255]);
    }
}
