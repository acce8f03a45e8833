from __future__ import annotations

import pytest

from fixtures import xmp
from imageparser.errors import CorruptError, TooLargeError
from imageparser.xmp import marks, packet
from imageparser.xmp.marks import Marks
from imageparser.xmp.packet import Packet


def read(data: str | bytes) -> Marks:
    return marks.read(Packet(data if isinstance(data, bytes) else data.encode()))


def written(data: str | bytes | None, **wanted: object) -> Packet:
    given = data.encode() if isinstance(data, str) else data
    made = Packet(given)
    values = {"rating": None, "label": None, "tags": []} | wanted
    marks.write(made, **values)  # type: ignore[arg-type]
    return Packet(made.to_bytes())


def test_lightroom():
    found = read(xmp.LIGHTROOM)
    assert (found.rating, found.label, found.title) == (4, "red", "Rainy night")
    assert found.tags == (("동물", "고양이"), ("night & rain",))


def test_digikam_and_what_it_keeps_for_itself():
    assert read(xmp.DIGIKAM) == Marks(2, "blue", (("장소", "서울"),))


def test_darktable_rejected_is_no_rating():
    assert read(xmp.DARKTABLE) == Marks(None, "green", (("sea",),))


def test_other_prefixes_and_elements_for_attributes():
    data = (
        '<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<Description xmlns:a="http://ns.adobe.com/xap/1.0/" xmlns:b="http://purl.org/dc/elements/1.1/">'
        "<a:Rating>5</a:Rating><b:subject>one; 둘</b:subject></Description></RDF>"
    )
    assert read(data) == Marks(5, None, (("one",), ("둘",)))


@pytest.mark.parametrize("rating", ["0", "-1", "6", "nan", "inf", "five", "", "1e999"])
def test_what_is_no_rating(rating: str):
    assert read(xmp.packet(attributes=f'xmp:Rating="{rating}"')).rating is None


def test_decomposed_names_are_composed():
    assert read(xmp.tags("고양이")).tags == (("고양이",),)


def test_nothing_to_change_changes_nothing():
    made = Packet(xmp.LIGHTROOM.encode())
    before = made.to_bytes()
    assert not marks.write(made, rating=4, label="red", tags=[("고양이",), ("Night & Rain",)])
    assert made.to_bytes() == before


def test_everything_else_stays():
    made = written(xmp.LIGHTROOM, rating=1, label="green", tags=[("동물", "고양이"), ("비",)]).to_bytes().decode()
    for kept in (
        'crs:Exposure2012="+0.35"', "<!-- edited by hand -->", '<rdf:li xml:lang="ko-KR">비 오는 밤</rdf:li>',
        "<crs:ToneCurve><rdf:Seq><rdf:li>0, 0</rdf:li><rdf:li>255, 255</rdf:li></rdf:Seq></crs:ToneCurve>",
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>', '<?xpacket end="w"?>', "Adobe XMP Core 7.0",
    ):  # fmt: skip
        assert kept in made, kept
    assert 'xmp:Rating="1"' in made
    assert 'xmp:Label="Green"' in made
    assert "night" not in made.replace("Rainy night", "")
    assert read(made).tags == (("동물", "고양이"), ("비",))


def test_a_tag_that_goes_takes_the_names_above_it_along():
    made = written(xmp.LIGHTROOM, rating=4, label="red", tags=[("night & rain",)])
    assert made.texts("dc:subject") == ["night & rain"]
    assert made.texts("lr:hierarchicalSubject") == ["night & rain"]


def test_internal_tags_of_programs_stay():
    made = written(xmp.DARKTABLE, tags=[("바다",)])
    assert made.texts("dc:subject") == ["darktable|format|jpg", "바다"]
    assert 'darktable:operation="rawprepare"' in made.to_bytes().decode()
    assert 'xmp:Rating="-1"' in made.to_bytes().decode()


def test_labels_follow_where_programs_keep_numbers():
    made = written(xmp.DIGIKAM, label="gray", tags=[("장소", "서울")])
    assert (made.text("digiKam:ColorLabel"), made.text("xmp:Label")) == ("7", "Gray")
    made = written(xmp.DARKTABLE, label="purple", tags=[("sea",)])
    assert made.texts("darktable:colorlabels") == ["4"]


def test_a_label_that_names_no_colour_stays():
    made = written(xmp.packet(attributes='xmp:Label="Winner"'), label="red")
    assert made.text("xmp:Label") == "Winner"


def test_a_new_packet_has_all_ways_to_say_a_tag():
    made = written(None, rating=3, tags=[("동물", "고양이"), ("fate/zero",), ("a|b",)])
    assert made.texts("dc:subject") == ["고양이", "fate/zero", "a|b"]
    assert made.texts("lr:hierarchicalSubject") == ["동물|고양이", "fate/zero"]
    assert made.texts("digiKam:TagsList") == ["동물/고양이", "a|b"]
    assert marks.read(made).tags == (("동물", "고양이"), ("fate/zero",), ("a|b",))


def test_what_xml_cannot_say_is_left_out():
    made = written(None, tags=[("a\x01b\ud800",), ("\x02",)])
    assert marks.read(made).tags == (("a b",),)


BOMB = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><r>&b;</r>'
EXTERNAL = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>'


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\0\0\0", b"no xml", b"<a>", b"<a/>", xmp.LIGHTROOM.encode()[:700], BOMB.encode(), BOMB.encode("utf-16"),
        EXTERNAL.encode(), EXTERNAL.encode("utf-16-le"), b"<r>&bomb;</r>", ("<a>" * 100_000).encode(),
        xmp.tags("고양이").decode().encode("cp949"), b'<?xml version="1.0" encoding="klingon"?>' + xmp.tags("a"),
        b'<?xml version="1.0" encoding="utf-16"?>' + xmp.tags("a"), xmp.tags("a") + xmp.tags("b"),
        b"\xff\xd8\xff\xe0" * 100, xmp.packet(attributes='xmp:Rating="1" xmp:Rating="2"'),
    ],
)  # fmt: skip
def test_hostile(data: bytes):
    with pytest.raises(CorruptError) as caught:
        Packet(data, path="a.xmp")
    assert caught.value.path == "a.xmp"


def test_too_large():
    with pytest.raises(TooLargeError):
        Packet(b" " + b"a" * packet.MOST_BYTES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str):
    data = xmp.tags("고양이", rating=2).decode().encode(encoding)
    if encoding.startswith("utf-16-"):
        data = "\ufeff".encode(encoding) + data
    assert read(data) == Marks(2, None, (("고양이",),))
    made = Packet(data)
    marks.write(made, rating=3, label=None, tags=[("고양이",)])
    assert made.to_bytes().decode("utf-8-sig").count("고양이") == 1


def test_declared_code_page():
    data = b'<?xml version="1.0" encoding="euc-kr"?>' + xmp.tags("고양이").decode().encode("euc-kr")
    assert read(data).tags == (("고양이",),)
