/// How the samples of a pixel lie in memory: 8 bits each, interleaved, straight alpha.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PixelFormat {
    /// Grey.
    L8,
    /// Grey and alpha.
    La8,
    /// Red, green, blue.
    Rgb8,
    /// Red, green, blue, alpha.
    Rgba8,
    /// Cyan, magenta, yellow, black; 0 = no ink.
    Cmyk8,
}

impl PixelFormat {
    /// Samples, and so bytes, of one pixel.
    pub const fn channels(self) -> usize {
        match self {
            Self::L8 => 1,
            Self::La8 => 2,
            Self::Rgb8 => 3,
            Self::Rgba8 | Self::Cmyk8 => 4,
        }
    }

    /// Whether the last sample is alpha.
    pub const fn has_alpha(self) -> bool {
        matches!(self, Self::La8 | Self::Rgba8)
    }
}

/// A picture in memory: rows top to bottom without padding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    width: u32,
    height: u32,
    format: PixelFormat,
    data: Vec<u8>,
}

impl Pixels {
    /// Take over `data`, which must hold exactly `width * height * channels` bytes.
    ///
    /// # Errors
    /// `Internal` when the length does not fit.
    pub fn new(width: u32, height: u32, format: PixelFormat, data: Vec<u8>) -> crate::Result<Self> {
        let expected = (width as usize).checked_mul(height as usize).and_then(|n| n.checked_mul(format.channels()));
        if expected != Some(data.len()) {
            let length = data.len();
            return Err(crate::Error::internal(format!(
                "{length} bytes are no {width} x {height} picture of {format:?}"
            )));
        }
        Ok(Self { width, height, format, data })
    }

    /// Columns.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Sample layout.
    pub fn format(&self) -> PixelFormat {
        self.format
    }

    /// Bytes of one row.
    pub fn stride(&self) -> usize {
        self.width as usize * self.format.channels()
    }

    /// All samples.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// All samples, to be changed in place.
    pub fn data_mut(&mut self) -> &mut [u8] {
        &mut self.data
    }

    /// Give the samples back.
    pub fn into_data(self) -> Vec<u8> {
        self.data
    }

    /// The same picture as three channels; alpha is composited on `background`, grey is repeated,
    /// CMYK is converted by the naive formula (colour-managed conversion happens in `codec`).
    #[must_use]
    pub fn to_rgb(&self, background: [u8; 3]) -> Self {
        let data = match self.format {
            PixelFormat::Rgb8 => self.data.clone(),
            PixelFormat::L8 => self.data.iter().flat_map(|&v| [v, v, v]).collect(),
            PixelFormat::La8 => self.data.chunks_exact(2).flat_map(|p| over([p[0]; 3], p[1], background)).collect(),
            PixelFormat::Rgba8 => {
                self.data.chunks_exact(4).flat_map(|p| over([p[0], p[1], p[2]], p[3], background)).collect()
            }
            PixelFormat::Cmyk8 => self.data.chunks_exact(4).flat_map(cmyk_to_rgb).collect(),
        };
        Self { format: PixelFormat::Rgb8, data, ..*self }
    }
}

fn over(color: [u8; 3], alpha: u8, background: [u8; 3]) -> [u8; 3] {
    std::array::from_fn(|i| {
        let mixed = u32::from(color[i]) * u32::from(alpha) + u32::from(background[i]) * u32::from(255 - alpha);
        ((mixed + 127) / 255) as u8
    })
}

fn cmyk_to_rgb(p: &[u8]) -> [u8; 3] {
    let black = 255 - u32::from(p[3]);
    std::array::from_fn(|i| (((255 - u32::from(p[i])) * black + 127) / 255) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_must_fit() {
        assert!(Pixels::new(2, 2, PixelFormat::Rgb8, vec![0; 12]).is_ok());
        assert!(Pixels::new(2, 2, PixelFormat::Rgb8, vec![0; 11]).is_err());
        assert!(Pixels::new(u32::MAX, u32::MAX, PixelFormat::Rgba8, Vec::new()).is_err());
    }

    #[test]
    fn rgb_of_each_format() {
        let white = [255; 3];
        let one =
            |format, data: &[u8]| Pixels::new(1, 1, format, data.to_vec()).expect("fits").to_rgb(white).into_data();
        assert_eq!(one(PixelFormat::L8, &[7]), [7, 7, 7]);
        assert_eq!(one(PixelFormat::La8, &[0, 0]), [255, 255, 255]);
        assert_eq!(one(PixelFormat::Rgba8, &[10, 20, 30, 255]), [10, 20, 30]);
        assert_eq!(one(PixelFormat::Cmyk8, &[0, 0, 0, 255]), [0, 0, 0]);
        assert_eq!(one(PixelFormat::Cmyk8, &[255, 0, 0, 0]), [0, 255, 255]);
    }
}
