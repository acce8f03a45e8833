//! A JPEG reader for thumbnails: only the DC coefficient of each 8 x 8 block is decoded, which is the picture at
//! one eighth of its size. AC coefficients of baseline files are skipped without decoding them, AC scans of
//! progressive files are not even looked at, and no coefficients are held.
//!
//! Whatever is unusual or damaged is left to libjpeg-turbo, by answering `None`.

mod bits;
mod huffman;
mod output;
mod scan;

use crate::bytes::be16;
use bits::ScanData;
use huffman::{Skip, Table};

/// Most scans; more are an attack on time.
const MAX_SCANS: usize = 100;

/// A picture at one eighth, rounded up, in 1 (grey) or 3 (RGB) channels.
pub(crate) struct Eighth {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) channels: usize,
    pub(crate) data: Vec<u8>,
    pub(crate) warning: Option<String>,
}

/// One colour component and its DC values, a row of blocks after the other, padded to whole MCUs.
struct Component {
    id: u8,
    horizontal: usize,
    vertical: usize,
    table: u8,
    /// The DC quantiser at the component's first scan.
    quantiser: Option<u16>,
    stride: usize,
    /// Blocks that hold picture, not padding.
    columns: usize,
    rows: usize,
    plane: Vec<i16>,
}

/// The state that marker segments build up.
struct Reader {
    width: usize,
    height: usize,
    progressive: bool,
    components: Vec<Component>,
    quantisers: [Option<u16>; 4],
    dc_tables: [Option<Table>; 4],
    ac_tables: [Option<(Table, Vec<Skip>)>; 4],
    restart_interval: usize,
}

/// Read `bytes` at one eighth; `None` where libjpeg-turbo has to do it. `is_rgb` says what three components
/// are; unknown, their names decide.
pub(crate) fn decode(bytes: &[u8], is_rgb: Option<bool>) -> Option<Eighth> {
    let mut reader = Reader {
        width: 0,
        height: 0,
        progressive: false,
        components: Vec::new(),
        quantisers: [None; 4],
        dc_tables: [const { None }; 4],
        ac_tables: [const { None }; 4],
        restart_interval: 0,
    };
    let complete = reader.read(bytes)?;
    let warning = (!complete).then(|| "JPEG: the file ends early".to_owned());
    output::picture(&reader, is_rgb, warning)
}

impl Reader {
    /// Walk all segments and scans; whether the end marker was there.
    fn read(&mut self, bytes: &[u8]) -> Option<bool> {
        let (mut at, mut scans) = (2, 0);
        loop {
            let Some(marker) = bytes.get(at..at + 4) else {
                let done = bytes.get(at..at + 2) == Some(&[0xFF, 0xD9]);
                return self.is_filled().then_some(done);
            };
            let [0xFF, kind, ..] = *marker else { return None };
            if kind == 0xFF {
                at += 1;
                continue;
            }
            if kind == 0xD9 {
                return self.is_filled().then_some(true);
            }
            let length = usize::from(be16(marker, 2));
            let data = bytes.get(at + 4..at + 2 + length)?;
            at += 2 + length;
            match kind {
                0xC0..=0xC2 => self.frame(kind, data)?,
                0xC4 => self.huffman_tables(data)?,
                0xDB => self.quantisation_tables(data)?,
                0xDD => self.restart_interval = usize::from(be16(data, 0)),
                0xDA => {
                    scans += 1;
                    at += if scans > MAX_SCANS { None } else { self.scan(data, &bytes[at..]) }?;
                }
                0xC3 | 0xC5..=0xCF | 0xD0..=0xD8 | 0x01 => return None,
                _ => {}
            }
        }
    }

    fn is_filled(&self) -> bool {
        !self.components.is_empty() && self.components.iter().all(|component| component.quantiser.is_some())
    }

