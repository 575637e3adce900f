"""Confirmations and catalogue pages over HTTP, beside a minimal page and a bare transaction."""

import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import repeat

from benchmarks.county import Filled, filled_county
from benchmarks.replay import recorded_transactions, replayed
from benchmarks.stores import Place
from benchmarks.visits import visit
from inclusion_app.foundation.database import db
from tests.races.county import Booker
from tests.support.crowd import Answer, get, post
from tests.support.server import serving

CLIENTS, REPEATS, OF_A_KIND = 8, 3, 200
WARM_UP = 30


@dataclass(frozen=True)
class Speed:
    """How quick one kind of request was, with several clients at once: medians of the repeats."""

    per_second: float
    half_within: float
    most_within: float


@dataclass(frozen=True)
class Speeds:
    """What was measured on one kind of database."""

    confirming: Speed
    bare_per_second: float
    catalogue: Speed
    minimal: Speed


def measure(place: Place) -> Speeds:
    """Everything on one kind of database, each thing alone on the machine."""
    with filled_county(place, "speed") as filled:
        _let_go()
        copies = [place.copy_of(filled.county.url, f"bare_{number}") for number in range(REPEATS)]
        confirming, catalogue = _of_the_service(place, filled)
        minimal = _of_the_minimal_page(place, filled)
    with filled_county(place, "recorded") as again:
        with recorded_transactions() as transactions:
            _confirm_in_process(again, again.county.bookers[:OF_A_KIND])
        bare = statistics.median(replayed(copy, transactions) for copy in copies)
    return Speeds(confirming, bare, catalogue, minimal)


def _of_the_service(place: Place, filled: Filled) -> tuple[Speed, Speed]:
    county = filled.county
    with serving(county.url, place.folder / "service", workers=2, threads=4) as server:
        read = partial(get, server.url, "/catalogue", county.adviser)
        _all(list(repeat(read, WARM_UP)))
        groups = [county.bookers[n * OF_A_KIND : (n + 1) * OF_A_KIND] for n in range(REPEATS)]
        confirming = _speed([[_confirming(server.url, filled, booker) for booker in group] for group in groups], 303)
        return confirming, _speed([list(repeat(read, OF_A_KIND))] * REPEATS, 200)


def _of_the_minimal_page(place: Place, filled: Filled) -> Speed:
    application = "benchmarks.minimal:app"
    folder = place.folder / "minimal"
    with serving(filled.county.url, folder, workers=2, threads=4, application=application) as server:
        read = partial(get, server.url, "/", filled.county.adviser)
        _all(list(repeat(read, WARM_UP)))
        return _speed([list(repeat(read, OF_A_KIND))] * REPEATS, 200)


def _confirming(url: str, filled: Filled, booker: Booker) -> Callable[[], Answer]:
    fields = [(f"when-full-{filled.run_of(booker)}", "wait")]
    return partial(post, url, f"{booker.basket}/confirm", booker.browser, fields)


def _speed(groups: Sequence[Sequence[Callable[[], Answer]]], status: int) -> Speed:
    found = []
    for acts in groups:
        started = time.perf_counter()
        answers = _all(acts)
        seconds = time.perf_counter() - started
        other = [answer for answer in answers if answer.status != status]
        if other:
            raise RuntimeError(f"{len(other)} answers were {other[0].status}, not {status}:\n{other[0].body[:5000]}")
        took = [answer.seconds for answer in answers]
        found.append((len(acts) / seconds, statistics.median(took), statistics.quantiles(took, n=20)[-1]))
    return Speed(*(statistics.median(figures) for figures in zip(*found, strict=True)))


def _all(acts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Every act once, several clients at a time."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(lambda act: act(), acts))


def _confirm_in_process(filled: Filled, bookers: Sequence[Booker]) -> None:
    for booker in bookers:
        visit(filled.county, booker.browser, f"{booker.basket}/confirm", posting={"form_key": str(booker.urn)})


def _let_go() -> None:
    """Nobody may be connected to a database that is copied."""
    db.session.remove()
    db.engine.dispose()
