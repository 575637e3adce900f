"""Submitting a form, which freezes it, and opening it again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Review, ReviewForm
from inclusion_app.reviews.queries import standings_on
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import advance, locked_review, move_on
from inclusion_app.reviews.states import FormKind, ReviewState
from inclusion_app.reviews.writing.queries import (
    Contents,
    contents_of,
    form_of,
    questions_for,
    snapshot_of,
    team_forms,
)
from inclusion_app.reviews.writing.rules.doors import why_not_reopen, why_not_submit
from inclusion_app.reviews.writing.rules.judging import progress_of
from inclusion_app.reviews.writing.rules.questions import Questions
from inclusion_app.reviews.writing.rules.snapshots import digest_of_snapshot
from inclusion_app.reviews.writing.services.desk import opened, refuse

CHANGED_SINCE = "Something has been changed since you opened this page. Look at it again, then submit."


def submit_form(actor: Actor, review_id: int, kind: FormKind, *, seen: str, now: datetime) -> ReviewForm:
    """Freeze a self-review or the actor's own review form, and take the review on. One act.

    ``seen`` is the digest of what the person had in front of them; of other words nobody is made the signatory.
    Raises RuleBroken naming everything that is wrong, for those who may not, and not yet; LookupError.
    """
    with transaction():
        desk = opened(actor, review_id, kind, now=now)
        refuse(why_not_submit(kind, desk.standings, stage=desk.review.stage))
        questions, contents = questions_for(desk.review), contents_of(desk.form)
        _refuse_wrong(desk.review, questions, contents, kind)
        snapshot = snapshot_of(desk.review, questions, contents, kind)
        if digest_of_snapshot(snapshot) != seen:
            raise RuleBroken(None, CHANGED_SINCE)
        freeze(desk.form, snapshot, actor=actor, now=now)
        _take_on(actor, desk.review, desk.form, standings=desk.standings, now=now)
    return desk.form


def freeze(form: ReviewForm, snapshot: Mapping[str, Any], *, actor: Actor, now: datetime) -> None:
    """Keep what stood in a form, with its digest: from now on nobody writes in it. Inside the act that submits it."""
    form.snapshot, form.digest = dict(snapshot), digest_of_snapshot(snapshot)
    form.submitted_at, form.submitted_by_id = now, actor.person_id


def reopen_form(actor: Actor, review_id: int, kind: FormKind) -> ReviewForm:
    """Open a submitted form again: its reviewer until the draft is with the school; the school after a step back.

    Raises RuleBroken for those who may not, and where it is open; LookupError where there is no review.
    """
    with transaction():
        review = locked_review(review_id)
        standings = standings_on(actor, review)
        refuse(why_not_reopen(kind, standings, stage=review.stage, side=review.side))
        form = form_of(review_id, kind, author_id=actor.person_id)
        if form is None or form.submitted_at is None:
            raise RuleBroken(None, "This form is open already.")
        detail = {"form": kind, "digest": form.digest}
        form.snapshot, form.digest, form.submitted_at, form.submitted_by_id = None, "", None, None
        audit.record(actor, "reopen_form", form, school_id=review.school_id, detail=detail)
    return form


def complete_forms_when_all_are_in(review: Review, *, event: AuditEvent, now: datetime) -> None:
    """Take a locked review on when every accepted reviewer has submitted, as part of the act ``event``.

    For submitting, and for whoever takes the last one that is missing off the team.
    """
    forms = team_forms(review.id)
    if review.stage == ReviewState.VISITED and forms and all(form.submitted_at for form in forms):
        advance(review, ReviewState.FORMS_IN, event=event, standings={Standing.SYSTEM}, now=now)


def _take_on(actor: Actor, review: Review, form: ReviewForm, *, standings: frozenset[Standing], now: datetime) -> None:
    detail: dict[str, object] = {"form": form.id, "digest": form.digest}
    if form.kind == FormKind.SELF_REVIEW:
        move_on(actor, review, ReviewState.SELF_REVIEW_SUBMITTED, standings=standings, now=now, detail=detail)
    else:
        event = audit.record(actor, "submit_form", form, school_id=review.school_id, detail=detail)
        complete_forms_when_all_are_in(review, event=event, now=now)


def _refuse_wrong(review: Review, questions: Questions, contents: Contents, kind: FormKind) -> None:
    """Everything at once, so that nobody sends a form in five times."""
    problems: list[tuple[str | None, str]] = [
        (None, f"{area.number}. {area.title}: {sentence}")
        for area in questions.areas
        for sentence in progress_of(
            area, contents.filled(area.code), kind=kind, uses_ratings=review.cycle.uses_ratings
        ).wrong
    ]
    if problems:
        raise RuleBroken.several(problems)
