"""The search of the directory: everybody searches, whoever has an account keeps searches, the team reads what was not
found."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.directory.models import EmptySearch, Offer, OfferSearch, OfferVersion, SavedSearch
from inclusion_app.directory.queries.offers import hanging_on_versions
from inclusion_app.directory.search.content import content_of, stamp_of
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from tests.matrix.bodies import HowTo, typed
from tests.matrix.expectations import ACTORS
from tests.matrix.world import World, _add


def build(world: World) -> None:
    """Everything published is in the index; everybody keeps a search of their own; one search found nothing."""
    _index_what_is_not()
    for name in ACTORS:
        if name in world.ids:
            _keep(world, name, name)
    _add(world, "missed", EmptySearch(day=clock.london(world.now).date(), words="unicorns", facets="", times=3))


def grow(world: World, number: int) -> None:
    """One more search of a few people, one more that found nothing; offers that came before are in the index."""
    _index_what_is_not()
    for name in ("head_a", "staff_a", "head_b", "provider_p", "facilitator", "viewer", "manager"):
        _keep(world, name, f"{name} {number}")
    day = clock.london(world.now).date() - timedelta(days=number)
    _add(world, f"missed_{number}", EmptySearch(day=day, words=f"unicorn {number}", facets="need=autism", times=1))


def _index_what_is_not() -> None:
    """What was written straight into the database is found as if it had been approved."""
    query = (
        select(Offer, OfferVersion)
        .join(OfferVersion, OfferVersion.id == Offer.published_version_id)
        .where(Offer.id.not_in(select(OfferSearch.offer_id)))
        .options(joinedload(Offer.provider), *hanging_on_versions())
        .execution_options(populate_existing=True)
    )
    for offer, version in db.session.execute(query).all():
        content = content_of(version, slug=offer.slug, provider=offer.provider.name)
        db.session.add(OfferSearch(offer_id=offer.id, version_id=version.id, content=content))
        offer.stamp = stamp_of(offer.id, content)
    db.session.flush()


def _keep(world: World, name: str, title: str) -> None:
    search = SavedSearch(
        person_id=world[name], name=f"Search of {title}", query="words=autism&need=autism", alerts=True,
        told_at=world.now, created_at=world.now,
    )  # fmt: skip
    _add(world, f"search_{title.replace(' ', '_')}", search)


def _own(world: World, actor: str) -> str:
    return f"search_{actor}" if f"search_{actor}" in world.ids else "search_staff_a"


def _somebody_elses(_world: World, actor: str) -> str:
    return "search_staff_a" if actor == "head_b" else "search_head_b"


SAVING = {"query": "words=autism", "name": "Another search", "alerts": "y"}
HOW_TO = {
    "directory_search.found_nothing": HowTo(typed(query="words=zebras")),
    "saved_searches.save": HowTo(typed(**SAVING)),
    "saved_searches.alert": HowTo(),
    "saved_searches.remove": HowTo(),
}
ROWS = {"search_id": {"own": _own, "B": _somebody_elses}}
WORDS = {"saved_searches.alert word": dict.fromkeys(("own", "B", "missing"), "off")}
VISITED = {
    "directory_search.suggested": ("/directory/search/suggestions?words=autism", ("anonymous",)),
    "saved_searches.listed": ("/directory/search/saved", ("headteacher",)),
    "saved_searches.begin": ("/directory/search/saved/new?words=autism&need=autism", ("headteacher",)),
    "team_searches.listed": ("/team/directory/searches", ("team-viewer",)),
}
NO_PAGES = {"team_searches.exported": "a CSV file"}
