use imageparser_psd::{Context, Layer};

/// What the blocks of a layer say beside its record.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Opacity of the pixels without their effects, 0-255.
    pub fill: u8,
    /// Fonts of a type layer, in the order of first use.
    pub fonts: Vec<String>,
    /// Effects that are switched on.
    pub effects: Vec<&'static str>,
    /// What is locked: "all", "transparency", "pixels", "position", "artboard".
    pub locks: Vec<&'static str>,
    /// The colour of its eye in the panel.
    pub color_label: Option<&'static str>,
    /// The picture inside a smart object.
    pub smart_object: Option<SmartObject>,
}

/// The picture that a smart object shows.
#[derive(Debug, Clone, PartialEq)]
pub struct SmartObject {
    /// "embedded" or "linked".
    pub kind: &'static str,
    /// The name of the file it came from.
    pub name: String,
    /// The four letters that name its type.
    pub filetype: Option<String>,
    /// Bytes of the embedded file.
    pub size: Option<u64>,
    /// Its four corners on the canvas, x before y, from the upper left clockwise.
    pub transform: Option<Vec<f64>>,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            fill: 255,
            fonts: Vec::new(),
            effects: Vec::new(),
            locks: Vec::new(),
            color_label: None,
            smart_object: None,
        }
    }
}

impl Facts {
    /// Read the facts of one layer; what cannot be read is left as it is by default.
    pub fn read(context: &Context, layer: &Layer) -> Self {
        let flags = context.flags(layer).unwrap_or_default();
        Self {
            fill: (flags.fill * 255.0 + 0.5) as u8,
            locks: flags.locks.names(),
            color_label: flags.label_name(),
            ..Self::default()
        }
    }
}
