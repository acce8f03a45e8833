//! What generators of pictures wrote about them: prompts, settings, signatures.
//!
//! Each reader is a function from the texts of one place to a record. [`find`] asks the readers of [`READERS`] at
//! every place and lets the most certain record win; an ordinary comment is nobody's record.

mod a1111;
mod comfyui;
mod drawthings;
mod easydiffusion;
mod fooocus;
mod invokeai;
mod json;
mod keys;
mod members;
mod merge;
mod nai;
mod numbers;
mod record;
mod signed;
mod stored;
mod swarmui;
mod tags;
mod texts;

pub(crate) use json::object as json_object;
pub use numbers::TagNumbers;
pub use record::{Character, Generator, How, Lora, Signature, TagSet};
pub use signed::{Checker, Signed};
pub use tags::{PromptTag, Tags};
pub use texts::{Place, RawText, Texts};

use imageparser_base::Format;

use crate::Metadata;
use crate::stealth::Hidden;

/// The version of all readers together; records read by an older one are worth reading again.
pub const VERSION: u32 = 1;

/// Reads the texts of one place; `None` where they are not this generator's. `source`, `found_in`, `tags` and
/// `stealth` are filled in afterwards, `raw` and everything else by the reader.
type Reader = fn(&Texts<'_>) -> Option<Generator>;

/// In the order of certainty: who recognises its own record beyond doubt comes first.
const READERS: &[Reader] = &[
    nai::read,
    swarmui::read,
    invokeai::read,
    fooocus::read,
    drawthings::read,
    easydiffusion::read,
    comfyui::read,
    a1111::read,
];

/// Find the record of the generator that made a picture; `hidden` is what its pixels hold, where they were asked.
pub fn find(format: Format, metadata: &Metadata, hidden: Option<&Hidden>) -> Option<Generator> {
    let mut places = places(format, metadata);
    places.extend(hidden.map(Hidden::as_texts));
    let found = places.iter().filter_map(read).collect();
    merge::winner(found)
}

fn read(texts: &Texts<'_>) -> Option<Generator> {
    let mut found = READERS.iter().find_map(|reader| reader(texts))?;
    found.source = texts.place;
    Some(found)
}

/// The texts by place, in the order in which places are believed.
fn places(format: Format, metadata: &Metadata) -> Vec<Texts<'_>> {
    let chunks = if format == Format::Jpeg { Place::JpegComment } else { Place::PngText };
    let of = |place: Place| {
        let raw = metadata.raw.iter().filter(move |raw| raw.place == place);
        Texts::new(place, raw.map(|raw| (raw.name, raw.text.as_str())))
    };
    let text = Texts::new(chunks, metadata.text.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let mut all = if format == Format::Jpeg {
        vec![of(Place::Exif), of(Place::Xmp), text]
    } else {
        vec![text, of(Place::Exif), of(Place::Xmp)]
    };
    all.retain(|texts| !texts.is_empty());
    all
}
