use std::sync::Arc;

use imageparser_base::Rect;

use super::{Adjust, Effect, Model, Paint, Source};
use crate::blend::{BlendMode, Curve};

/// A picture to be composited.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The canvas, in canvas pixels.
    pub canvas: Rect,
    /// How colours are given.
    pub model: Model,
    /// Canvas pixels along the side of a cell: 1, or the factor of a reduced scene; sources then give cells.
    pub factor: u32,
    /// Bottom to top.
    pub nodes: Vec<Node>,
}

/// One layer, group, fill or adjustment.
#[derive(Debug, Clone)]
pub struct Node {
    /// The layer's id.
    pub id: u32,
    /// The layer's name, for messages.
    pub name: String,
    /// Whether it is drawn, with what is clipped to it.
    pub visible: bool,
    /// What it shows.
    pub content: Content,
    /// How it mixes with what is below.
    pub blend: BlendMode,
    /// Its edges mix with what is below by this curve instead of plainly (text); counts in normal mode.
    pub edges: Option<Curve>,
    /// Of the layer with its effects, 0-1.
    pub opacity: f32,
    /// Of the content without its effects, 0-1.
    pub fill: f32,
    /// Multiplied with each other: pixel mask, vector mask.
    pub masks: Vec<Mask>,
    /// Layers clipped to this one, bottom to top.
    pub clipped: Vec<Node>,
    /// Clipped layers mix with this layer alone and the result with what is below; else each mixes with what is below.
    pub clipped_as_group: bool,
    /// Interior effects mix with this layer alone before the result mixes with what is below.
    pub interior_as_group: bool,
    /// Whether it shows what lies below its group.
    pub knockout: Knockout,
    /// Colour ranges in which it shows.
    pub blend_if: Option<Arc<BlendIf>>,
    /// Channels that it leaves alone (bit 0 is the first channel).
    pub locked_channels: u8,
    /// Effects bottom to top as Photoshop stacks them.
    pub effects: Vec<Arc<dyn Effect>>,
}

/// What a node shows.
#[derive(Debug, Clone)]
pub enum Content {
    /// Pixels.
    Pixels(Arc<dyn Source>),
    /// A paint over the whole canvas, cut by masks.
    Fill(Arc<dyn Paint>),
    /// A change of what is below.
    Adjustment(Arc<dyn Adjust>),
    /// Members bottom to top.
    Group {
        /// The members.
        members: Vec<Node>,
        /// Members mix with what is below the group.
        pass_through: bool,
    },
}

/// A mask: how much of the node shows.
#[derive(Debug, Clone)]
pub struct Mask {
    /// One plane of coverage.
    pub source: Arc<dyn Source>,
    /// The coverage outside its bounds, 0-1.
    pub outside: f32,
    /// The coverage is taken the other way round.
    pub inverted: bool,
    /// How much it hides at most, 0-1.
    pub density: f32,
    /// Radius of the blur of its edges, in canvas pixels.
    pub feather: f32,
    /// Whether effects follow the masked outline; else the mask cuts the effects too.
    pub shapes_effects: bool,
}

/// What a node with knockout shows where its fill lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Knockout {
    /// What is below it.
    #[default]
    None,
    /// What is below its group (or, in no group, nothing).
    Shallow,
    /// What is below everything: the background layer, or nothing.
    Deep,
}

/// The ranges of one channel: black fades in between the first two, white fades out between the last two; 0-1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlendRange {
    /// Low edge start and end, high edge start and end.
    pub points: [f32; 4],
}

impl BlendRange {
    /// The range that hides nothing.
    pub const ALL: Self = Self { points: [0.0, 0.0, 1.0, 1.0] };
}

/// "Blend if" sliders: (this layer, underlying) for grey and each channel.
#[derive(Debug, Clone, PartialEq)]
pub struct BlendIf {
    /// Of the composite grey.
    pub grey: (BlendRange, BlendRange),
    /// Of each channel.
    pub channels: Vec<(BlendRange, BlendRange)>,
}

impl Node {
    /// A node that shows its content as it is.
    pub fn new(content: Content) -> Self {
        Self {
            id: 0,
            name: String::new(),
            visible: true,
            content,
            blend: BlendMode::Normal,
            edges: None,
            opacity: 1.0,
            fill: 1.0,
            masks: Vec::new(),
            clipped: Vec::new(),
            clipped_as_group: true,
            interior_as_group: false,
            knockout: Knockout::None,
            blend_if: None,
            locked_channels: 0,
            effects: Vec::new(),
        }
    }
}
