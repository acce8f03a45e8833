/// The samples of a layer in the type of its depth, interleaved, rows without padding.
#[derive(Debug, Clone, PartialEq)]
pub enum Samples {
    /// 8 bits; of a bitmap 0 or 255.
    U8(Vec<u8>),
    /// 16 bits: 65,535 is 1.
    U16(Vec<u16>),
    /// 32 bits: floats as stored.
    F32(Vec<f32>),
}

impl Samples {
    /// How many samples there are.
    pub fn len(&self) -> usize {
        match self {
            Self::U8(samples) => samples.len(),
            Self::U16(samples) => samples.len(),
            Self::F32(samples) => samples.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A type of samples and how it is stored.
pub(super) trait Sample: Copy + Default {
    /// Its bytes in a file.
    type Stored: Copy;

    /// Stored samples as an array.
    fn stored(bytes: &[u8]) -> &[Self::Stored];
    /// A stored sample as a number.
    fn native(stored: Self::Stored) -> Self;
}

impl Sample for u8 {
    type Stored = Self;

    fn stored(bytes: &[u8]) -> &[Self] {
        bytes
    }

    fn native(stored: Self) -> Self {
        stored
    }
}

impl Sample for u16 {
    type Stored = [u8; 2];

    fn stored(bytes: &[u8]) -> &[[u8; 2]] {
        bytes.as_chunks().0
    }

    fn native(stored: [u8; 2]) -> Self {
        Self::from_be_bytes(stored)
    }
}

impl Sample for f32 {
    type Stored = [u8; 4];

    fn stored(bytes: &[u8]) -> &[[u8; 4]] {
        bytes.as_chunks().0
    }

    fn native(stored: [u8; 4]) -> Self {
        Self::from_be_bytes(stored)
    }
}
