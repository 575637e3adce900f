"""The table, the feeds, the piece of a page, what search engines read, and addresses that survive renaming."""

import csv
import io
from xml.etree import ElementTree as Xml

import html5lib
import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from inclusion_app.access.roles import Role
from inclusion_app.directory.models import OfferSlug
from inclusion_app.directory.open_data.table import COLUMNS
from inclusion_app.foundation import clock
from tests.factories.directory import published_offer
from tests.factories.providers import ProviderFactory
from tests.factories.training import CourseFactory
from tests.integration.catalogue.conftest import visitor
from tests.support.visitor import Visitor

ATOM = "{http://www.w3.org/2005/Atom}"
LEADS = ["=", "+", "-", "@", "\t=", "\r=", "＝", " =", '"=', "'="]


def table(client: Visitor) -> list[dict[str, str]]:
    response = client.get("/directory.csv")
    assert response.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


def test_the_table_has_a_line_for_each_listed_offer_and_every_column_is_defined(
    client: Visitor, database: SQLAlchemy
) -> None:
    published_offer(title="Later", tags={"need": ("autism", "adhd")})
    published_offer(title="Earlier")
    lines = table(client)
    assert [line["title"] for line in lines] == ["Earlier", "Later"]
    assert list(lines[0]) == [column.heading for column in COLUMNS]
    assert set(lines[1]["needs"].split("; ")) == {"Autism", "Adhd"}
    shown = client.get("/directory/open-data").text
    assert all(column.definition in html5lib_text(shown) for column in COLUMNS)


def html5lib_text(html: str) -> str:
    return "".join(html5lib.parse(html, namespaceHTMLElements=False).itertext())


@pytest.mark.parametrize("lead", LEADS)
def test_no_cell_is_evaluated_by_a_spreadsheet(client: Visitor, database: SQLAlchemy, lead: str) -> None:
    said = f"{lead}HYPERLINK(1)"
    published_offer(title=said, summary=said, waiting=said, contact_name=said, evidence=said)
    [line] = table(client)
    for name in ("title", "summary", "waiting", "contact name", "evidence"):
        assert line[name] == f"'{said}"


def test_feeds_name_the_newest_and_can_be_narrowed(client: Visitor, database: SQLAlchemy) -> None:
    provider = ProviderFactory(code="acorn")
    published_offer(title="Old & <b>bold</b>", provider_id=provider.id)
    published_offer(title="New", tags={"need": ("adhd",)})
    feed = Xml.fromstring(client.get("/directory/feed.atom").text)  # our own
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["New", "Old & <b>bold</b>"]
    said = client.get("/directory/feed.json?need=adhd").get_json()
    assert [item["title"] for item in said["items"]] == ["New"]
    assert [i["title"] for i in client.get("/directory/feed.json?provider=acorn").get_json()["items"]] == [
        "Old & <b>bold</b>"
    ]
    assert len(client.get("/directory/feed.json?most=1").get_json()["items"]) == 1


def test_the_piece_of_a_page_is_the_same_for_everybody_and_runs_nothing(
    app: Flask, client: Visitor, database: SQLAlchemy
) -> None:
    published_offer(title="<script>alert(1)</script>")
    first = client.get("/directory/embed")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "<script" not in first.text
    assert 'href="http://localhost/directory/' in first.text
    signed_in = visitor(app, Role.TEAM_MANAGER)
    again = signed_in.get("/directory/embed")
    assert again.data == first.data
    assert "Set-Cookie" not in again.headers


@pytest.mark.parametrize(
    "path",
    ["/api/oruk/services", "/api/oruk/taxonomies", "/directory.csv", "/directory/feed.atom", "/directory/feed.json",
     "/directory/embed", "/sitemap.xml", "/robots.txt"],
)  # fmt: skip
def test_what_is_for_everybody_is_kept_once_for_everybody(
    app: Flask, client: Visitor, database: SQLAlchemy, path: str
) -> None:
    published_offer()
    whole = client.get(path)
    assert whole.status_code == 200
    for who in (client, visitor(app, Role.TEAM_MANAGER)):
        kept = who.get(path, headers={"If-None-Match": whole.headers["ETag"]})
        assert (kept.status_code, kept.data) == (304, b"")
        for answer in (kept, who.get(path)):
            assert answer.headers["Cache-Control"] == "public, max-age=300"
            assert "Cookie" not in answer.headers.get("Vary", "")
            assert "Set-Cookie" not in answer.headers


def test_search_engines_read_what_an_offer_and_a_course_are(client: Visitor, database: SQLAlchemy) -> None:
    published_offer(title="Calm classrooms", slug="calm")
    CourseFactory(title="Nurture", slug="nurture")
    for path, kind, name in (
        ("/directory/calm", "https://schema.org/Service", "Calm classrooms"),
        ("/catalogue/nurture", "https://schema.org/Course", "Nurture"),
    ):
        tree = html5lib.parse(client.get(path).text, namespaceHTMLElements=False)
        [item] = [element for element in tree.iter() if element.get("itemtype") == kind]
        assert next(m.get("content") for m in item.iter("meta") if m.get("itemprop") == "name") == name
        assert [link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"] == [
            f"http://localhost{path}"
        ]


def test_an_offer_is_found_under_every_name_it_ever_had(client: Visitor, database: SQLAlchemy) -> None:
    offer = published_offer(slug="now")
    database.session.add(OfferSlug(slug="once", offer_id=offer.id, left_at=clock.now()))
    database.session.commit()
    moved = client.get("/directory/once")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/directory/now")


def test_the_site_map_names_public_pages_alone(client: Visitor, database: SQLAlchemy) -> None:
    published_offer(slug="calm")
    CourseFactory(slug="nurture")
    CourseFactory(slug="a-draft", state="draft")
    found = client.get("/sitemap.xml").text
    for path in ("/directory/calm", "/catalogue/nurture", "/directory"):
        assert f"<loc>http://localhost{path}</loc>" in found
    assert "a-draft" not in found
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
