use imageparser_base::{ByteSource, Result};

/// Numbers at offsets of a byte source, in either byte order.
pub(crate) struct Reader<'a> {
    pub(crate) source: &'a mut dyn ByteSource,
    pub(crate) little: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(source: &'a mut dyn ByteSource) -> Self {
        Self { source, little: false }
    }

    pub(crate) fn len(&self) -> u64 {
        self.source.len()
    }

    pub(crate) fn array<const N: usize>(&mut self, at: u64) -> Result<[u8; N]> {
        let mut buffer = [0; N];
        self.source.read_at(at, &mut buffer)?;
        Ok(buffer)
    }

    /// As many of `N` bytes as there are, the rest zero; says how many.
    pub(crate) fn head<const N: usize>(&mut self, at: u64) -> Result<([u8; N], usize)> {
        let mut buffer = [0; N];
        let length = self.len().saturating_sub(at).min(N as u64) as usize;
        self.source.read_at(at, &mut buffer[..length])?;
        Ok((buffer, length))
    }

    pub(crate) fn u8(&mut self, at: u64) -> Result<u8> {
        Ok(self.array::<1>(at)?[0])
    }

    pub(crate) fn u16(&mut self, at: u64) -> Result<u16> {
        let raw = self.array(at)?;
        Ok(if self.little { u16::from_le_bytes(raw) } else { u16::from_be_bytes(raw) })
    }

    pub(crate) fn u32(&mut self, at: u64) -> Result<u32> {
        let raw = self.array(at)?;
        Ok(if self.little { u32::from_le_bytes(raw) } else { u32::from_be_bytes(raw) })
    }

    pub(crate) fn u64(&mut self, at: u64) -> Result<u64> {
        let raw = self.array(at)?;
        Ok(if self.little { u64::from_le_bytes(raw) } else { u64::from_be_bytes(raw) })
    }
}

/// Big-endian u16 of a slice that is known to be long enough, else 0.
pub(crate) fn be16(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |raw| u16::from_be_bytes(*raw))
}

/// Big-endian u32 of a slice, else 0.
pub(crate) fn be32(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |raw| u32::from_be_bytes(*raw))
}

/// Little-endian u16 of a slice, else 0.
pub(crate) fn le16(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |raw| u16::from_le_bytes(*raw))
}

/// Little-endian u32 of a slice, else 0.
pub(crate) fn le32(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |raw| u32::from_le_bytes(*raw))
}

/// Little-endian 24-bit number of a slice, else 0.
pub(crate) fn le24(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 3).map_or(0, |raw| u32::from_le_bytes([raw[0], raw[1], raw[2], 0]))
}
