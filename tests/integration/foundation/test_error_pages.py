"""Whatever goes wrong: a plain page with its headers and what was typed, never the inside of the service."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from inclusion_app import wiring
from inclusion_app.foundation.headers import HEADERS
from tests.integration.foundation.acting import NOTE, note, textareas
from tests.support.visitor import Visitor

TYPED = "What I typed: <b>bold</b> & \N{GRINNING FACE}"
CODES = [400, 403, 404, 405, 409, 413, 429, 500, 503]
INSIDE = ["Traceback", "secret", "KeyError", "OperationalError", "SELECT", 'File "', "werkzeug", "sqlalchemy"]


def assert_guarded(response: Response) -> None:
    """Row 23 of the reliability figures."""
    for name in HEADERS:
        assert response.headers.get(name) == HEADERS[name], name
    policy = {part.split()[0]: part.split()[1:] for part in response.headers["Content-Security-Policy"].split("; ")}
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:"} & set(policy["script-src"])
    for directive, source in (
        ("default-src", "'none'"),
        ("frame-ancestors", "'none'"),
        ("form-action", "'self'"),
        ("base-uri", "'none'"),
    ):
        assert policy[directive] == [source]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in response.headers
    assert "Strict-Transport-Security" in response.headers
    assert "Cross-Origin-Opener-Policy" in response.headers


def assert_personal(response: TestResponse) -> None:
    """No shared cache may keep it."""
    assert response.headers["Cache-Control"] == "no-store"
    assert {"Cookie", "HX-Request"} <= {name.strip() for name in response.headers["Vary"].split(",")}


def assert_tells_nothing_of_the_inside(response: TestResponse) -> None:
    assert [word for word in INSIDE if word in response.text] == []


@pytest.mark.parametrize("code", CODES)
def test_an_error_keeps_what_was_typed(ann: Visitor, code: int) -> None:
    response = ann.post(f"/probes/status/{code}", data=note(ann, title="Title", note=TYPED, password="quiet"))

    assert response.status_code == code
    assert textareas(response) == ["Title", TYPED]
    assert "quiet" not in response.text
    assert response.mimetype == "text/html"
    assert_guarded(response)
    assert_personal(response)
    assert_tells_nothing_of_the_inside(response)


@pytest.mark.parametrize("code", [200, 302, 401, 406, 415, 418, 422, 501, 502, *CODES])
@pytest.mark.parametrize("method", ["get", "head"])
def test_every_status_carries_the_headers(ann: Visitor, code: int, method: str) -> None:
    response: TestResponse = getattr(ann, method)(f"/probes/status/{code}")

    assert response.status_code == code
    assert_guarded(response)
    assert_personal(response)


Ask = Callable[[Visitor], TestResponse]
ASKED: dict[str, tuple[int, Ask]] = {
    "no such page": (404, lambda v: v.get("/no/such/page")),
    "no such method": (405, lambda v: v.delete("/", data={"csrf_token": note(v)["csrf_token"]})),
    "trailing slash": (404, lambda v: v.get("/account/")),
    "a page": (200, lambda v: v.get("/")),
    "options": (200, lambda v: v.options("/")),
    "head": (200, lambda v: v.head("/")),
    "health": (200, lambda v: v.get("/healthz")),
    "another host": (400, lambda v: v.get("/", base_url="http://evil.example")),
    "a broken host": (400, lambda v: v.get("/", headers={"Host": "a_b..c\\"})),
    "nul in the path": (400, lambda v: v.get("/catalogue/%00")),
    "nul in the query": (400, lambda v: v.get("/catalogue?q=%00")),
    "bytes that are not text": (404, lambda v: v.get("/catalogue/%ff%fe")),
    "bytes in the query": (200, lambda v: v.get("/catalogue?q=%ff%fe&page=%ff")),
    "a number no row has": (404, lambda v: v.get("/catalogue/x/runs/99999999999")),
    "thousands of digits": (404, lambda v: v.get(f"/catalogue/x/runs/{'9' * 5000}")),
    "nul in a form": (400, lambda v: v.post(NOTE, data=note(v, title="a\0b", note=TYPED))),
    "nul in a name": (400, lambda v: v.post(NOTE, data=note(v, **{"a\0b": "x"}))),
    "a form that is none": (400, lambda v: v.post(NOTE, data=b"\xff\xfe{", content_type="application/json")),
    "broken parts": (400, lambda v: v.post(NOTE, data=b"--x", content_type="multipart/form-data")),
    "too large": (413, lambda v: v.post(NOTE, data=note(v, note="x" * 2_100_000))),
    "too many parts": (413, lambda v: v.post(NOTE, data=note(v, a=["x"] * 3_000), content_type="multipart/form-data")),
}


@pytest.mark.parametrize("case", ASKED)
def test_whatever_is_asked_the_answer_is_guarded(ann: Visitor, case: str) -> None:
    code, ask = ASKED[case]

    response = ask(ann)

    assert response.status_code == code
    assert_guarded(response)
    assert_personal(response)
    assert_tells_nothing_of_the_inside(response)


def test_a_form_that_is_too_large_is_shown_again_whole(ann: Visitor) -> None:
    typed = "word " * 420_000

    assert textareas(ann.post(NOTE, data=note(ann, title="Title", note=typed))) == ["Title", typed]


@pytest.mark.parametrize(("kind", "code"), [("fault", 500), ("database", 503), ("pool", 503)])
def test_trouble_inside_keeps_the_text_and_tells_nothing(ann: Visitor, kind: str, code: int) -> None:
    response = ann.post(f"/probes/trouble/{kind}", data=note(ann, title="Title", note=TYPED))

    assert response.status_code == code
    assert textareas(response) == ["Title", TYPED]
    assert (response.headers.get("Retry-After") is not None) == (code == 503)
    assert_guarded(response)
    assert_tells_nothing_of_the_inside(response)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_database_that_is_away_keeps_the_text_even_when_nobody_knows_who_asks(
    ann: Visitor, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = note(ann, title="Title", note=TYPED)

    def away(*_anything: Any, **_more: Any) -> None:
        raise OperationalError("SELECT a secret", {}, Exception("server closed the connection"))

    monkeypatch.setattr(wiring, "actor_of_session", away)
    response: TestResponse = getattr(ann, method)(NOTE, data=fields if method == "post" else None)

    assert response.status_code == 503
    assert textareas(response) == (["Title", TYPED] if method == "post" else [])
    assert_guarded(response)
    assert_tells_nothing_of_the_inside(response)


def test_a_process_that_lives_says_so_though_the_database_is_away(
    ann: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_anything: Any, **_more: Any) -> None:
        raise OperationalError("SELECT a secret", {}, Exception("server closed the connection"))

    monkeypatch.setattr(wiring, "actor_of_session", away)

    assert ann.get("/healthz").status_code == 200


@pytest.mark.parametrize("who", ["ann", "anybody"])
def test_static_files_are_guarded_and_carry_nobodys_cookie(ann: Visitor, who: str) -> None:
    visitor = ann if who == "ann" else ann.application.test_client()
    with ann.session_transaction(base_url="http://localhost") as cookie:
        cookie["seen"] = cookie["seen"].replace("+00:00", "+00:10")  # long enough ago to be written anew
    with ann.application.test_request_context():
        address = wiring._asset("app.css")
    missing = visitor.get("/static/no-such.css")
    with visitor.get(address) as built:
        assert built.status_code == 200
        assert "immutable" in built.headers["Cache-Control"]
        assert "Set-Cookie" not in built.headers
        assert_guarded(built)
    assert missing.status_code == 404
    assert_personal(missing)
    assert_guarded(missing)


def test_a_fragment_goes_out_only_where_htmx_asks_for_that_region(ann: Visitor) -> None:
    asks = {
        "plain": {},
        "region": {"HX-Request": "true", "HX-Target": "region"},
        "other": {"HX-Request": "true", "HX-Target": "other"},
        "boosted": {"HX-Request": "true", "HX-Target": "region", "HX-Boosted": "true"},
        "history": {"HX-Request": "true", "HX-Target": "region", "HX-History-Restore-Request": "true"},
    }
    found = {name: ann.get("/probes/regions", headers=headers) for name, headers in asks.items()}

    assert [name for name, response in found.items() if "does not work this way" in response.text] == ["region"]
    assert {"HX-Request", "HX-Target"} <= set(found["plain"].headers["Vary"].replace(" ", "").split(","))
