"""The team's forms side by side, one area at a time, as the lead sees them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import (
    AreaJudgement,
    Evidence,
    ReportSource,
    Review,
    ReviewForm,
)
from inclusion_app.reviews.reporting.queries.content import self_ratings_of, team_of
from inclusion_app.reviews.reporting.rules.comparing import difference_in_words, is_apart
from inclusion_app.reviews.reporting.rules.content import FIELDS
from inclusion_app.reviews.states import FormKind
from inclusion_app.reviews.writing.queries import questions_for
from inclusion_app.reviews.writing.rules.questions import TITLES, Area, Questions


@dataclass(frozen=True)
class Said:
    """One reviewer's text; ``text_id`` is what is pulled across, ``is_pulled`` whether it has been."""

    author: Person
    text: str
    text_id: int
    is_pulled: bool


@dataclass(frozen=True)
class Prompt:
    """One question or section of an area, and what each reviewer has written on it; ``fields`` is where it can go."""

    code: str
    label: str
    fields: tuple[str, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Rated:
    """One reviewer's judgement and evidence on an area; ``judgement`` is none while they have given none."""

    author: Person
    judgement: AreaJudgement | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class ComparedArea:
    """Everything that the team and the school say of one area."""

    area: Area
    prompts: tuple[Prompt, ...]
    rated: tuple[Rated, ...]
    self_rating: str
    difference: str
    is_apart: bool


@dataclass(frozen=True)
class TeamForms:
    """The team's forms that are in, who has not handed in theirs, and the sources of the report so far."""

    questions: Questions
    forms: tuple[ReviewForm, ...]
    waiting_for: tuple[Person, ...]
    self_ratings: Mapping[str, str]
    pulled: Mapping[int, ReportSource]

    @property
    def titles(self) -> dict[str, str]:
        """The scale's titles by code."""
        return {level.code: level.title for level in self.questions.levels}


def team_forms(review: Review) -> TeamForms:
    """Forms that have been handed in by the team as it is, with texts, judgements and evidence. Eight statements."""
    people = [person for person, _ in team_of(review.id)]
    forms = {form.author_id: form for form in _forms(review.id)}
    return TeamForms(
        questions=questions_for(review),
        forms=tuple(forms[person.id] for person in people if person.id in forms),
        waiting_for=tuple(person for person in people if person.id not in forms),
        self_ratings=self_ratings_of(review.id),
        pulled={source.text_id: source for source in sources_of(review.id)},
    )


def compared(forms: TeamForms, area: Area) -> ComparedArea:
    """One area side by side."""
    rated = tuple(_rated(form, area.code) for form in forms.forms)
    ratings = [it.judgement.rating if it.judgement else "" for it in rated]
    return ComparedArea(
        area=area,
        prompts=tuple(_prompts(forms, area)),
        rated=rated,
        self_rating=forms.self_ratings.get(area.code, ""),
        difference=difference_in_words(ratings, forms.titles),
        is_apart=is_apart(ratings),
    )


def sources_of(review_id: int) -> Sequence[ReportSource]:
    """Every text that has been pulled across, with its author, in order."""
    query = (
        select(ReportSource)
        .join(ReviewForm, ReviewForm.id == ReportSource.form_id)
        .where(ReviewForm.review_id == review_id)
        .options(joinedload(ReportSource.author))
        .order_by(ReportSource.id)
    )
    return db.session.scalars(query).all()


def _forms(review_id: int) -> Sequence[ReviewForm]:
    whole = (
        joinedload(ReviewForm.author),
        selectinload(ReviewForm.texts),
        joinedload(ReviewForm.judgements),
        selectinload(ReviewForm.evidence),
    )
    of = (ReviewForm.review_id == review_id, ReviewForm.kind == FormKind.REVIEW, ReviewForm.submitted_at.is_not(None))
    query = select(ReviewForm).where(*of).options(*whole).order_by(ReviewForm.id)
    return db.session.scalars(query).unique().all()


def _prompts(forms: TeamForms, area: Area) -> Iterator[Prompt]:
    """The report's own sections first, then the reviewers' notes by question where there are any."""
    for field in FIELDS:
        yield Prompt(field, TITLES[field], (field,), tuple(_said(forms, area.code, field)))
    for prompt in area.prompts:
        said = tuple(_said(forms, area.code, prompt.code))
        if said:
            yield Prompt(prompt.code, prompt.wording, FIELDS, said)


def _said(forms: TeamForms, area: str, field: str) -> Iterator[Said]:
    for form in forms.forms:
        assert form.author is not None  # noqa: S101  # a review form has its author
        for text in form.texts:
            if (text.area, text.field) == (area, field) and text.text.strip():
                yield Said(form.author, text.text, text.id, text.id in forms.pulled)


def _rated(form: ReviewForm, area: str) -> Rated:
    assert form.author is not None  # noqa: S101  # a review form has its author
    judgement = next((judgement for judgement in form.judgements if judgement.area == area), None)
    return Rated(form.author, judgement, tuple(piece for piece in form.evidence if piece.area == area))
