//! XMP packets (ISO 16684-1): RDF/XML flattened to `prefix:name` with its values.
//!
//! Depth, values and names are bounded; entities are the five of XML and character references only.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{LocalName, Namespace, NamespaceResolver, ResolveResult};
use quick_xml::reader::NsReader;

use crate::metadata::Collector;

/// Namespaces that the table uses and their usual prefixes; files may spell the prefix otherwise.
pub(crate) const NAMESPACES: &[(&str, &str)] = &[
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://ns.adobe.com/xap/1.0/", "xmp"),
    ("http://ns.adobe.com/xap/1.0/mm/", "xmpMM"),
    ("http://ns.adobe.com/xap/1.0/sType/ResourceEvent#", "stEvt"),
    ("http://ns.adobe.com/exif/1.0/", "exif"),
    ("http://cipa.jp/exif/1.0/", "exifEX"),
    ("http://ns.adobe.com/exif/1.0/aux/", "aux"),
    ("http://ns.adobe.com/tiff/1.0/", "tiff"),
    ("http://ns.adobe.com/photoshop/1.0/", "photoshop"),
    ("http://ns.adobe.com/lightroom/1.0/", "lr"),
    ("http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "Iptc4xmpCore"),
    ("http://ns.microsoft.com/photo/1.0", "MicrosoftPhoto"),
    ("http://ns.microsoft.com/photo/1.0/", "MicrosoftPhoto"),
    ("http://ns.adobe.com/xmp/note/", "xmpNote"),
];

const MAX_DEPTH: usize = 64;
const MAX_VALUES: usize = 10_000;
/// The name of everything outside the known namespaces.
const UNKNOWN: &str = "?";

/// What a packet says.
#[derive(Debug, Default)]
pub(crate) struct Packet {
    /// Values by property, `property/field` inside structures; the default language comes first.
    pub(crate) values: BTreeMap<String, Vec<String>>,
    /// The digest that names the extended packet, where there is one.
    pub(crate) extension: Option<String>,
}

/// One open element.
struct Level {
    /// Its name, `None` for the RDF skeleton around and inside properties.
    name: Option<String>,
    text: String,
    default_language: bool,
    has_children: bool,
}

struct Flattener<'a> {
    levels: Vec<Level>,
    packet: Packet,
    count: usize,
    found: &'a mut Collector,
}

pub(crate) fn read(text: &str, found: &mut Collector) -> Packet {
    let mut reader = NsReader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_dangling_amp = true;
    let mut state = Flattener { levels: Vec::new(), packet: Packet::default(), count: 0, found };
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => {
                if !state.event(&event, reader.resolver()) {
                    break;
                }
            }
            Err(error) => {
                let at = reader.error_position();
                state.found.warn(format!("the XMP packet breaks at byte {at}: {error}"));
                break;
            }
        }
    }
    let mut packet = state.packet;
    packet.extension = packet.values.get("xmpNote:HasExtendedXMP").and_then(|values| values.first().cloned());
    packet
}

impl Flattener<'_> {
    /// Take one event; `false` ends the reading.
    fn event(&mut self, event: &Event<'_>, names: &NamespaceResolver) -> bool {
        match event {
            Event::Start(start) => return self.open(start, names),
            Event::Empty(start) => {
                let goes_on = self.open(start, names);
                self.close();
                return goes_on;
            }
            Event::End(_) => self.close(),
            Event::Text(text) => self.push(&text.xml10_content()),
            Event::CData(text) => self.push(text),
            Event::GeneralRef(reference) => {
                let predefined = quick_xml::escape::resolve_xml_entity(reference);
                let character = reference.resolve_char_ref().ok().flatten();
                match (predefined, character) {
                    (Some(text), _) => self.push(text),
                    (None, Some(c)) => self.push(c.encode_utf8(&mut [0; 4])),
                    (None, None) => {}
                }
            }
            _ => {}
        }
        true
    }

    fn open(&mut self, start: &BytesStart<'_>, names: &NamespaceResolver) -> bool {
        if self.levels.len() >= MAX_DEPTH {
            self.found.warn(format!("the XMP packet nests deeper than {MAX_DEPTH} elements"));
            return false;
        }
        if let Some(parent) = self.levels.last_mut() {
            parent.has_children = true;
        }
        let name = qualified(&names.resolve_element(start.name()));
        let mut level = Level { name, text: String::new(), default_language: false, has_children: false };
        for attribute in start.attributes().with_checks(false).flatten() {
            if attribute.key.into_inner() == "xml:lang" {
                level.default_language = attribute.value.eq_ignore_ascii_case("x-default");
            }
        }
        self.levels.push(level);
        for attribute in start.attributes().with_checks(false).flatten() {
            let Some(field) = qualified(&names.resolve_attribute(attribute.key)) else { continue };
            if let Ok(value) = quick_xml::escape::unescape(&attribute.value) {
                self.store(Some(&field), &value, false);
            }
        }
        true
    }

    fn close(&mut self) {
        let Some(level) = self.levels.last() else { return };
        if !level.has_children {
            let text = level.text.trim().to_owned();
            let first = level.default_language;
            self.store(None, &text, first);
        }
        self.levels.pop();
    }

    fn push(&mut self, text: &str) {
        if let Some(level) = self.levels.last_mut() {
            level.text.push_str(text);
        }
    }

    /// Keep a value under the path of open properties, `field` last if it is an attribute.
    fn store(&mut self, field: Option<&str>, value: &str, first: bool) {
        let mut path: Vec<&str> = self.levels.iter().filter_map(|level| level.name.as_deref()).collect();
        path.extend(field);
        if path.is_empty() || path.len() > 2 || path.contains(&UNKNOWN) || value.trim().is_empty() {
            return;
        }
        self.count += 1;
        if self.count == MAX_VALUES {
            self.found.warn(format!("the XMP packet has more than {MAX_VALUES} values"));
        }
        if self.count >= MAX_VALUES {
            return;
        }
        let values = self.packet.values.entry(path.join("/")).or_default();
        let at = if first { 0 } else { values.len() };
        values.insert(at, value.trim().to_owned());
    }
}

