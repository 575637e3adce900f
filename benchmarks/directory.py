"""``python -m benchmarks.directory``: how quick the directory answers with 5,000 offers, on both databases.

Offers of awkward sizes: every seventh says two thousand words, every third is for one district alone, each has from
one to nine needs and up to four places. The searches are the sixty of the tests, with choices and orders added in turn.

Each is asked over HTTP, where whatever else the machine does is measured too, and in this process, where of five times
the quickest counts: so long a search takes when nothing else is in the way.
"""

import importlib
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

from flask import Flask

from benchmarks.stores import Place, postgresql, sqlite
from inclusion_app.access.actor import SYSTEM
from inclusion_app.directory.models import (
    Offer,
    OfferVersion,
    OfferVersionConcept,
    OfferVersionDistrict,
    OfferVersionPlace,
)
from inclusion_app.directory.rules.shelf_life import next_check
from inclusion_app.directory.search.services.indexing import refresh_index
from inclusion_app.directory.states import OfferState, VersionState
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.schools.models import Grouping, SchoolGrouping
from inclusion_app.schools.states import GroupingKind
from inclusion_app.vocabulary.files import read_schemes
from inclusion_app.vocabulary.services import load_vocabulary
from tests.factories.providers import ProviderFactory
from tests.integration.directory.searching import HERE, asked
from tests.races.county import County, new_county
from tests.support.crowd import get
from tests.support.server import serving

OFFERS, PROVIDERS, SCHOOLS, DISTRICTS, SEED = 5_000, 80, 120, 12, 5
WARM_UP, REPEATS = 20, 5
TURNS = (
    "",
    "&need=autism&phase=primary",
    "&sort=nearest",
    "&sort=checked&kind=training",
    "&district=D3&cost=free",
    "&page=7",
)
"""What is added to the searches in turn."""


@dataclass(frozen=True)
class Took:
    """Seconds within which half, and 95 of a hundred, answers came; and the one slowest."""

    half: float
    most: float
    slowest: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Took":
        """Of that many."""
        return cls(statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1], max(seconds))

    def __str__(self) -> str:
        return f"50 % {1000 * self.half:.1f} ms, 95 % {1000 * self.most:.1f} ms, slowest {1000 * self.slowest:.0f} ms"


def main() -> None:
    for kind in (sqlite, postgresql):
        with kind() as place:
            measure(place)


def measure(place: Place) -> None:
    """Fill a county, ask it, and ask the minimal page beside it."""
    with new_county(place.store, place.folder / "app", name="directory", schools=SCHOOLS) as county:
        fill(random.Random(SEED))
        inside = _inside(county)
        db.session.remove()
        db.engine.dispose()
        with serving(county.url, place.folder / "service", workers=1, threads=4) as server:
            first = get(server.url, "/directory", county.adviser).seconds
            searches = _timed(server.url, county, [f"/directory?{query}" for query in _queries()])
            suggestions = _timed(server.url, county, [f"/directory/search/suggestions?{query}" for query in _queries()])
        application = "benchmarks.minimal:app"
        with serving(county.url, place.folder / "minimal", workers=1, threads=4, application=application) as server:
            minimal = _timed(server.url, county, ["/"] * len(_queries()))
    print(f"{place.name}: {OFFERS:,} offers, one client, whole pages over HTTP")
    print(f"  search       {searches}; 95 % are {searches.most / minimal.most:.1f} of the minimal page's")
    print(f"  suggestions  {suggestions}")
    print(f"  minimal page {minimal}")
    print(f"  in process   {inside}")
    print(f"  first search of a process, which makes the index: {1000 * first:.0f} ms")


def _inside(county: County) -> str:
    """The same searches and the minimal page without a server, the quickest of five each."""
    os.environ["INCLUSION_DATABASE_URL"] = county.url
    minimal = importlib.reload(importlib.import_module("benchmarks.minimal")).app
    cookie = county.bookers[0].browser.cookie
    searches = [f"/directory?{query}" for query in _queries()]
    found = _quickest(county.app, searches, cookie)
    suggested = _quickest(county.app, [path.replace("?", "/search/suggestions?") for path in searches], cookie)
    least = _quickest(minimal, ["/"] * len(searches), cookie)
    ratio = f"95 % are {found.most / least.most:.1f} of the minimal page's"
    return f"search {found}; {ratio}; suggestions {suggested}; minimal page {least}"


def _quickest(app: Flask, paths: list[str], cookie: str) -> Took:
    client = app.test_client(use_cookies=False)
    seconds = dict.fromkeys(range(len(paths)), float("inf"))
    for _ in range(REPEATS + 1):
        for number, path in enumerate(paths):
            started = time.perf_counter()
            client.get(path, headers={"Cookie": cookie}).get_data()
            seconds[number] = min(seconds[number], time.perf_counter() - started)
    return Took.of(list(seconds.values()))


