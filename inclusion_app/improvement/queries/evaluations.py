"""Evaluations of the process: one's own, what a cycle's say together, and who has not given theirs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from inclusion_app.foundation.database import db
from inclusion_app.improvement.models import EvaluationScore, ProcessEvaluation
from inclusion_app.improvement.rules.evaluations import FEWEST_SHOWN, shows_text
from inclusion_app.improvement.states import Item, Voice
from inclusion_app.reviews.models import Assignment, Review
from inclusion_app.reviews.states import AssignmentState, Preset


@dataclass(frozen=True)
class VoiceResult:
    """What those of one voice say in one cycle. Fewer than five: their number alone, no means and no text."""

    voice: Voice
    number: int
    asked: int
    means: Mapping[Item, float]
    learned: Sequence[str]
    better: Sequence[str]

    @property
    def is_shown(self) -> bool:
        """Enough people have answered for nobody to be known by it."""
        return self.number >= FEWEST_SHOWN


@dataclass(frozen=True)
class Answered:
    """Of one review: how many of the host have evaluated, and how many reviewers have not yet."""

    hosts: int
    reviewers: int
    missing: int


def own_evaluation(review_id: int, person_id: int) -> ProcessEvaluation | None:
    """What the person has said of the review, with its judgements."""
    query = select(ProcessEvaluation).options(selectinload(ProcessEvaluation.scores))
    query = query.where(ProcessEvaluation.review_id == review_id, ProcessEvaluation.person_id == person_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def answered(review_id: int) -> Answered:
    """How far the evaluations of one review have come. Two statements."""
    given = select(ProcessEvaluation.voice, ProcessEvaluation.person_id).where(ProcessEvaluation.review_id == review_id)
    voices: defaultdict[str, set[int]] = defaultdict(set)
    for voice, person_id in db.session.execute(given):
        voices[voice].add(person_id)
    team = set(
        db.session.scalars(
            select(Assignment.person_id).where(
                Assignment.review_id == review_id, Assignment.state == AssignmentState.ACCEPTED
            )
        )
    )
    return Answered(len(voices[Voice.HOST]), len(team), len(team - voices[Voice.REVIEWER]))


def results_of_cycle(cycle_id: int, preset: Preset) -> list[VoiceResult]:
    """What each voice says in the cycle, small numbers hidden before anything leaves the database. Five statements."""
    numbers, asked = _numbers(cycle_id), _asked(cycle_id)
    shown = {voice for voice, number in numbers.items() if number >= FEWEST_SHOWN}
    means, texts = _means(cycle_id, shown), _texts(cycle_id, shown if shows_text(preset) else set())
    return [
        VoiceResult(
            voice=voice,
            number=numbers.get(voice, 0),
            asked=asked[voice],
            means=means.get(voice, {}),
            learned=texts[voice, "learned"],
            better=texts[voice, "better"],
        )
        for voice in Voice
    ]


def _numbers(cycle_id: int) -> dict[str, int]:
    query = select(ProcessEvaluation.voice, func.count()).join(Review, Review.id == ProcessEvaluation.review_id)
    rows = db.session.execute(query.where(Review.cycle_id == cycle_id).group_by(ProcessEvaluation.voice))
    return {voice: number for voice, number in rows}  # noqa: C416  # rows are not pairs to the type checker


def _asked(cycle_id: int) -> dict[Voice, int]:
    """Everybody who can evaluate: one host a review, and every reviewer on a team; whatever stage it has reached."""
    reviews = db.session.scalar(select(func.count()).where(Review.cycle_id == cycle_id)) or 0
    team = (
        select(func.count())
        .select_from(Assignment)
        .join(Review, Review.id == Assignment.review_id)
        .where(Review.cycle_id == cycle_id, Assignment.state == AssignmentState.ACCEPTED)
    )
    return {Voice.HOST: reviews, Voice.REVIEWER: db.session.scalar(team) or 0}


def _means(cycle_id: int, voices: set[str]) -> Mapping[str, Mapping[Item, float]]:
    query = (
        select(ProcessEvaluation.voice, EvaluationScore.item, func.avg(EvaluationScore.score))
        .join(EvaluationScore, EvaluationScore.evaluation_id == ProcessEvaluation.id)
        .join(Review, Review.id == ProcessEvaluation.review_id)
        .where(Review.cycle_id == cycle_id, ProcessEvaluation.voice.in_(voices))
        .group_by(ProcessEvaluation.voice, EvaluationScore.item)
    )
    found: defaultdict[str, dict[Item, float]] = defaultdict(dict)
    for voice, item, mean in db.session.execute(query):
        found[voice][Item(item)] = float(mean)
    return found


def _texts(cycle_id: int, voices: set[str]) -> Mapping[tuple[str, str], list[str]]:
    """Texts in an order that says nothing of when, where or by whom they were written."""
    query = (
        select(ProcessEvaluation.voice, ProcessEvaluation.learned, ProcessEvaluation.better)
        .join(Review, Review.id == ProcessEvaluation.review_id)
        .where(Review.cycle_id == cycle_id, ProcessEvaluation.voice.in_(voices))
    )
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for voice, learned, better in db.session.execute(query):
        for field, text in (("learned", learned), ("better", better)):
            if text:
                found[voice, field].append(text)
    for texts in found.values():
        texts.sort(key=lambda text: sha256(text.encode()).digest())
    return found
