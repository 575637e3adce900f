"""Typed text is never lost, and never shown to anybody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import permutations
from random import Random
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.database import db
from tests.integration.foundation.acting import NOTE, note, shown_form, token_of
from tests.integration.foundation.conftest import SignIn, make_person
from tests.integration.foundation.probes import DRAFT
from tests.support.visitor import Visitor

ADDRESS = f"/drafts/{DRAFT}"
LONG = ("Zażółć e\u0301 👩‍👩‍👧‍👦 ﷽ </textarea><script>alert(1)</script> & &amp; \r\n\t\"'" * 400)[:20_000]


def save(person: Person, text: str, *, sequence: int = 0, stream: str = "tab", key: str = DRAFT) -> bool:
    fields = {"note": [text]}
    return drafts.save(person.id, key, fields, now=clock.now(), stream=stream, sequence=sequence)


def kept(person: Person, key: str = DRAFT) -> str | None:
    db.session.expire_all()
    draft = drafts.find(person.id, key)
    return draft.fields["note"][0] if draft else None


@pytest.mark.parametrize("order", list(permutations([1, 2, 3])))
def test_the_newest_text_wins_in_whatever_order_saves_arrive(person: Person, order: tuple[int, ...]) -> None:
    for sequence in order:
        save(person, f"text {sequence}", sequence=sequence)

    assert kept(person) == "text 3"


def test_the_newest_of_two_hundred_shuffled_saves_wins(person: Person) -> None:
    order = list(range(200))
    Random(7).shuffle(order)
    for sequence in order:
        save(person, f"text {sequence}", sequence=sequence)

    assert kept(person) == "text 199"


def test_the_newest_of_ten_saves_at_once_wins(app: Flask, person: Person) -> None:
    gate, person_id = Barrier(10), person.id

    def late(sequence: int) -> None:
        with app.app_context():
            gate.wait()
            drafts.save(person_id, DRAFT, {"note": [str(sequence)]}, now=clock.now(), stream="t", sequence=sequence)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(late, range(10)))

    assert kept(person) == "9"
    assert db.session.scalar(select(func.count()).select_from(drafts.Draft)) == 1


def test_another_showing_of_the_form_begins_its_own_count(person: Person) -> None:
    save(person, "yesterday", sequence=50, stream="yesterday")
    save(person, "today", sequence=1, stream="today")

    assert kept(person) == "today"


def test_a_text_far_too_large_is_refused_and_the_old_one_stays(person: Person) -> None:
    assert save(person, "short", sequence=1)
    assert not save(person, "x" * (drafts.LARGEST_BYTES + 1), sequence=2)
    assert kept(person) == "short"


def test_nobody_fills_the_database_with_drafts(person: Person) -> None:
    saved = [save(person, "text", key=f"draft-{number}") for number in range(drafts.MOST_PER_PERSON + 1)]

    assert saved == [True] * drafts.MOST_PER_PERSON + [False]


def test_another_person_never_sees_it(person: Person, ann: Visitor, sign_in: SignIn) -> None:
    save(person, "for Ann alone")
    ben = sign_in(make_person("Ben Birch"))

    assert "for Ann alone" in ann.get(NOTE).text
    assert "for Ann alone" not in ben.get(NOTE).text
    assert ben.post(f"{ADDRESS}/discard", data={"csrf_token": token_of(ben)}).status_code == 303
    assert kept(person) == "for Ann alone"


def test_an_autosave_is_shown_again_and_gone_when_the_form_is_sent(person: Person, ann: Visitor) -> None:
    fields = note(ann, title="First", note=LONG)
    assert ann.post(ADDRESS, data=fields | {"sequence": "1"}).status_code == 204
    shown = shown_form(ann.get(NOTE))

    assert shown.fields["note"] == [LONG.replace("\r\n", "\n")]
    assert shown.fields["form_key"] != [fields["form_key"]]
    assert ann.post(NOTE, data=fields).status_code == 303
    assert kept(person) is None


@pytest.mark.parametrize("before", [("1",), ()], ids=["a later one", "the first of all"])
def test_an_autosave_that_arrives_after_the_form_was_sent_brings_nothing_back(
    person: Person, ann: Visitor, before: tuple[str, ...]
) -> None:
    fields = note(ann, title="First", note="text")
    for sequence in before:
        ann.post(ADDRESS, data=fields | {"sequence": sequence})
    ann.post(NOTE, data=fields)

    late = ann.post(ADDRESS, data=fields | {"sequence": "2"})

    assert late.status_code == 409
    assert kept(person) is None
    assert shown_form(ann.get(NOTE)).fields["note"] == [""]


def test_a_form_sent_with_a_mistake_keeps_its_draft(person: Person, ann: Visitor) -> None:
    fields = note(ann, title="rule", note="text")
    ann.post(ADDRESS, data=fields | {"sequence": "1"})
    ann.post(NOTE, data=fields)

    assert kept(person) == "text"


@pytest.mark.parametrize("sequence", ["9" * 5000, "9" * 12, "-1", "²", "x", ""])
def test_a_sequence_that_is_none_is_no_fault(ann: Visitor, sequence: str) -> None:
    assert ann.post(ADDRESS, data=note(ann, sequence=sequence)).status_code in {204, 409}


def test_a_draft_can_be_discarded_and_leads_to_no_other_site(person: Person, ann: Visitor) -> None:
    save(person, "text")
    response = ann.post(f"{ADDRESS}/discard", data={"csrf_token": token_of(ann), "next": "//evil.example"})

    assert response.location == "/"
    assert kept(person) is None


def test_passwords_and_tokens_are_never_kept(person: Person, ann: Visitor) -> None:
    ann.post(ADDRESS, data=note(ann, password="secret", new_password="secret", note="text"))
    draft = drafts.find(person.id, DRAFT)

    assert draft is not None
    assert set(draft.fields) == {"title", "note"}


def test_old_drafts_are_dropped(person: Person) -> None:
    save(person, "text")
    drafts.forget_old_drafts(clock.now() + drafts.KEPT_FOR - timedelta(minutes=1))
    assert kept(person) == "text"

    drafts.forget_old_drafts(clock.now() + drafts.KEPT_FOR + timedelta(minutes=1))
    assert kept(person) is None
