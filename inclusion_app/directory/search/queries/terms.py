"""The words of the vocabulary as the search needs them, kept in memory while the database says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from inclusion_app.directory.queries.terms import SCHEMES, districts
from inclusion_app.directory.search.rules.documents import FACETS, Term
from inclusion_app.foundation.database import db
from inclusion_app.vocabulary.models import Concept

_FACET_OF = {scheme: facet for facet, scheme in FACETS.items()}
_COLUMNS = Concept.id, Concept.scheme, Concept.code, Concept.label, Concept.aliases, Concept.broader_id, Concept.retired
_ROWS = (
    select(*_COLUMNS)
    .where(Concept.scheme.in_(sorted({*_FACET_OF, *SCHEMES.values()} - {"district"})))
    .order_by(Concept.scheme, Concept.position, Concept.id)
)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The terms that offers are tagged with, and the districts, in the order in which they are shown; and what every
    code is called by the field of an offer it stands in, retired ones too."""

    terms: tuple[Term, ...]
    labels: Mapping[str, Mapping[str, str]]


_kept: list[tuple[Sequence[Any], Mapping[str, str], Vocabulary]] = []


def search_vocabulary(today: date) -> Vocabulary:
    """The words of today: two statements. The very same object as long as nothing has changed."""
    rows, names = db.session.execute(_ROWS).all(), districts(today)
    for known, known_names, vocabulary in _kept[:1]:
        if known == rows and known_names == names:
            return vocabulary
    made = Vocabulary(_terms(rows, names), _labels(rows, names))
    _kept[:] = [(rows, names, made)]
    return made


def terms_of(today: date) -> tuple[Term, ...]:
    """The terms that offers are tagged with, and the districts, in the order in which they are shown."""
    return search_vocabulary(today).terms


def _terms(rows: Sequence[Any], names: Mapping[str, str]) -> tuple[Term, ...]:
    used = [row for row in rows if row.scheme in _FACET_OF and not row.retired]
    code_of = {row.id: row.code for row in used}
    tags = (
        Term(_FACET_OF[row.scheme], row.code, row.label, tuple(row.aliases), code_of.get(row.broader_id or 0, ""))
        for row in used
    )
    return (*tags, *(Term("district", code, name) for code, name in names.items()))


def _labels(rows: Sequence[Any], names: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {
        field: {row.code: row.label for row in rows if row.scheme == scheme} for field, scheme in SCHEMES.items()
    }
    return found | {"districts": names}
