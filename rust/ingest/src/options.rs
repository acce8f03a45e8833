use imageparser_base::Limits;

use crate::Stealth;

/// How a batch reads its files.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Longest edge of the thumbnail in pixels.
    pub thumb_size: u32,
    /// WebP quality, 0 to 100.
    pub thumb_quality: u8,
    /// WebP effort, 0 (fast) to 6 (small).
    pub thumb_method: u8,
    /// When the pixels are searched for a generator's record.
    pub stealth: Stealth,
    /// Bounds for hostile files.
    pub limits: Limits,
    /// Bytes that all decoders of the batch together may be expected to need; larger pictures wait.
    pub budget: u64,
    /// Threads; 0 means one per core.
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            thumb_size: 512,
            thumb_quality: 85,
            thumb_method: 2,
            stealth: Stealth::Auto,
            limits: Limits::default(),
            budget: 256 << 20,
            threads: 0,
        }
    }
}
