"""Nothing is reachable that nobody has declared."""

from pathlib import Path

import pytest
from flask import Blueprint, Flask

from inclusion_app import create_app, wiring
from inclusion_app.access.guard import PUBLIC_ENDPOINTS, actions_of, allows
from inclusion_app.config import Settings

OF_THE_STANDARD = {
    f"/api/oruk/{name}{more}" for name in ("service_at_locations", "taxonomy_terms") for more in ("", "/<ref>")
}
"""Addresses that the Open Referral standard names."""


def settings(folder: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder / 'none.sqlite3'}",
        data_dir=folder,
        base_url="http://localhost",
        secret_key="only for tests, and long enough for it",
    )


def test_every_route_is_declared_or_public_and_none_is_both(app: Flask) -> None:
    declared = {endpoint for endpoint in app.view_functions if actions_of(app, endpoint)}

    assert declared | PUBLIC_ENDPOINTS == set(app.view_functions)
    assert declared & PUBLIC_ENDPOINTS == set()


def test_a_route_that_nobody_declared_stops_the_service_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = Blueprint("forgotten", __name__)
    forgotten.add_url_rule("/forgotten", view_func=lambda: "secret", endpoint="show")
    monkeypatch.setattr(wiring, "FEATURES", (*wiring.FEATURES, forgotten))

    with pytest.raises(RuntimeError, match=r"forgotten\.show"):
        create_app(settings(tmp_path))


def test_a_route_that_is_declared_for_nobody_lets_nobody_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Blueprint("nobody", __name__)
    nobody.add_url_rule("/nobody", view_func=allows()(lambda: "secret"), endpoint="show")
    monkeypatch.setattr(wiring, "FEATURES", (*wiring.FEATURES, nobody))

    assert b"secret" not in create_app(settings(tmp_path)).test_client().get("/nobody").data


def test_addresses_are_plain(app: Flask) -> None:
    odd = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule != rule.rule.lower() or ("_" in rule.rule.split("<")[0] and rule.rule not in OF_THE_STANDARD)
    ]

    assert odd == []


def test_an_id_in_an_address_is_a_number(app: Flask) -> None:
    loose = [
        f"{rule.rule}: {name}"
        for rule in app.url_map.iter_rules()
        for name, converter in rule._converters.items()
        if (name.endswith("_id") or name == "urn") and type(converter).__name__ != "RowNumber"
    ]

    assert loose == []
