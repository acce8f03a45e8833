//! Small documents around a part under test, so that the part is reached by the way that users take.

/// How the document around a part is stored.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// The colour mode of the header.
    pub mode: u16,
    /// Bits of a sample.
    pub depth: u16,
    /// Colour channels.
    pub colors: u16,
}

/// Bitmap has no layers; duotone and multichannel are grey and unsupported.
pub const FORMS: [Form; 8] = [
    Form { mode: 3, depth: 8, colors: 3 },
    Form { mode: 1, depth: 8, colors: 1 },
    Form { mode: 4, depth: 8, colors: 4 },
    Form { mode: 9, depth: 8, colors: 3 },
    Form { mode: 3, depth: 16, colors: 3 },
    Form { mode: 3, depth: 32, colors: 3 },
    Form { mode: 1, depth: 16, colors: 1 },
    Form { mode: 4, depth: 16, colors: 4 },
];

/// Side of the canvas; the layer on top is smaller by a frame of two.
pub const SIDE: u8 = 13;

/// A document of two layers: a background, and a smaller layer with `blocks`; `document` are its own blocks.
pub fn with_blocks(form: Form, blocks: &[u8], document: &[u8]) -> Vec<u8> {
    let channel = |edge: u8, number: u8| {
        let samples = usize::from(edge) * usize::from(edge) * usize::from(form.depth / 8);
        [&[0, 0][..], &ramp(samples, number)].concat()
    };
    let layers = [(0, SIDE, &[][..]), (2, SIDE - 2, blocks)].map(|(from, to, blocks)| {
        let channels: Vec<Vec<u8>> = (0..=form.colors as u8).map(|number| channel(to - from, number)).collect();
        (record(form, from, to, &channels, blocks), channels.concat())
    });
    finish(form, &layers, document)
}

/// A document of one layer whose first colour is `packed` (with its compression in front); the others are empty.
pub fn with_channel(form: Form, packed: &[u8]) -> Vec<u8> {
    let channels: Vec<Vec<u8>> =
        (0..=form.colors).map(|number| if number == 0 { packed.to_vec() } else { vec![0, 0] }).collect();
    finish(form, &[(record(form, 0, SIDE, &channels, &[]), channels.concat())], &[])
}

/// A tagged block, padded to four bytes.
pub fn block(key: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut out = [b"8BIM", &key[..], &(data.len() as u32).to_be_bytes(), data].concat();
    out.resize(out.len().next_multiple_of(4), 0);
    out
}

fn ramp(samples: usize, number: u8) -> Vec<u8> {
    (0..samples).map(|at| (at as u8).wrapping_mul(number * 2 + 3)).collect()
}

fn sized(data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32).to_be_bytes()[..], data].concat()
}

fn record(form: Form, from: u8, to: u8, channels: &[Vec<u8>], blocks: &[u8]) -> Vec<u8> {
    let sides = [from, from, to, to].map(|side| u32::from(side).to_be_bytes()).concat();
    let count = (channels.len() as u16).to_be_bytes();
    let table = channels.iter().enumerate().flat_map(|(at, packed)| {
        // The last one is the transparency.
        let id = if at == usize::from(form.colors) { u16::MAX } else { at as u16 };
        [&id.to_be_bytes()[..], &(packed.len() as u32).to_be_bytes()].concat()
    });
    let extra = [&[0; 8][..], &[1, b'L', 0, 0], blocks].concat();
    [&sides[..], &count, &table.collect::<Vec<u8>>(), b"8BIMnorm\xC0\0\0\0", &sized(&extra)].concat()
}

fn finish(form: Form, layers: &[(Vec<u8>, Vec<u8>)], blocks: &[u8]) -> Vec<u8> {
    let header = [
        &b"8BPS\0\x01\0\0\0\0\0\0"[..],
        &form.colors.to_be_bytes(),
        &u32::from(SIDE).to_be_bytes(),
        &u32::from(SIDE).to_be_bytes(),
        &form.depth.to_be_bytes(),
        &form.mode.to_be_bytes(),
        &[0; 8],
    ];
    let mut info = (layers.len() as u16).to_be_bytes().to_vec();
    info.extend(layers.iter().flat_map(|(record, _)| record));
    info.extend(layers.iter().flat_map(|(_, samples)| samples));
    info.resize(info.len().next_multiple_of(4), 0);
    let section = match form.depth {
        8 => [&sized(&info)[..], &[0; 4], blocks].concat(),
        depth => [&[0; 8][..], &block(if depth == 16 { *b"Lr16" } else { *b"Lr32" }, &info), blocks].concat(),
    };
    let merged = vec![0; usize::from(SIDE).pow(2) * usize::from(form.colors * (form.depth / 8)) + 2];
    [&header.concat()[..], &sized(&section), &merged].concat()
}
