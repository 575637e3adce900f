"""Measures for other tools: a token opens what it was made for until it is revoked, and everything read is recorded."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.insights.clients.models import ApiClient
from inclusion_app.insights.clients.queries import clients
from tests.factories.accounts import somebody
from tests.factories.schools import SchoolFactory
from tests.support.visitor import Visitor

HERE = "/team/results/clients"


@pytest.fixture
def token(client: Visitor) -> str:
    """A token for figures alone, made on the page by a manager who is signed in."""
    SchoolFactory()
    client.sign_in(somebody(Role.TEAM_MANAGER))
    shown = client.submit(HERE, name="The dashboard", scopes=["figures"]).get_data(as_text=True)
    return shown.split("<code>")[1].split("</code>")[0]


@pytest.fixture
def tool(app: Flask) -> FlaskClient:
    """A program, without cookies."""
    return FlaskClient(app, use_cookies=False)


def _with(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_token_opens_figures_and_is_kept_nowhere(token: str, tool: FlaskClient) -> None:
    answer = tool.get("/api/measures/reach", headers=_with(token))

    assert answer.status_code == 200
    assert answer.get_json()["figure"] == {
        "numerator": 0,
        "denominator": 1,
        "share": 0.0,
        "hidden": False,
        "text": "0 % (0 of 1)",
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert "reach" in {
        measure["code"] for measure in tool.get("/api/measures", headers=_with(token)).get_json()["measures"]
    }
    acts = db.session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)).all()
    assert acts[-3:] == ["make_api_client", "read_measures", "read_measures"]
    rows = [str(row) for table in (ApiClient, AuditEvent) for row in db.session.execute(select(*table.__table__.c))]
    assert not [row for row in rows if token in row]


def test_what_a_token_was_not_made_for_stays_shut(token: str, tool: FlaskClient) -> None:
    assert tool.get("/api/measures/reach?by=district", headers=_with(token)).status_code == 403
    assert tool.get("/api/measures/nothing", headers=_with(token)).status_code == 404
    for headers in ({}, _with("another"), {"Authorization": token}):
        refused = tool.get("/api/measures/reach", headers=headers)
        assert (refused.status_code, refused.headers["WWW-Authenticate"][:6]) == (401, "Bearer")


def test_a_revoked_token_opens_nothing(client: Visitor, token: str, tool: FlaskClient) -> None:
    client.submit(f"{HERE}/{clients()[0].id}/revoke", on=HERE)

    assert tool.get("/api/measures", headers=_with(token)).status_code == 401


def test_whoever_asks_too_often_is_held_up(
    app: Flask, token: str, tool: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], measures_per_minute=1))
    answers = [tool.get("/api/measures", headers=_with(token)) for _ in range(3)]

    assert 429 in {answer.status_code for answer in answers}
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers if answer.status_code == 429)


def test_what_describes_the_interface_names_what_it_answers(tool: FlaskClient) -> None:
    described = tool.get("/api/measures/openapi.json").get_json()

    assert set(described["paths"]) == {"/api/measures", "/api/measures/{code}"}
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
