"""A form acts once, in one transaction, and costs nobody what they typed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask.testing import FlaskClient

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.forms import SENT_BEFORE
from tests.integration.foundation.acting import NOTE, acts, note, shown_form, textareas
from tests.integration.foundation.conftest import SignIn, make_person
from tests.support.visitor import Visitor

TYPED = 'Line one\r\nline <two> & "three" \N{SLIGHTLY SMILING FACE}'


def test_a_form_that_is_in_order_acts_and_leads_on(ann: Visitor) -> None:
    response = ann.post(NOTE, data=note(ann, title="First"))

    assert (response.status_code, response.location) == (303, "/probes/done")
    assert acts() == 1
    assert "The note is saved, version 0." in ann.get("/probes/done").text


def test_a_form_with_a_mistake_comes_back_with_what_was_typed(ann: Visitor) -> None:
    response = ann.post(NOTE, data=note(ann, title="First", note="x" * 30_001))

    assert response.status_code == 422
    assert "The note is too long." in response.text
    assert textareas(response) == ["x" * 30_001]
    assert acts() == 0


def test_a_broken_rule_stands_beside_its_field_and_undoes_the_act(ann: Visitor) -> None:
    response = ann.post(NOTE, data=note(ann, title="rule", note=TYPED))

    assert response.status_code == 422
    assert 'id="title-error"' in response.text
    assert 'href="#title"' in response.text
    assert response.text.count("This title is taken.") == 2  # in the summary and beside the field
    assert textareas(response) == [TYPED.replace("\r\n", "\n")]
    assert acts() == 0


def test_several_broken_rules_are_told_at_once(ann: Visitor) -> None:
    response = ann.post(NOTE, data=note(ann, title="several"))

    assert 'id="note-error"' in response.text
    assert "Nothing fits." in response.text
    assert response.status_code == 422


def test_an_edit_on_an_old_version_shows_both_texts_and_can_be_sent_again(ann: Visitor) -> None:
    response = ann.post(NOTE, data=note(ann, title="stale", note="What I wrote <i>", version="7"))
    again = shown_form(response)

    assert response.status_code == 409
    assert "What they wrote &lt;b&gt;" in response.text
    assert response.text.count("What I wrote &lt;i&gt;") == 2  # beside theirs, and still in the form
    assert again.fields["version"] == ["8"]
    assert ann.post(NOTE, data=again.fields | {"title": ["Mine"]}).status_code == 303
    assert acts() == 1


def test_the_same_form_sent_twice_acts_once_and_says_so(ann: Visitor) -> None:
    fields = note(ann, title="First")
    first, second = ann.post(NOTE, data=fields), ann.post(NOTE, data=fields)

    assert (second.status_code, second.location) == (first.status_code, first.location)
    assert acts() == 1
    assert SENT_BEFORE in ann.get("/probes/done").text


def test_the_same_key_with_another_content_acts_again(ann: Visitor) -> None:
    fields = note(ann, title="First")
    ann.post(NOTE, data=fields)
    ann.post(NOTE, data=fields | {"title": "Second"})

    assert acts() == 2


def test_a_form_that_was_refused_can_be_sent_again_with_its_key(ann: Visitor) -> None:
    fields = note(ann, title="rule")

    assert ann.post(NOTE, data=fields).status_code == 422
    assert ann.post(NOTE, data=fields).status_code == 422
    assert ann.post(NOTE, data=fields | {"title": "Better"}).status_code == 303


@pytest.mark.parametrize("key", ["", None])
def test_without_a_key_the_same_content_acts_each_time(ann: Visitor, key: str | None) -> None:
    fields = {name: value for name, value in note(ann, title="First", form_key=key).items() if value is not None}
    for _time in range(2):
        ann.post(NOTE, data=fields)

    assert acts() == 2


def test_another_persons_key_is_not_ones_own(ann: Visitor, sign_in: SignIn) -> None:
    ben = sign_in(make_person("Ben Birch"))
    for visitor in (ann, ben):
        visitor.post(NOTE, data=note(visitor, title="First", form_key="the same"))

    assert acts() == 2


def test_the_same_form_ten_times_at_once_acts_once(person: Person, ann: Visitor, sign_in: SignIn) -> None:
    fields, gate = note(ann, title="First"), Barrier(10)
    cookie = ann.get_cookie("inclusion", "localhost")
    assert cookie is not None

    def send(_number: int) -> int:
        browser = FlaskClient(ann.application)
        browser.set_cookie("inclusion", cookie.value, domain="localhost")
        gate.wait()
        return browser.post(NOTE, data=fields).status_code

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))

    assert answers == [303] * 10
    assert acts() == 1


def test_a_fault_in_the_act_undoes_it_and_keeps_the_text(ann: Visitor) -> None:
    response = ann.post(NOTE, data=note(ann, title="fault", note=TYPED))

    assert response.status_code == 500
    assert TYPED.replace("\r\n", "\n") in textareas(response)
    assert "expected" not in response.text
    assert acts() == 0


def test_htmx_is_led_on_by_a_header_and_boosted_links_by_a_redirect(ann: Visitor) -> None:
    fragment = ann.post(NOTE, data=note(ann, title="First"), headers={"HX-Request": "true"})
    boosted = ann.post(NOTE, data=note(ann, title="Second"), headers={"HX-Request": "true", "HX-Boosted": "true"})

    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (204, "/probes/done")
    assert (boosted.status_code, boosted.location) == (303, "/probes/done")


@pytest.mark.parametrize("version", ["9" * 5000, "-1", "²", "1.5", "x", ""])
def test_a_version_that_is_none_is_no_fault(ann: Visitor, version: str) -> None:
    assert ann.post(NOTE, data=note(ann, title="First", version=version)).status_code == 303
