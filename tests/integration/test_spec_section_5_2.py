"""Section 5.2 of the specification, sentence by sentence, through the protocol; docstrings name the sentence."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from fixtures import spec_shelf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fixtures.spec_shelf import Shelf


@pytest.fixture(scope="module", params=["made", pytest.param("corpus", marks=pytest.mark.corpus)])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    corpus = request.getfixturevalue("corpus") if request.param == "corpus" else None
    with spec_shelf.build(tmp_path_factory.mktemp(request.param), corpus, phases="P") as shelf:
        yield shelf


@pytest.fixture
def shelf(library: Shelf) -> Iterator[Shelf]:
    """Give the library as it was; what a test changes is taken back through the journal."""
    yield library
    library.undo_all()


def test_comments_of_each_picture_beside_its_note(shelf: Shelf) -> None:
    """5.2 이미지별 코멘트: 메모와 별개로 글을 단다."""
    one, two = (picture.id for picture in shelf.pictures[:2])
    shelf.ask("mark", ids=[one], note="나의 메모")
    shelf.ask("comment_save", picture=one, author="지영", body="하늘이 너무 어둡다")
    shelf.ask("comment_save", picture=two, author="민수", body="좋다")
    (told,) = shelf.ask("comment_list", picture=one)["comments"]
    assert (told["author"], told["body"], told["picture"]) == ("지영", "하늘이 너무 어둡다", one)
    assert shelf.found("comment:어둡다") == shelf.found("메모:나의") == [one]
    assert sorted(shelf.found("has:comment")) == sorted([one, two])
    assert shelf.found("author:민수") == [two]
    assert shelf.found('"어둡다"') == [one]


def test_a_thread_in_the_order_of_time_with_its_history(shelf: Shelf) -> None:
    """5.2 코멘트 히스토리: 시간순 이력."""
    picture = shelf.pictures[0].id
    numbers = [
        shelf.ask("comment_save", picture=picture, author=author, body=body)["comment"]
        for author, body in (("지영", "첫째"), ("민수", "둘째"), ("지영", "셋째"))
    ]
    shelf.ask("comment_save", comment=numbers[0], body="첫째, 고침")
    shelf.ask("comment_save", comment=numbers[0], body="첫째, 다시 고침")
    thread = shelf.ask("comment_list", picture=picture, history=True)["comments"]
    assert [one["id"] for one in thread] == numbers
    assert [one["created_at"] for one in thread] == sorted(one["created_at"] for one in thread)
    assert [one["body"] for one in thread] == ["첫째, 다시 고침", "둘째", "셋째"]
    assert [one["body"] for one in thread[0]["history"]] == ["첫째", "첫째, 고침"]
    assert thread[0]["edited_at"] is not None
    assert thread[1]["history"] == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_mentions(shelf: Shelf, form: str) -> None:
    """5.2 @멘션: 사람을 부르고, 불린 곳과 부를 수 있는 이름을 본다."""
    one, two = (picture.id for picture in shelf.pictures[:2])
    body = unicodedata.normalize(form, "@민수에게 물어보자, @kim.j 도")
    number = shelf.ask("comment_save", picture=one, author="지영", body=body)["comment"]
    shelf.ask("comment_save", picture=two, author="지영", body="me@example.com 은 부르는 말이 아니다")
    assert shelf.ask("comment_list", picture=one)["comments"][0]["mentions"] == ["민수", "kim.j"]
    (called,) = shelf.ask("comment_list", mention="민수")["comments"]
    assert (called["id"], called["picture"]) == (number, one)
    assert shelf.found("멘션:민수") == shelf.found("mention:kim.j") == [one]
    names = {name["name"]: name["mentions"] for name in shelf.ask("comment_list", picture=two)["names"]}
    assert names == {"민수": 1, "kim.j": 1, "지영": 0}


def test_comments_are_made_read_changed_and_deleted(shelf: Shelf) -> None:
    """5 인수 조건: 이미지별 코멘트 생성, 읽기, 수정, 삭제."""
    picture = shelf.pictures[0].id
    number = shelf.ask("comment_save", picture=picture, author="지영", body="처음 말")["comment"]
    shelf.ask("comment_save", comment=number, body="다른 말")
    assert shelf.ask("comment_list", picture=picture)["comments"][0]["body"] == "다른 말"
    deleted = shelf.ask("comment_delete", comment=number)["edit"]
    (gone,) = shelf.ask("comment_list", picture=picture)["comments"]
    assert gone["deleted_at"] is not None
    assert gone["body"] == ""
    assert shelf.found("comment:다른") == []
    assert shelf.end("comment_save", comment=number, body="또")["type"] == "error"
    shelf.ask("edit_undo", edit=deleted)
    assert shelf.found("comment:다른") == [picture]
    assert shelf.end("comment_save", picture=10**9, author="지영", body="x")["code"] == "not_found"
    assert shelf.end("comment_save", picture=picture, author="지영", body="  ")["code"] == "usage"


def test_every_change_of_comments_is_taken_back(shelf: Shelf) -> None:
    """5.2 이력: 변경마다 되돌릴 수 있다."""
    picture = shelf.pictures[0].id
    saved = shelf.ask("comment_save", picture=picture, author="지영", body="@민수 보세요")
    edited = shelf.ask("comment_save", comment=saved["comment"], body="@하나 보세요")
    shelf.ask("edit_undo", edit=edited["edit"])
    (told,) = shelf.ask("comment_list", picture=picture, history=True)["comments"]
    assert (told["body"], told["mentions"], told["history"]) == ("@민수 보세요", ["민수"], [])
    assert shelf.found("mention:하나") == []
    shelf.ask("edit_undo", edit=saved["edit"])
    assert shelf.ask("comment_list", picture=picture)["comments"] == []
    assert shelf.found("has:comment") == []
