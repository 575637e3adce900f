"""What is new in the directory, for feed readers and other sites: Atom (RFC 4287) and JSON Feed 1.1."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as Xml

from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.foundation.links import full_address

ATOM = "http://www.w3.org/2005/Atom"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Pair = tuple[Offer, OfferVersion]


def address_of(offer: Offer) -> str:
    """The full address of the offer's page."""
    return full_address(f"/directory/{offer.slug}")


def changed_at(version: OfferVersion) -> datetime:
    """When the text was approved."""
    return version.decided_at or version.written_at


def atom(title: str, offers: Sequence[Pair], *, self_address: str) -> str:
    """The feed as Atom."""
    feed = Xml.Element("feed", {"xmlns": ATOM})
    _add(feed, "title", title)
    _add(feed, "id", full_address("/directory"))
    _add(feed, "updated", max((changed_at(v) for _, v in offers), default=LONG_AGO).isoformat())
    Xml.SubElement(feed, "link", {"rel": "self", "href": _sound(self_address)})
    Xml.SubElement(feed, "link", {"rel": "alternate", "href": full_address("/directory")})
    for offer, version in offers:
        entry = Xml.SubElement(feed, "entry")
        _add(entry, "title", version.title)
        _add(entry, "id", f"urn:uuid:{offer.public_id}")
        _add(entry, "updated", changed_at(version).isoformat())
        _add(entry, "summary", version.summary)
        _add(Xml.SubElement(entry, "author"), "name", offer.provider.name)
        Xml.SubElement(entry, "link", {"rel": "alternate", "href": address_of(offer)})
    return Xml.tostring(feed, encoding="unicode", xml_declaration=True)


def json_feed(title: str, offers: Sequence[Pair], *, self_address: str) -> dict[str, Any]:
    """The feed as JSON."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": full_address("/directory"),
        "feed_url": self_address,
        "language": "en-GB",
        "items": [
            {
                "id": offer.public_id,
                "url": address_of(offer),
                "title": version.title,
                "content_text": version.summary,
                "date_modified": changed_at(version).isoformat(),
                "authors": [{"name": offer.provider.name}],
            }
            for offer, version in offers
        ],
    }


def _add(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, name).text = _sound(text)


def _sound(text: str) -> str:
    return NOT_IN_XML.sub("", text)