/// `prefix:name` with the usual prefix. The skeleton (`rdf`, `x:xmpmeta`) has none; what the table never
/// names is `?`, so that a known name inside an unknown structure is not mistaken for the document's own.
fn qualified((namespace, local): &(ResolveResult<'_>, LocalName<'_>)) -> Option<String> {
    let local = local.into_inner();
    let ResolveResult::Bound(Namespace(uri)) = namespace else {
        return (local != "xmpmeta").then(|| UNKNOWN.to_owned());
    };
    match NAMESPACES.iter().find(|(known, _)| known == uri) {
        Some((_, "rdf")) => None,
        Some((_, prefix)) => Some(format!("{prefix}:{local}")),
        None if local == "xmpmeta" || local == "xapmeta" => None,
        None => Some(UNKNOWN.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::Limits;

    fn values(body: &str) -> BTreeMap<String, Vec<String>> {
        let bindings: Vec<_> = NAMESPACES.iter().map(|(uri, prefix)| format!("xmlns:{prefix}=\"{uri}\"")).collect();
        let namespaces = bindings[..12].join(" ");
        let text = format!(
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF {namespaces}><rdf:Description xmp:Rating=\"4\">{body}\
             </rdf:Description></rdf:RDF></x:xmpmeta>"
        );
        read(&text, &mut Collector::new(&Limits::default())).values
    }

    #[test]
    fn attributes_bags_languages_and_structures() {
        let found = values(
            "<dc:subject><rdf:Bag><rdf:li>a &amp; b</rdf:li><rdf:li>&#54620;글</rdf:li></rdf:Bag></dc:subject>\
             <dc:title><rdf:Alt><rdf:li xml:lang=\"de\">Titel</rdf:li><rdf:li xml:lang=\"x-default\">Title</rdf:li>\
             </rdf:Alt></dc:title><xmpMM:History><rdf:Seq><rdf:li stEvt:softwareAgent=\"GIMP\"/><rdf:li \
             rdf:parseType=\"Resource\"><stEvt:softwareAgent>Krita</stEvt:softwareAgent></rdf:li></rdf:Seq>\
             </xmpMM:History>",
        );
        assert_eq!(found["xmp:Rating"], ["4"]);
        assert_eq!(found["dc:subject"], ["a & b", "한글"]);
        assert_eq!(found["dc:title"], ["Title", "Titel"]);
        assert_eq!(found["xmpMM:History/stEvt:softwareAgent"], ["GIMP", "Krita"]);
    }

    #[test]
    fn other_prefixes_and_unknown_entities() {
        let found = values("<d:format xmlns:d=\"http://purl.org/dc/elements/1.1/\">x &bomb; y</d:format><y:z/>");
        assert_eq!(found["dc:format"], ["x  y"]);
    }

    #[test]
    fn depth_is_bounded() {
        let mut found = Collector::new(&Limits::default());
        read(&"<a>".repeat(100_000), &mut found);
        assert!(found.finish().warnings[0].contains("deeper"));
    }
}
