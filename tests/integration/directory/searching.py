"""The offers that searches of the tests are asked of, in the real vocabulary."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from inclusion_app.access.actor import SYSTEM
from inclusion_app.directory.models import OfferVersionPlace
from inclusion_app.foundation import clock
from inclusion_app.vocabulary.files import read_schemes
from inclusion_app.vocabulary.services import load_vocabulary
from tests.factories.directory import published_offer
from tests.factories.providers import ProviderFactory
from tests.factories.schools import GroupingFactory

HERE = Path(__file__).parent
CHECKED_DAYS_AGO = 30


@dataclass(frozen=True)
class Asked:
    """One search, and the keys of the offers that ought to stand among the first three."""

    typed: str
    wanted: frozenset[str]


def asked() -> list[Asked]:
    """The sixty searches."""
    tables = tomllib.loads((HERE / "queries.toml").read_text(encoding="utf-8"))
    return [Asked(row["typed"], frozenset(row["wanted"])) for row in tables["query"]]


def make_offers() -> dict[int, str]:
    """The offers of search_offers.txt; returns their keys by id."""
    load_vocabulary(SYSTEM, read_schemes())
    lines = [line for line in (HERE / "search_offers.txt").read_text().splitlines() if not line.startswith("#")]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    providers = {name: ProviderFactory(name=name).id for name in dict.fromkeys(row[1] for row in cells)}
    names = sorted({name for row in cells for name in row[5].split() if name != "*"})
    for name in names:
        GroupingFactory(code=name, name=name, valid_from=None, valid_until=None)
    return {_make(row, providers): row[0] for row in cells}


def _make(row: list[str], providers: dict[str, int]) -> int:
    _, provider, title, kind, needs, where, town, summary = row
    offer = published_offer(
        title=title,
        provider_id=providers[provider],
        checked_on=clock.today(),
        tags={"need": tuple(needs.split())},
        districts=() if where == "*" else tuple(where.split()),
        kind=kind,
        summary=summary,
        description=f"<p>{summary}</p>",
        places=[OfferVersionPlace(position=1, town=town)] if town else [],
    )
    return int(offer.id)