    fn frame(&mut self, kind: u8, data: &[u8]) -> Option<()> {
        let [8, _, _, _, _, count, components @ ..] = data else { return None };
        (self.height, self.width) = (usize::from(be16(data, 1)), usize::from(be16(data, 3)));
        let usual = matches!(count, 1 | 3) && components.len() == usize::from(*count) * 3;
        if !self.components.is_empty() || self.width == 0 || self.height == 0 || !usual {
            return None;
        }
        self.progressive = kind == 0xC2;
        let factors = |raw: &[u8]| (usize::from(raw[1] >> 4), usize::from(raw[1] & 15));
        let most = components.chunks_exact(3).map(factors).fold((1, 1), |a, b| (a.0.max(b.0), a.1.max(b.1)));
        let mcus = (self.width.div_ceil(8 * most.0), self.height.div_ceil(8 * most.1));
        for raw in components.chunks_exact(3) {
            let (h, v) = factors(raw);
            if !matches!(h, 1 | 2 | 4)
                || !matches!(v, 1 | 2 | 4)
                || !most.0.is_multiple_of(h)
                || !most.1.is_multiple_of(v)
            {
                return None;
            }
            let stride = mcus.0 * h;
            self.components.push(Component {
                id: raw[0],
                horizontal: h,
                vertical: v,
                table: raw[2],
                quantiser: None,
                stride,
                columns: (self.width * h).div_ceil(most.0).div_ceil(8),
                rows: (self.height * v).div_ceil(most.1).div_ceil(8),
                plane: vec![0; stride * mcus.1 * v],
            });
        }
        Some(())
    }

    fn huffman_tables(&mut self, mut data: &[u8]) -> Option<()> {
        while let [class, rest @ ..] = data {
            let (counts, rest) = rest.split_first_chunk::<16>()?;
            let total: usize = counts.iter().map(|&n| usize::from(n)).sum();
            let (symbols, rest) = rest.split_at_checked(total)?;
            let table = Table::new(counts, symbols)?;
            let slot = usize::from(class & 15);
            if class >> 4 == 0 {
                *self.dc_tables.get_mut(slot)? = Some(table);
            } else {
                let skips = if self.progressive { Vec::new() } else { table.skips() };
                *self.ac_tables.get_mut(slot)? = Some((table, skips));
            }
            data = rest;
        }
        Some(())
    }

    /// Only the first value of each table is of use.
    fn quantisation_tables(&mut self, mut data: &[u8]) -> Option<()> {
        while let [kind, rest @ ..] = data {
            let wide = kind >> 4 != 0;
            let first = if wide { be16(rest, 0) } else { u16::from(*rest.first()?) };
            *self.quantisers.get_mut(usize::from(kind & 15))? = Some(first);
            data = rest.get(if wide { 128 } else { 64 }..)?;
        }
        Some(())
    }

