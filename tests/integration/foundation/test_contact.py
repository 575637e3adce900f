"""The contact address stands where people look for it, once it is set."""

from dataclasses import replace

import pytest
from flask import Flask

from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")


def test_without_an_address_the_contact_is_the_page_that_says_whom_to_ask(client: Visitor) -> None:
    said = client.get("/.well-known/security.txt").text
    assert "Contact: http://localhost/accessibility\n" in said
    assert "\nExpires: 20" in said


def test_the_address_that_is_set_stands_on_the_pages(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = replace(app.extensions["settings"], contact_email="inclusion@county.example")
    monkeypatch.setitem(app.extensions, "settings", told)
    assert "Contact: mailto:inclusion@county.example" in client.get("/.well-known/security.txt").text
    for page in ("/accessibility", "/privacy"):
        assert 'href="mailto:inclusion@county.example"' in client.get(page).text
