use imageparser_base::{Rect, Result};
use imageparser_raster::blend::Curve;
use imageparser_raster::scene::{Model, Node, Scene};

use super::clipping::clipped;
use super::{node, text};
use crate::context::Context;
use crate::header::ColorMode;
use crate::layers::Layer;
use crate::warnings::Warnings;

/// A scene with what could not be put into it.
#[derive(Debug, Clone)]
pub(super) struct Built {
    /// The scene, hidden layers included.
    pub(super) scene: Scene,
    /// What is in the document but not in the scene, as "kind on 'layer'", with the id of the layer.
    pub(super) unrendered: Vec<(u32, String)>,
    /// Layers whose data is damaged.
    pub(super) warnings: Vec<String>,
}

/// Build the scene of a document.
///
/// A part of a layer that is damaged or not supported is left out and told; nothing else of the document is lost by it.
///
/// # Errors
/// The kind of an I/O error.
pub(super) fn build(context: &Context) -> Result<Built> {
    let header = &context.document.header;
    let canvas = Rect::of_size(header.width, header.height);
    let model = model(header.color_mode);
    let mut warnings = Warnings::default();
    let text = warnings.soften(text::edges(context, model))?.flatten();
    let warnings = warnings.into_list();
    let mut builder = Builder { context, model, text, canvas, unrendered: Vec::new(), warnings };
    let nodes = builder.siblings(&context.document.layers, 0)?;
    let scene = Scene { canvas, model: builder.model, factor: 1, nodes };
    Ok(Built { scene, unrendered: builder.unrendered, warnings: builder.warnings })
}

/// The model in which a mode is composited.
pub(crate) fn model(mode: ColorMode) -> Model {
    match mode {
        ColorMode::Rgb | ColorMode::Indexed => Model::Rgb,
        ColorMode::Cmyk | ColorMode::Multichannel => Model::Cmyk,
        ColorMode::Lab => Model::Lab,
        ColorMode::Bitmap | ColorMode::Grayscale | ColorMode::Duotone => Model::Grey,
    }
}

pub(super) struct Builder<'a> {
    pub(super) context: &'a Context,
    pub(super) model: Model,
    /// How the edges of text mix.
    pub(super) text: Option<Curve>,
    pub(super) canvas: Rect,
    pub(super) unrendered: Vec<(u32, String)>,
    pub(super) warnings: Vec<String>,
}

impl Builder<'_> {
    /// The nodes of the layers of one group: those whose path has `depth` ids; members follow their group.
    pub(super) fn siblings(&mut self, layers: &[Layer], depth: usize) -> Result<Vec<Node>> {
        let mut nodes = Vec::new();
        let mut rest = layers;
        while let Some((layer, behind)) = rest.split_first() {
            let count = behind.iter().take_while(|member| member.path.len() > depth).count();
            let (members, next) = behind.split_at(count);
            nodes.push((node::node(self, layer, members, depth)?, layer.clipping));
            rest = next;
        }
        Ok(clipped(nodes))
    }

    /// Keep what was read; damage and what is not supported is told, only an I/O error stops.
    pub(super) fn soften<T>(&mut self, layer: &Layer, what: &str, read: Result<T>) -> Result<Option<T>> {
        use imageparser_base::ErrorKind::{Corrupt, TooLarge, Unsupported};
        match read {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.kind() == Unsupported => {
                self.unrendered.push((layer.id, format!("{what} on '{}': {}", layer.name, error.message())));
                Ok(None)
            }
            Err(error) if matches!(error.kind(), Corrupt | TooLarge) => {
                self.warnings.push(format!("layer '{}': {}", layer.name, error.message()));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}
