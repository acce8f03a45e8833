//! Stands in for the compositor until `psd::composite` lands.

use std::collections::BTreeSet;

use imageparser_base::{CancelToken, Error, Pixels, Rect, Result};
use imageparser_psd::Context;

#[derive(Debug, Clone, Default)]
pub struct View {
    pub region: Option<Rect>,
    pub factor: u32,
    pub show: BTreeSet<u32>,
    pub hide: BTreeSet<u32>,
    pub only: Option<u32>,
}

#[derive(Debug)]
pub struct Rendered {
    pub pixels: Pixels,
    pub alpha: Option<Vec<u8>>,
    pub unrendered: Vec<String>,
    pub warnings: Vec<String>,
}

pub fn composite(_context: &Context, _view: &View, _cancel: &CancelToken) -> Result<Rendered> {
    Err(Error::unsupported("rendering from layers"))
}
