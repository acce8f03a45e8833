use std::sync::Arc;

use imageparser_base::{Limits, ReadAt, Result, SharedSource};

use crate::document::Document;
use crate::layers::Layer;
use crate::layers::blocks::Block;
use crate::section::Section;
use crate::window::Window;

/// An open document: its bytes, its structure and the bounds of what may be read of it.
#[derive(Debug, Clone)]
pub struct Context {
    /// The file.
    pub bytes: Arc<dyn ReadAt>,
    /// What [`crate::read`] gave.
    pub document: Arc<Document>,
    /// Bounds.
    pub limits: Limits,
}

impl Context {
    /// Read the structure of `bytes`.
    ///
    /// # Errors
    /// As [`crate::read`].
    pub fn open(bytes: Arc<dyn ReadAt>, limits: Limits) -> Result<Self> {
        let document = crate::read(&mut Window::new(bytes.clone()), &limits)?;
        Ok(Self { bytes, document: Arc::new(document), limits })
    }

    /// The data of the layer's block `key`; `None` where it has none.
    ///
    /// # Errors
    /// `TooLarge` over the limit of metadata, else the kind of the I/O error.
    pub fn block(&self, layer: &Layer, key: &[u8; 4]) -> Result<Option<Vec<u8>>> {
        self.found(&layer.blocks, key)
    }

    /// The data of the document's own block `key`.
    ///
    /// # Errors
    /// As [`Context::block`].
    pub fn document_block(&self, key: &[u8; 4]) -> Result<Option<Vec<u8>>> {
        self.found(&self.document.blocks, key)
    }

    /// The data of an image resource.
    ///
    /// # Errors
    /// As [`Context::block`].
    pub fn resource(&self, id: u16) -> Result<Option<Vec<u8>>> {
        let found = self.document.resources.iter().find(|block| block.id == id);
        found.map(|block| self.bytes_at(block.offset, block.length)).transpose()
    }

    /// `length` bytes from `offset` of the file, within the limit of metadata.
    ///
    /// # Errors
    /// As [`Context::block`], and `Corrupt` where the file ends before.
    pub fn bytes_at(&self, offset: u64, length: u64) -> Result<Vec<u8>> {
        let mut source = SharedSource(self.bytes.clone());
        Section::new(&mut source, "layer and mask information", offset, u64::MAX)
            .bytes(length, self.limits.max_metadata)
    }

    fn found(&self, blocks: &[Block], key: &[u8; 4]) -> Result<Option<Vec<u8>>> {
        let found = blocks.iter().find(|block| block.key == *key);
        found.map(|block| self.bytes_at(block.offset, block.length)).transpose()
    }
}
