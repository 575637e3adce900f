"""Searches that found nothing, as the team reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from inclusion_app.directory.models import EmptySearch
from inclusion_app.directory.search.queries.terms import terms_of
from inclusion_app.directory.search.wishes import wishes_of_query
from inclusion_app.foundation.database import db
from inclusion_app.foundation.paging import Page, paginate


@dataclass(frozen=True)
class Missed:
    """One search that found nothing, with how often and when; ``choices`` are the facets in words."""

    words: str
    choices: str
    times: int
    first: date
    last: date
    query: str


def missed_searches(number: int, *, today: date) -> Page[Missed]:
    """One page of them, the most frequent first."""
    found = paginate(_grouped(), number)
    names = {(term.facet, term.code): term.label for term in terms_of(today)}
    items = [_missed(row, names) for row in found.items]
    return Page(items=items, number=found.number, per_page=found.per_page, total=found.total)


def every_missed_search(*, today: date) -> Iterable[Missed]:
    """All of them, for a file."""
    names = {(term.facet, term.code): term.label for term in terms_of(today)}
    return [_missed(row, names) for row in db.session.execute(_grouped())]


def _grouped() -> Select[str, str, int, date, date]:
    times = func.sum(EmptySearch.times)
    query = select(EmptySearch.words, EmptySearch.facets, times, func.min(EmptySearch.day), func.max(EmptySearch.day))
    query = query.group_by(EmptySearch.words, EmptySearch.facets)
    return query.order_by(times.desc(), func.max(EmptySearch.day).desc(), EmptySearch.words, EmptySearch.facets)


def _missed(row: tuple[str, str, int, date, date], names: dict[tuple[str, str], str]) -> Missed:
    words, facets, times, first, last = row
    wishes = wishes_of_query(facets)
    codes = ((facet, code) for facet, chosen in wishes.chosen.items() for code in sorted(chosen))
    choices = ", ".join(names.get(one, one[1]) for one in codes)
    return Missed(words, choices, int(times), first, last, facets)