    /// Decode or skip one scan; how long its data was.
    fn scan(&mut self, header: &[u8], data: &[u8]) -> Option<usize> {
        let [count, rest @ ..] = header else { return None };
        let (parts, rest) = rest.split_at_checked(usize::from(*count) * 2)?;
        let [start, _, approximation] = *rest else { return None };
        if self.progressive && start != 0 {
            return Some(ScanData::length(data));
        }
        let mut members = Vec::new();
        for part in parts.chunks_exact(2) {
            let index = self.components.iter().position(|component| component.id == part[0])?;
            if members.iter().any(|member: &scan::Member| member.index == index) {
                return None; // each component stands once in a scan (T.81, B.2.3)
            }
            let component = &mut self.components[index];
            let quantiser = *self.quantisers.get(usize::from(component.table))?;
            component.quantiser = Some(component.quantiser.or(quantiser)?);
            members.push(scan::Member { index, dc: usize::from(part[1] >> 4), ac: usize::from(part[1] & 15) });
        }
        let (data, length) = ScanData::split(data);
        let step = match (self.progressive, approximation) {
            (false, _) => scan::Step::Baseline,
            (true, low) if low >> 4 == 0 => scan::Step::First(low & 15),
            (true, low) => scan::Step::Refine(low & 15),
        };
        scan::decode(self, &members, &data, step)?;
        Some(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jpeg::turbo;
    use imageparser_base::Limits;
    use proptest::prelude::*;

    fn smooth(width: usize, height: usize, seed: usize) -> Vec<u8> {
        let value = |x: usize, y: usize, c: usize| {
            let wave = ((x + seed) as f64 / (97.0 + 29.0 * c as f64)).sin() * (y as f64 / 153.0).cos();
            (128.0 + 100.0 * wave) as u8
        };
        (0..height).flat_map(|y| (0..width).flat_map(move |x| (0..3).map(move |c| value(x, y, c)))).collect()
    }

    fn encode(
        pixels: &[u8],
        width: usize,
        height: usize,
        subsampling: turbojpeg::Subsamp,
        progressive: bool,
    ) -> Vec<u8> {
        let format = turbojpeg::PixelFormat::RGB;
        let image = turbojpeg::Image { pixels, width, pitch: width * 3, height, format };
        let mut compressor = turbojpeg::Compressor::new().expect("starts");
        compressor.set_quality(88).expect("valid");
        compressor.set_subsamp(subsampling).expect("valid");
        compressor.set_progressive(progressive).expect("valid");
        compressor.compress_to_vec(image).expect("compresses")
    }

    fn compare(jpeg: &[u8]) -> (f64, u8) {
        let ours = decode(jpeg, None).expect("an ordinary file");
        let theirs = turbo::decode(jpeg, 8, 1, &Limits::default()).expect("decodes");
        assert_eq!((ours.width, ours.height, ours.channels), (theirs.width, theirs.height, theirs.channels));
        assert!(ours.warning.is_none());
        let far: Vec<u8> = ours.data.iter().zip(&theirs.data).map(|(a, b)| a.abs_diff(*b)).collect();
        let sum: f64 = far.iter().map(|&d| f64::from(d)).sum();
        (sum / far.len() as f64, far.into_iter().max().unwrap_or(0))
    }

    #[test]
    fn without_subsampling_it_equals_libjpeg() {
        for progressive in [false, true] {
            let jpeg = encode(&smooth(333, 217, 0), 333, 217, turbojpeg::Subsamp::None, progressive);
            let (_, far) = compare(&jpeg);
            assert!(far <= 1, "progressive {progressive}: {far}");
        }
    }

    #[test]
    fn a_cut_progressive_file_gives_its_dc_scan() {
        let jpeg = encode(&smooth(400, 300, 0), 400, 300, turbojpeg::Subsamp::Sub2x2, true);
        let cut = decode(&jpeg[..jpeg.len() * 3 / 4], None).expect("the DC scan comes first");
        assert!(cut.warning.is_some());
        let header = &jpeg[..300.min(jpeg.len())];
        assert!(decode(header, None).is_none());
    }

    #[test]
    fn a_scan_that_names_a_component_twice_is_left_to_libjpeg() {
        for progressive in [false, true] {
            let mut jpeg = encode(&smooth(90, 70, 1), 90, 70, turbojpeg::Subsamp::Sub2x2, progressive);
            assert!(decode(&jpeg, None).is_some());
            let header = jpeg.windows(2).position(|pair| pair == [0xFF, 0xDA]).expect("a scan");
            jpeg[header + 7] = jpeg[header + 5];
            assert!(decode(&jpeg, None).is_none());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn is_close_to_libjpeg(width in 1usize..300, height in 1usize..300, kind in 0usize..5, progressive in any::<bool>(), seed in 0usize..500) {
            use turbojpeg::Subsamp::{None, Sub1x2, Sub2x1, Sub2x2, Sub4x1};
            let jpeg = encode(&smooth(width, height, seed), width, height, [None, Sub2x1, Sub1x2, Sub2x2, Sub4x1][kind], progressive);
            let (mean, far) = compare(&jpeg);
            prop_assert!(mean < 3.0 && far < 24, "{mean} {far}");
        }

        #[test]
        fn damage_never_panics(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20), progressive in any::<bool>()) {
            let mut jpeg = encode(&smooth(90, 70, 1), 90, 70, turbojpeg::Subsamp::Sub2x2, progressive);
            for (index, value) in flips {
                let at = index.index(jpeg.len());
                jpeg[at] = value;
            }
            let _ = decode(&jpeg, None);
        }
    }
}
