"""Which pages anybody may see, for search engines (sitemaps.org)."""

from collections.abc import Iterable, Iterator
from datetime import date
from xml.etree import ElementTree as Xml

from sqlalchemy import select

from inclusion_app.directory.open_data.queries import addresses_of_offers
from inclusion_app.foundation.database import db
from inclusion_app.foundation.links import full_address
from inclusion_app.training.models import Course
from inclusion_app.training.states import CourseState

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000  # what one file may name
ALWAYS = ("/", "/catalogue", "/directory", "/directory/open-data", "/accessibility", "/privacy", "/cookies")


def public_pages(today: date) -> Iterator[tuple[str, date | None]]:
    """Path, and the day of the last change where it is known: two statements."""
    yield from ((path, None) for path in ALWAYS)
    published = select(Course.slug).where(Course.state == CourseState.PUBLISHED).order_by(Course.slug)
    yield from ((f"/catalogue/{slug}", None) for slug in db.session.scalars(published))
    yield from ((f"/directory/{slug}", checked) for slug, checked in addresses_of_offers(today))


def site_map_of(pages: Iterable[tuple[str, date | None]]) -> str:
    """The file, with full addresses."""
    root = Xml.Element("urlset", {"xmlns": SPACE})
    for path, changed in list(pages)[:MOST]:
        entry = Xml.SubElement(root, "url")
        Xml.SubElement(entry, "loc").text = full_address(path)
        if changed:
            Xml.SubElement(entry, "lastmod").text = changed.isoformat()
    return Xml.tostring(root, encoding="unicode", xml_declaration=True)
