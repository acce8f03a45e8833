/// Bounds that a hostile or huge file must not cross.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most pixels (width x height) of one picture; more is refused by the header.
    pub max_pixels: u64,
    /// Most bytes that decoding one picture may hold at once.
    pub max_memory: u64,
    /// Most bytes of one inflated text chunk, ICC profile or metadata block.
    pub max_metadata: u64,
    /// Most bytes of one file that is read whole.
    pub max_file: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_pixels: 1 << 30, max_memory: 2 << 30, max_metadata: 16 << 20, max_file: 8 << 30 }
    }
}

impl Limits {
    /// Refuse a picture of `width` x `height` pixels that needs `bytes_per_pixel` each while decoded whole.
    ///
    /// # Errors
    /// `TooLarge` with the numbers.
    pub fn check(&self, width: u32, height: u32, bytes_per_pixel: u64) -> crate::Result<()> {
        let pixels = u64::from(width) * u64::from(height);
        let memory = pixels.saturating_mul(bytes_per_pixel);
        if pixels > self.max_pixels {
            let limit = self.max_pixels;
            return Err(crate::Error::too_large(format!("{width} x {height} pixels exceed the limit of {limit}")));
        }
        if memory > self.max_memory {
            let limit = self.max_memory;
            return Err(crate::Error::too_large(format!("decoding needs {memory} bytes, the limit is {limit}")));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_by_pixels_and_by_memory() {
        let limits = Limits { max_pixels: 100, max_memory: 1000, ..Limits::default() };
        assert!(limits.check(10, 10, 4).is_ok());
        assert!(limits.check(11, 10, 4).is_err());
        assert!(limits.check(10, 10, 11).is_err());
        assert!(limits.check(u32::MAX, u32::MAX, u64::MAX).is_err());
    }
}
