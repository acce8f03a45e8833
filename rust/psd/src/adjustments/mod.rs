//! Adjustment layers: one file for each, from its block to a type of `raster::adjust`.
//!
//! The blocks are those of "Adobe Photoshop File Formats Specification", "Additional Layer Information"; where that says
//! too little, of what files show.

mod black_white;
mod brightness;
mod channel_mixer;
mod color_balance;
mod color_lookup;
mod curves;
mod exposure;
mod gradient_map;
mod gradient_stops;
mod hue_saturation;
mod levels;
mod lookup_text;
mod photo_filter;
mod raw_color;
mod selective_color;
mod step;
mod vibrance;

use std::sync::Arc;

use imageparser_base::{Error, Result, SliceSource};
use imageparser_raster::adjust::{Table, Tables};
use imageparser_raster::scene::{Adjust, Model};

use crate::context::Context;
use crate::descriptor::{self, Descriptor};
use crate::header::{ColorMode, Header};
use crate::layers::Layer;
use crate::section::Section;

/// What an adjustment must know of its document.
#[derive(Debug, Clone, Copy)]
struct Setup {
    model: Model,
    depth: u16,
    most: u64,
}

type Read = fn(&Setup, &[u8]) -> Result<Arc<dyn Adjust>>;

/// The block that makes a layer an adjustment; the first row that is present counts.
const KINDS: [(&[u8; 4], Read); 18] = [
    (b"CgEd", brightness::read),
    (b"brit", brightness::read_legacy),
    (b"curv", curves::read),
    (b"expA", exposure::read),
    (b"levl", levels::read),
    (b"vibA", vibrance::read),
    (b"hue2", hue_saturation::read),
    (b"hue ", hue_saturation::read_old),
    (b"blnc", color_balance::read),
    (b"blwh", black_white::read),
    (b"phfl", photo_filter::read),
    (b"mixr", channel_mixer::read),
    (b"clrL", color_lookup::read),
    (b"nvrt", step::invert),
    (b"post", step::posterize),
    (b"thrs", step::threshold),
    (b"selc", selective_color::read),
    (b"grdm", gradient_map::read),
];

/// The change that an adjustment layer makes; `None` where the layer is none.
///
/// # Errors
/// `Corrupt` for a block that cannot be read, `Unsupported` for an adjustment that cannot be rendered, else as
/// [`Context::block`].
pub(crate) fn read(context: &Context, layer: &Layer) -> Result<Option<Arc<dyn Adjust>>> {
    for (key, kind) in KINDS {
        if let Some(block) = context.block(layer, key)? {
            let setup = Setup::of(&context.document.header, context.limits.max_metadata)?;
            return kind(&setup, &block).map(Some);
        }
    }
    Ok(None)
}

impl Setup {
    fn of(header: &Header, most: u64) -> Result<Self> {
        let model = match header.color_mode {
            ColorMode::Bitmap | ColorMode::Grayscale | ColorMode::Duotone => Model::Grey,
            ColorMode::Rgb | ColorMode::Indexed => Model::Rgb,
            ColorMode::Cmyk => Model::Cmyk,
            ColorMode::Lab => Model::Lab,
            ColorMode::Multichannel => return Err(Error::unsupported("adjustment of a multichannel document")),
        };
        Ok(Self { model, depth: header.depth, most })
    }

    /// An error unless the document is of one of `models`.
    fn only(&self, models: &[Model], name: &str) -> Result<()> {
        if models.contains(&self.model) {
            return Ok(());
        }
        Err(Error::unsupported(format!("{name} of a document in {:?}", self.model)))
    }

    /// A function of one value, tabulated.
    fn table(&self, function: impl Fn(f64) -> f64) -> Table {
        Table::new(self.depth, function)
    }

    /// The same function for the channels that carry light: all, or lightness alone.
    fn light(&self, function: impl Fn(f64) -> f64) -> Arc<dyn Adjust> {
        let table = self.table(function);
        match self.model {
            Model::Lab => Arc::new(Tables(vec![Some(table)])),
            model => Arc::new(Tables::same(model, &table)),
        }
    }

    /// Functions by their number in Photoshop's lists (0 for all colours together, then the channels), each channel's own
    /// before the common one. A picture of one channel, and Lab, have no common one.
    fn channels(&self, function: impl Fn(usize) -> Option<Box<dyn Fn(f64) -> f64>>) -> Arc<dyn Adjust> {
        let common = if matches!(self.model, Model::Grey | Model::Lab) { None } else { function(0) };
        let common = common.map(|common| self.table(common));
        let table = |channel: usize| match (function(channel + 1), &common) {
            (Some(own), Some(common)) => {
                let own = self.table(own);
                Some(self.table(|x| f64::from(common.at(own.at(x as f32)))))
            }
            (Some(own), None) => Some(self.table(own)),
            (None, common) => common.clone(),
        };
        Arc::new(Tables((0..self.model.channels()).map(table).collect()))
    }

    /// The descriptor of a block, behind `skip` bytes.
    fn descriptor(&self, block: &[u8], skip: usize) -> Result<Descriptor> {
        descriptor::from_block(block, skip, self.most)
    }
}

/// Read a block with a cursor that names `chapter` in its errors.
fn with_section<T>(block: &[u8], chapter: &'static str, read: impl FnOnce(&mut Section<'_>) -> Result<T>) -> Result<T> {
    let mut source = SliceSource(block);
    read(&mut Section::new(&mut source, chapter, 0, block.len() as u64))
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
