//! Small pictures of every format, made by other encoders than the decoders under test where there are any.
#![allow(dead_code, reason = "each test file uses a part")]

use imageparser_base::{PixelFormat, Pixels};

/// A smooth colourful picture, so that lossy formats stay close to it.
pub fn smooth(width: u32, height: u32, format: PixelFormat) -> Pixels {
    let channels = format.channels();
    let mut data = Vec::with_capacity((width * height) as usize * channels);
    for y in 0..height {
        for x in 0..width {
            let (u, v) = (f64::from(x) / f64::from(width), f64::from(y) / f64::from(height));
            for c in 0..channels {
                let value = match c {
                    _ if format.has_alpha() && c + 1 == channels => 255.0 - 200.0 * u * v,
                    0 => 40.0 + 180.0 * u,
                    1 => 220.0 - 170.0 * v,
                    _ => 90.0 + 80.0 * (u * 6.0).sin() * (v * 5.0).cos(),
                };
                data.push(value as u8);
            }
        }
    }
    Pixels::new(width, height, format, data).expect("fits")
}

/// Repeatable noise.
pub fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..length).map(|_| next()).collect()
}

/// A PNG with any filters that its encoder likes; `exif` goes in front of the picture data.
pub fn png(pixels: &Pixels, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut info = png::Info::with_size(pixels.width(), pixels.height());
    info.color_type = match pixels.format() {
        PixelFormat::L8 => png::ColorType::Grayscale,
        PixelFormat::La8 => png::ColorType::GrayscaleAlpha,
        PixelFormat::Rgb8 => png::ColorType::Rgb,
        _ => png::ColorType::Rgba,
    };
    info.bit_depth = png::BitDepth::Eight;
    info.exif_metadata = exif.map(Into::into);
    let mut encoder = png::Encoder::with_info(&mut bytes, info).expect("valid");
    encoder.set_filter(png::Filter::Adaptive);
    let mut writer = encoder.write_header().expect("header");
    writer.write_image_data(pixels.data()).expect("data");
    writer.finish().expect("end");
    bytes
}

/// A JPEG of RGB or grey pixels.
pub fn jpeg(pixels: &Pixels, subsampling: turbojpeg::Subsamp, progressive: bool) -> Vec<u8> {
    let (format, subsampling) = match pixels.format() {
        PixelFormat::L8 => (turbojpeg::PixelFormat::GRAY, turbojpeg::Subsamp::Gray),
        PixelFormat::Cmyk8 => (turbojpeg::PixelFormat::CMYK, turbojpeg::Subsamp::None),
        _ => (turbojpeg::PixelFormat::RGB, subsampling),
    };
    let mut compressor = turbojpeg::Compressor::new().expect("starts");
    compressor.set_quality(92).expect("valid");
    compressor.set_subsamp(subsampling).expect("valid");
    compressor.set_progressive(progressive).expect("valid");
    let image = turbojpeg::Image {
        pixels: pixels.data(),
        width: pixels.width() as usize,
        pitch: pixels.stride(),
        height: pixels.height() as usize,
        format,
    };
    compressor.compress_to_vec(image).expect("compresses")
}

/// The same JPEG with a segment behind its first marker.
pub fn with_segment(jpeg: &[u8], marker: u8, payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &length, payload, &jpeg[2..]].concat()
}

/// An EXIF block (a TIFF header and one entry) that asks for `orientation`.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    block.extend([orientation, 0, 0, 0, 0, 0, 0]);
    block
}

/// A TIFF of RGB pixels.
pub fn tiff(pixels: &Pixels) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut bytes).expect("starts");
    encoder
        .write_image::<tiff::encoder::colortype::RGB8>(pixels.width(), pixels.height(), pixels.data())
        .expect("writes");
    bytes.into_inner()
}

/// A GIF of grey levels.
pub fn gif(pixels: &Pixels) -> Vec<u8> {
    let palette: Vec<u8> = (0..=255u8).flat_map(|v| [v; 3]).collect();
    let mut bytes = Vec::new();
    let (width, height) = (pixels.width() as u16, pixels.height() as u16);
    let mut encoder = gif::Encoder::new(&mut bytes, width, height, &palette).expect("header");
    let buffer = pixels.data().to_vec().into();
    encoder.write_frame(&gif::Frame { width, height, buffer, ..gif::Frame::default() }).expect("frame");
    drop(encoder);
    bytes
}

/// Mean and largest difference of two pictures of the same shape.
pub fn distance(a: &Pixels, b: &Pixels) -> (f64, u8) {
    assert_eq!((a.width(), a.height(), a.format()), (b.width(), b.height(), b.format()));
    let far: Vec<u8> = a.data().iter().zip(b.data()).map(|(x, y)| x.abs_diff(*y)).collect();
    let sum: u64 = far.iter().map(|&d| u64::from(d)).sum();
    (sum as f64 / far.len().max(1) as f64, far.into_iter().max().unwrap_or(0))
}
