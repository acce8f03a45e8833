use imageparser_psd::detail::{self, LinkKind, TextRun};
use imageparser_psd::{Context, Layer};

/// What the blocks of a layer say beside its record.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Opacity of the pixels without their effects, 0-255.
    pub fill: u8,
    /// The text of a type layer.
    pub text: Option<String>,
    /// Its parts in one style each.
    pub runs: Vec<TextRun>,
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
    /// The name of the file it came from, empty where the document does not list it.
    pub name: String,
    /// The four letters that name its type.
    pub filetype: Option<String>,
    /// Bytes of the embedded file.
    pub size: Option<u64>,
    /// Its four corners on the canvas, x before y, from the upper left clockwise.
    pub transform: Vec<f64>,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            fill: 255,
            text: None,
            runs: Vec::new(),
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
        let detail = detail::read(context, layer).unwrap_or_default();
        let fonts = detail.text.iter().flat_map(|text| text.fonts()).map(str::to_owned).collect();
        let (text, runs) = detail.text.map(|text| (text.text, text.runs)).unzip();
        Self {
            fill: (detail.flags.fill * 255.0 + 0.5) as u8,
            text,
            runs: runs.unwrap_or_default(),
            fonts,
            effects: detail.effects,
            locks: detail.flags.locks.names(),
            color_label: detail.flags.label_name(),
            smart_object: detail.smart.map(SmartObject::from),
        }
    }
}

impl From<detail::SmartObject> for SmartObject {
    fn from(smart: detail::SmartObject) -> Self {
        let file = smart.file.as_ref();
        let filetype = file.map(|file| file.file_type.trim().to_owned()).filter(|name| !name.is_empty());
        let size = file.filter(|file| file.kind == LinkKind::Embedded).map(|file| file.length);
        Self {
            kind: if smart.linked { "linked" } else { "embedded" },
            name: file.map(|file| file.name.clone()).unwrap_or_default(),
            filetype,
            size,
            transform: smart.corners.iter().flat_map(|&(x, y)| [x, y]).collect(),
        }
    }
}

/// The file inside an embedded smart object; `None` where there is none.
///
/// # Errors
/// `TooLarge` by the limits, else the kind of the I/O error.
pub fn embedded_file(context: &Context, layer: &Layer) -> imageparser_base::Result<Option<Vec<u8>>> {
    let smart = detail::read(context, layer)?.smart;
    let file = smart.and_then(|smart| smart.file).filter(|file| file.kind == LinkKind::Embedded);
    file.map(|file| context.linked_bytes(&file)).transpose()
}
