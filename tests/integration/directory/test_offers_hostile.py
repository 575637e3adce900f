"""HTML that means harm: nothing of it is kept, and nothing of it is shown where it was kept some other way."""

import re
from typing import Any

import html5lib
import pytest
from sqlalchemy import update

from inclusion_app.access.actor import SYSTEM
from inclusion_app.directory.models import OfferVersion
from inclusion_app.directory.offers import services
from inclusion_app.directory.queries.offers import open_version
from inclusion_app.directory.rules.states import PROVIDER
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.rich_text import TAGS, clean
from inclusion_app.invariants import CHECKS
from tests.factories.directory import offer_version, published_offer, vocabulary, whole
from tests.factories.providers import ProviderFactory
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
MARK = "KILROY"
HOSTILE = (
    f"<script>alert('{MARK}')</script>",
    f"<img src=x onerror=\"alert('{MARK}')\">",
    f"<a href=\"javascript:alert('{MARK}')\">x</a>",
    f"<a href=\" &#106;avascript:alert('{MARK}')\">x</a>",
    f'<p hx-get="/{MARK}" data-hx-post="/{MARK}" hx-on:click="{MARK}">x</p>',
    f'<p style="background:url({MARK})" class="{MARK}" id="{MARK}">x</p>',
    f"<svg><g/onload=alert('{MARK}')>",
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={MARK}&gt;">',
    f'<iframe srcdoc="{MARK}"></iframe>',
    f'<form action="/{MARK}"><button formaction="/{MARK}">x</button></form>',
    f'<base href="https://{MARK}.example"><link rel=stylesheet href="//{MARK}">',
    f'<noscript><p title="</noscript><img src=x onerror={MARK}>">',
    f'<template><p onclick="{MARK}">x</p></template>',
    f"<!--><img src=x onerror={MARK}-->",
)
ATTRIBUTES = {("a", "href"), ("a", "rel")}


def harm_in(html: str) -> list[str]:
    """Every tag and attribute, as a browser reads them, that nobody has allowed."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    found = []
    for element in tree.iter():
        tag = str(element.tag)
        if tag != "DOCUMENT_FRAGMENT" and tag not in TAGS:
            found.append(tag)
        found += [f"{tag} {name}" for name in element.attrib if (tag, name) not in ATTRIBUTES]
        if re.match(r"\s*(javascript|data|vbscript):", str(element.attrib.get("href", "")), re.IGNORECASE):
            found.append(str(element.attrib["href"]))
    return found


def rich_on(page: str) -> str:
    """The part of a page that shows a description."""
    found = re.search(r'<div class="rich" hx-disable>(.*?)</div>', page, re.DOTALL)
    assert found, "The page shows no description."
    return found[1]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_hostile_is_kept(hostile: str) -> None:
    vocabulary()
    said: dict[str, Any] = {"description": f"<p>Fine.</p>{hostile}"}
    offer = services.create_offer(SYSTEM, whole(**said), provider_id=ProviderFactory().id, by=PROVIDER, now=clock.now())

    version = open_version(offer.id)
    assert version is not None
    assert harm_in(version.description) == []
    assert clean(version.description) == version.description


def test_nothing_hostile_is_shown_that_came_in_another_way(client: Visitor, adviser: Visitor) -> None:
    offer = published_offer(description="<p>Fine.</p>")
    offer_version(offer, number=2, state="submitted")
    with transaction() as session:
        session.execute(update(OfferVersion).values(description="<p>Fine.</p>" + "".join(HOSTILE)))

    team = f"/team/offers/{offer.id}"
    pages = [client.get(f"/directory/{offer.slug}"), adviser.get(team), adviser.get(f"{team}/versions/1")]
    for page in pages:
        assert "Fine." in rich_on(page.text)
        assert harm_in(rich_on(page.text)) == []


def test_what_is_typed_stays_letters_wherever_it_stands(client: Visitor, adviser: Visitor) -> None:
    texts = ("title", "summary", "waiting", "cost", "how_to_get", "evidence", "contact_name")
    said: dict[str, Any] = dict.fromkeys(texts, f'"><script>{MARK}</script>')
    offer = published_offer(**said)
    offer_version(offer, number=2, state="submitted", **(said | {"title": f"<b>{MARK}</b>"}))

    team = f"/team/offers/{offer.id}"
    for page in (client.get("/directory"), client.get(f"/directory/{offer.slug}"), adviser.get(team),
                 adviser.get("/team/offers"), adviser.get(f"{team}/edit")):  # fmt: skip
        assert f"<script>{MARK}" not in page.text
        assert f"<b>{MARK}" not in page.text


def test_what_is_not_clean_is_found_in_a_copy_of_the_database() -> None:
    offer = published_offer(description="<p>Fine.</p>")
    check = next(check for check in CHECKS if check.name == "offers: every description is clean")
    assert check.find() == []
    with transaction() as session:
        session.execute(update(OfferVersion).values(description=HOSTILE[0]))

    assert check.find() == [f"offer {offer.id}, version 1: the description is not clean"]
    db.session.rollback()
