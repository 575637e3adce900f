"""A form changes what it shows and nothing else; what is not there and what is not yours look the same."""

import re
from typing import Any

import pytest

from tests.matrix.asking import County
from tests.matrix.expectations import LINES, Line
from tests.matrix.state import comparable
from tests.matrix.test_forgery import FIRST_ALLOWED

EXTRA: dict[str, Any] = {
    "id": "1",
    "school_id": "2",
    "school": "2",
    "person_id": "1",
    "owner_id": "1",
    "run_id": "1",
    "state": "cancelled",
    "status": "closed",
    "role": "team-manager",
    "roles": "team-manager",
    "capacity": "999",
    "taken": "0",
    "is_active": "0",
    "deactivated_at": "2026-01-01",
    "confirmed_at": "2026-01-01",
    "password_hash": "x",
    "created_at": "2020-01-01",
    "loaded_hash": "x",
    "slug": "another",
    "queue_number": "1",
    "price": "0",
    "actor": "1",
}
SHOWN_ONCE = {"api_clients.make"}
"""The answer to the first sending shows a secret; the second leads to the list."""


@pytest.mark.parametrize("endpoint", sorted(FIRST_ALLOWED))
def test_a_field_that_the_form_does_not_have_changes_nothing(county: County, endpoint: str) -> None:
    line, actor = FIRST_ALLOWED[endpoint]
    path = county.address(line.method, endpoint, line.thing, actor)
    effects = []
    for extra in ({}, {name: value for name, value in EXTRA.items() if name not in county.body(endpoint, line.thing)}):
        response = county.ask(actor, line.method, path, body=county.body(endpoint, line.thing) | extra)
        assert response.status_code in {200, 204, 303}
        changes = county.changes()
        changes.pop("draft", None)  # one's own text, kept as it was sent
        effects.append(comparable(changes))
        county.bring_back()

    assert effects[0] == effects[1]


def _plain(text: str, path: str) -> str:
    """The page without what differs from one showing to the next, or is only sent back as it came."""
    without = re.sub(r'name="(csrf_token|form_key)" value="[^"]*"', "", text)
    without = re.sub(r"\b[0-9a-f]{64}\b", "", without)  # a digest that was sent
    return re.sub(r"\d+", "#", without.replace(path, ""))


STRANGERS = ("head_a", "head_b", "booker_b", "provider_p", "provider_q", "manager", "reviewer")
FOREIGN = [
    (line, actor, missing)
    for line in LINES
    for missing in LINES
    if (missing.key, missing.thing) == (line.key, "missing") and line.thing not in {"missing", "draft"}
    for actor in STRANGERS
    if line.answers[actor] == "404" == missing.answers[actor]
]


@pytest.mark.once
@pytest.mark.parametrize(("line", "actor", "missing"), FOREIGN, ids=lambda case: getattr(case, "endpoint", case))
def test_what_is_not_ones_own_looks_like_what_is_not_there(
    county: County, line: Line, actor: str, missing: Line
) -> None:
    pages = []
    for case in (line, missing):
        path = county.address(case.method, case.endpoint, case.thing, actor)
        body = None if case.method == "GET" else county.body(case.endpoint, case.thing)
        response = county.ask(actor, case.method, path, body=body)
        pages.append((response.status_code, _plain(response.text, path)))

    assert pages[0] == pages[1]
    county.bring_back()


SENT_AGAIN = {"sign_in.send", "sign_in.leave", "passwords.reset", "invitations.accept", "account.change_password"}
"""These end what the first sending stood on: a session, a link, a password."""


@pytest.mark.parametrize("endpoint", sorted(set(FIRST_ALLOWED) - SENT_AGAIN - {"kept_text.save", "kept_text.discard"}))
def test_the_same_form_sent_twice_acts_once_and_leads_to_the_same_place(county: County, endpoint: str) -> None:
    line, actor = FIRST_ALLOWED[endpoint]
    path = county.address(line.method, endpoint, line.thing, actor)
    body = county.body(endpoint, line.thing)

    first = county.ask(actor, line.method, path, body=body)
    once = county.changes()
    second = county.ask(actor, line.method, path, body=body)
    twice = county.changes()
    county.bring_back()

    if endpoint not in SHOWN_ONCE:
        assert (second.status_code, second.location) == (first.status_code, first.location)
    assert comparable(twice) == comparable(once)


@pytest.mark.parametrize("endpoint", sorted(set(FIRST_ALLOWED) - {"kept_text.save", "kept_text.discard"}))
def test_an_act_leaves_one_row_for_each_thing_it_does(county: County, endpoint: str) -> None:
    line, actor = FIRST_ALLOWED[endpoint]
    path = county.address(line.method, endpoint, line.thing, actor)
    county.ask(actor, line.method, path, body=county.body(endpoint, line.thing))
    events = county.changes().get("audit_event", [])
    county.bring_back()

    done = [(event["act"], event["subject_type"], event["subject_id"]) for event in events]
    assert done
    assert len(done) == len(set(done))
    assert all(event["outcome"] == "done" and event["at"] and event["address"] for event in events)
