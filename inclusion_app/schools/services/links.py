"""Keeping the register's links."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from inclusion_app.schools.models import SchoolLink
from inclusion_app.schools.queries.imports import known_urns
from inclusion_app.schools.register.links import LinkRow


def keep_links(session: Session, links: Sequence[LinkRow]) -> int:
    """Add or correct the links that touch a school here; gives their number. None is ever taken away."""
    if not links:
        return 0
    known = known_urns()
    wanted = {link.key: link for link in links if link.urn in known or link.link_urn in known}
    rows = session.execute(
        select(
            SchoolLink.id,
            SchoolLink.urn,
            SchoolLink.link_urn,
            SchoolLink.link_name,
            SchoolLink.link_type,
            SchoolLink.established,
        )
    )
    here = {link.key: (id_, link) for id_, link in ((row[0], LinkRow(*row[1:])) for row in rows)}
    new = [asdict(link) for key, link in wanted.items() if key not in here]
    changed = [
        {"id": here[key][0], "link_name": link.link_name, "established": link.established}
        for key, link in wanted.items()
        if key in here and here[key][1] != link
    ]
    if new:
        session.execute(insert(SchoolLink), new)
    if changed:
        session.execute(update(SchoolLink), changed)
    return len(new) + len(changed)