def _queries() -> list[str]:
    return [urlencode({"words": one.typed}) + TURNS[number % len(TURNS)] for number, one in enumerate(asked())]


def _timed(url: str, county: County, paths: list[str]) -> Took:
    acts: list[Callable[[], float]] = [partial(_seconds, url, county, path) for path in paths]
    for act in acts[:WARM_UP]:
        act()
    return Took.of([act() for _ in range(REPEATS) for act in acts])


def _seconds(url: str, county: County, path: str) -> float:
    answer = get(url, path, county.bookers[0].browser)
    if answer.status != 200:
        raise RuntimeError(f"{path} answers {answer.status}:\n{answer.body[:2000]}")
    return answer.seconds


def fill(chance: random.Random) -> None:
    """The offers, straight into the tables; then their index."""
    load_vocabulary(SYSTEM, read_schemes())
    providers = [ProviderFactory(name=f"{name} {number}").id for number, name in enumerate(_names(PROVIDERS))]
    _place_schools()
    started = time.perf_counter()
    lines = [line.split("|") for line in (HERE / "search_offers.txt").read_text().splitlines() if line[:1] != "#"]
    needs = [term.code for scheme in read_schemes() if scheme.code == "need" for term in scheme.terms]
    words = [word for line in lines for word in f"{line[2]} {line[7]}".split()]
    for number in range(OFFERS):
        _add(
            number,
            lines[number % len(lines)],
            provider_id=providers[number % PROVIDERS],
            needs=needs,
            words=words,
            chance=chance,
        )
        if number % 500 == 499:
            db.session.commit()
            db.session.expunge_all()
    db.session.commit()
    db.session.remove()
    refresh_index(clock.now())
    print(f"filled and indexed in {time.perf_counter() - started:.0f} s")


def _names(number: int) -> Iterator[str]:
    first = ("Harbour", "Orchard", "Quayside", "Downland", "Chalk", "Hop Garden", "Estuary", "Lantern")
    return (first[one % len(first)] for one in range(number))


def _place_schools() -> None:
    with transaction() as session:
        groups = [Grouping(kind=GroupingKind.DISTRICT, code=f"D{n}", name=f"District {n}") for n in range(DISTRICTS)]
        session.add_all(groups)
        session.flush()
        for school_id in range(1, SCHOOLS + 1):
            group = groups[school_id % DISTRICTS]
            session.add(SchoolGrouping(school_id=school_id, grouping_id=group.id, kind=GroupingKind.DISTRICT))


def _add(
    number: int, line: list[str], *, provider_id: int, needs: list[str], words: list[str], chance: random.Random
) -> None:
    checked = clock.today() - timedelta(days=number % 170)
    offer = Offer(
        public_id=f"{number:036}",
        provider_id=provider_id,
        slug=f"offer-{number}",
        state=OfferState.DRAFT,
        created_at=clock.now(),
    )
    db.session.add(offer)
    db.session.flush()
    long = " ".join(chance.choices(words, k=2_000 if number % 7 == 0 else chance.randint(20, 160)))
    version = OfferVersion(
        offer_id=offer.id, number=1, state=VersionState.PUBLISHED, title=f"{line[2].strip()} {number}",
        summary=line[7].strip(), description=f"<p>{long}</p>", kind=line[3].strip(), how_to_get="Write to us.",
        cost_kind=("free", "funded", "traded")[number % 3], waiting="about a month", county_wide=number % 3 != 0,
        contact_email="a@b.example", written_at=clock.now(), decided_at=clock.now(),
    )  # fmt: skip
    tagged = {("need", code) for code in (*line[4].split(), *chance.sample(needs, k=number % 9))}
    tagged |= {("phase", code) for code in chance.sample(("nursery", "primary", "secondary", "special"), k=2)}
    tagged |= {("graduated-level", ("universal", "targeted", "specialist")[number % 3]), ("delivery", "in-person")}
    version.concepts = [OfferVersionConcept(scheme=scheme, code=code) for scheme, code in sorted(tagged)]
    version.districts = [OfferVersionDistrict(district=f"D{number % DISTRICTS}")] if number % 3 == 0 else []
    version.places = [
        OfferVersionPlace(
            position=one,
            town="Town",
            easting=chance.randint(540_000, 640_000),
            northing=chance.randint(120_000, 180_000),
        )
        for one in range(number % 5)
    ]
    db.session.add(version)
    db.session.flush()
    offer.published_version_id, offer.state = version.id, OfferState.PUBLISHED
    offer.checked_on, offer.next_check_on = checked, next_check(checked)


if __name__ == "__main__":
    main()
