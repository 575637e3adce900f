"""The team's list of courses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Self

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import joinedload

from inclusion_app.foundation.paging import Page, paginate
from inclusion_app.training.catalogue.words import wanted_words
from inclusion_app.training.models import Course, Run
from inclusion_app.training.states import CourseState, RunState
from inclusion_app.vocabulary.models import Concept


class Sent(Protocol):
    """The parameters of an address."""

    def get(self, key: str, default: str, /) -> str: ...


@dataclass(frozen=True, kw_only=True)
class CourseWishes:
    """What the team asks its list for."""

    words: str = ""
    state: str = ""
    strand: str = ""
    page: int = 1

    @classmethod
    def of(cls, sent: Sent) -> Self:
        """Read the address; what is not known asks for nothing."""
        number, state = sent.get("page", ""), sent.get("state", "")
        return cls(
            words=sent.get("words", "")[:200].strip(),
            state=state if state in list(CourseState) else "",
            strand=sent.get("strand", "")[:80],
            page=int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1,
        )


def courses_for_team(wishes: CourseWishes, *, now: datetime) -> Page[tuple[Course, int, int]]:
    """Courses with how many runs each has had in all, and how many are still to come."""
    to_come = (Run.starts_at > now) & (Run.state != RunState.CANCELLED)
    query = (
        select(Course, _number_of_runs(Run.id.is_not(None)), _number_of_runs(to_come))
        .join(Concept, Course.strand_id == Concept.id)
        .options(joinedload(Course.strand), joinedload(Course.provider))
        .order_by(Course.title, Course.id)
    )
    for word in wanted_words(wishes.words):
        query = query.where(Course.search_text.contains(word, autoescape=True))
    if wishes.state:
        query = query.where(Course.state == wishes.state)
    if wishes.strand:
        query = query.where(Concept.code == wishes.strand)
    return paginate(query, wishes.page)


def _number_of_runs(which: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(Run.course_id == Course.id, which).correlate(Course).scalar_subquery()
