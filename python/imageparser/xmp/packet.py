"""A packet (ISO 16684-1) as a tree of XML, and values of its properties; nothing that is not asked for is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from imageparser.errors import CorruptError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_BYTES = 16 << 20
NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "darktable": "http://darktable.sf.net/",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CONTAINERS = ("Bag", "Seq", "Alt")
_EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="ImageParser">\n'
    ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    '  <rdf:Description rdf:about=""/>\n </rdf:RDF>\n</x:xmpmeta><?xpacket end="w"?>'
).encode()

for _prefix, _uri in NAMESPACES.items():
    etree.register_namespace(_prefix, _uri)


def name(short: str) -> str:
    """Return `prefix:name` in the form that the tree uses."""
    prefix, _, local = short.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


_ABOUT = name("rdf:Description")
_ITEM = name("rdf:li")


class Packet:
    """One packet; properties are named `prefix:name` with the prefixes of NAMESPACES, whatever the file calls them."""

    def __init__(self, data: bytes | None = None, *, path: str | None = None) -> None:
        """Read a packet, or begin an empty one.

        Raises:
            TooLargeError: it is larger than any packet.
            CorruptError: it is no well-formed XML, holds no RDF, or declares a document type, of which entities
                could be made.
        """
        given = _EMPTY if data is None else data
        if b"\0" not in given[:4]:  # padding; of UTF-16 the last letter ends so
            given = given.rstrip(b"\0 \t\r\n")
        self._declared = given.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml")
        self._tree = _parsed(given, path)
        root = self._tree.getroot()
        found = root if root.tag == name("rdf:RDF") else root.find(f".//{name('rdf:RDF')}")
        if found is None:
            raise CorruptError("the file holds no XMP", path=path)
        self._rdf = found

    def to_bytes(self) -> bytes:
        """Return the packet as UTF-8."""
        made: bytes = etree.tostring(self._tree, encoding="UTF-8", xml_declaration=self._declared)
        return made

    def text(self, prop: str) -> str | None:
        """Return the value of a simple property, or of a property with one text in several languages; None for none."""
        wanted = name(prop)
        for about in self._abouts():
            if (value := about.get(wanted)) is not None:
                return str(value)
            for element in about.iterchildren(wanted):
                items = list(_items(element))
                default = [item for item in items if (item.get(_LANGUAGE) or "").lower() == "x-default"]
                return _text((default or items or [element])[0])
        return None

    def texts(self, prop: str) -> list[str]:
        """Return the values of a property with several; one that is written as plain text separates them by `;`."""
        wanted = name(prop)
        found: list[str] = []
        for about in self._abouts():
            if (value := about.get(wanted)) is not None:
                found += str(value).split(";")
            for element in about.iterchildren(wanted):
                if _contained(element) is not None:
                    found += [_text(item) for item in _items(element)]
                else:
                    found += _text(element).split(";")
        return [value.strip() for value in found if value.strip()]

    def set_text(self, prop: str, value: str | None) -> None:
        """Give a simple property a value, where it stands; None takes it away."""
        wanted, given = name(prop), value
        for about in self._abouts():
            if about.get(wanted) is not None:
                if given is None:
                    del about.attrib[wanted]
                else:
                    about.set(wanted, given)
                    given = None
            for element in list(about.iterchildren(wanted)):
                if given is None:
                    _remove(element)
                else:
                    _empty(element)
                    element.text, given = given, None
        if given is not None:
            self._about().set(wanted, given)

    def set_texts(self, prop: str, values: Sequence[str], *, container: str = "Bag") -> None:
        """Let a property have exactly these values; what stays is left as it is, what is new comes behind it."""
        wanted, left = name(prop), list(values)
        holder: etree._Element | None = None
        for about in self._abouts():
            about.attrib.pop(wanted, None)
            for element in list(about.iterchildren(wanted)):
                inner = _contained(element)
                if inner is None or not _keep(inner, left):
                    _remove(element)
                elif holder is None:
                    holder = inner
        if left:
            _append(self._holder(wanted, container) if holder is None else holder, left)

    def _holder(self, wanted: str, container: str) -> etree._Element:
        element = etree.SubElement(self._about(), wanted)
        return etree.SubElement(element, name(f"rdf:{container}"))

    def _abouts(self) -> Iterator[etree._Element]:
        yield from self._rdf.iterchildren(_ABOUT)

    def _about(self) -> etree._Element:
        """Return the description that takes what is new."""
        found = next(self._abouts(), None)
        if found is None:
            found = etree.SubElement(self._rdf, _ABOUT)
            found.set(name("rdf:about"), "")
        return found


def _parsed(data: bytes, path: str | None) -> etree._ElementTree:
    if len(data) > MOST_BYTES:
        raise TooLargeError(f"the XMP is larger than {MOST_BYTES >> 20} MiB", path=path)
    # Before anything is parsed, in UTF-16 too: without a document type there are no entities to expand or to fetch.
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise CorruptError("the XMP declares a document type", path=path)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False, collect_ids=False
    )
    try:
        tree = etree.ElementTree(etree.fromstring(data, parser))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        where = f" (line {error.lineno})" if isinstance(error, etree.XMLSyntaxError) else ""
        raise CorruptError(f"the XMP is no well-formed XML{where}", path=path) from None
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise CorruptError("the XMP declares a document type", path=path)
    return tree


def _contained(element: etree._Element) -> etree._Element | None:
    """Return the container of the values of a property, if it has one."""
    for kind in _CONTAINERS:
        found = element.find(name(f"rdf:{kind}"))
        if found is not None:
            return found
    return None


def _items(element: etree._Element) -> Iterable[etree._Element]:
    inner = _contained(element)
    return () if inner is None else inner.iterchildren(_ITEM)


def _text(element: etree._Element) -> str:
    return str(element.xpath("string()")).strip()


def _keep(holder: etree._Element, left: list[str]) -> bool:
    """Take the values out of a container that are not among those `left` to place; False where none stays."""
    for item in list(holder.iterchildren(_ITEM)):
        value = _text(item)
        if value in left:
            left.remove(value)
        else:
            _remove(item)
    return len(holder) > 0


def _empty(element: etree._Element) -> None:
    for child in list(element):
        element.remove(child)


def _remove(element: etree._Element) -> None:
    """Take an element out; the blanks behind it go, those before it stay."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _append(holder: etree._Element, values: Iterable[str]) -> None:
    """Put values behind those of a container, indented as they are."""
    for value in values:
        before = len(holder)
        item = etree.SubElement(holder, _ITEM)
        item.text = value
        if before:
            last = holder[before - 1]
            item.tail, last.tail = last.tail, holder.text
