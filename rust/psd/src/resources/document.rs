//! Small facts about the whole document.

use imageparser_base::{Result, SliceSource};

use crate::context::Context;
use crate::section::Section;

const MOST_NAME: u64 = 64 << 10;

/// Who wrote the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VersionInfo {
    /// The merged picture is a real one.
    pub has_merged: bool,
    /// The program that wrote it.
    pub writer: String,
    /// The program that is meant to read it.
    pub reader: String,
}

/// How Photoshop shows masks over the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GlobalMask {
    /// The space of the overlay's colour.
    pub space: u16,
    /// Its components.
    pub color: [u16; 4],
    /// Its opacity in per cent.
    pub opacity: u16,
    /// 0 selected colours, 1 protected colours, 128 as each layer says.
    pub kind: u8,
}

impl Context {
    /// Who wrote the file (resource 1057, "Version Info").
    ///
    /// # Errors
    /// `Corrupt` where it ends early, else the kind of the I/O error.
    pub fn version_info(&self) -> Result<Option<VersionInfo>> {
        let Some(bytes) = self.resource(1057)? else { return Ok(None) };
        let mut source = SliceSource(&bytes);
        let mut section = Section::new(&mut source, "version info", 0, u64::MAX);
        section.skip(4)?; // version
        let has_merged = section.u8()? != 0;
        Ok(Some(VersionInfo { has_merged, writer: section.unicode(MOST_NAME)?, reader: section.unicode(MOST_NAME)? }))
    }

    /// The link group of each layer record in file order, 0 for none (resource 1026, "Layers group information").
    ///
    /// # Errors
    /// `TooLarge` over the limit of metadata, else the kind of the I/O error.
    pub fn link_groups(&self) -> Result<Vec<u16>> {
        let bytes = self.resource(1026)?.unwrap_or_default();
        Ok(bytes.as_chunks::<2>().0.iter().map(|&pair| u16::from_be_bytes(pair)).collect())
    }

    /// The global layer mask ("Global layer mask info").
    ///
    /// # Errors
    /// `Corrupt` where it ends early, else the kind of the I/O error.
    pub fn global_mask(&self) -> Result<Option<GlobalMask>> {
        const LENGTH: u64 = 13;
        let (offset, length) = self.document.global_mask;
        if length < LENGTH {
            return Ok(None);
        }
        let bytes = self.bytes_at(offset, LENGTH)?;
        let mut source = SliceSource(&bytes);
        let mut section = Section::new(&mut source, "global layer mask", 0, u64::MAX);
        let space = section.u16()?;
        let color = [section.u16()?, section.u16()?, section.u16()?, section.u16()?];
        Ok(Some(GlobalMask { space, color, opacity: section.u16()?, kind: section.u8()? }))
    }
}
