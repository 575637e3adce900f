"""What providers hand out, and what they have written to those on their runs."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta

from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.foundation.uploads import file_to_keep
from inclusion_app.training.mailings.queries import people_to_write_to
from inclusion_app.training.mailings.rules import Audience
from inclusion_app.training.mailings.services import send_mailing
from inclusion_app.training.materials.services import add_material
from inclusion_app.training.models import Run
from inclusion_app.training.states import RunState

RUNS_WITH_FILES = 8
RUNS_WRITTEN_TO = 3
READING = """Before we meet

1. Think of one pupil for whom the classroom does not work yet.
2. Note what helps on a good day, and who knows.
3. Bring one piece of planning that you would like to change.
"""
MAILS = (
    ("Please bring one lesson plan", "We will work on your own planning in the second half, so bring one lesson plan."),
    (
        "Parking at the venue",
        "The car park behind the hall is free. Please leave the spaces by the door to those who need them.",
    ),
)


def hand_out_and_write(*, now: datetime) -> None:
    """A few runs to come have files, and those on some of them have had a mail."""
    members = _members()
    runs = _runs(members, now=now)
    slides = _slides()
    for run_id, title, provider_id in runs:
        actor = actor_for(members[provider_id], today=london(now).date())
        add_material(
            actor,
            run_id,
            title="Before we meet",
            file=file_to_keep("before-we-meet.txt", READING.encode()),
            now=now - timedelta(days=3),
        )
        add_material(actor, run_id, title=f"Slides: {title}"[:200], file=file_to_keep("slides.pdf", slides), now=now)
    for run_id, _, provider_id in runs[:RUNS_WRITTEN_TO]:
        _write(actor_for(members[provider_id], today=london(now).date()), run_id, now=now)


def _write(actor: Actor, run_id: int, *, now: datetime) -> None:
    number = len(people_to_write_to(run_id, Audience.CONFIRMED))
    for days, (subject, text) in enumerate(MAILS if number else (), 1):
        send_mailing(
            actor,
            run_id,
            audience=Audience.CONFIRMED,
            subject=subject,
            text=text,
            expected=number,
            now=now - timedelta(days=days),
        )


def _members() -> dict[int, int]:
    """Somebody of each provider that has anybody."""
    rows = db.session.execute(
        select(Membership.provider_id, Membership.person_id)
        .where(Membership.role == Role.PROVIDER_MEMBER, Membership.until.is_(None))
        .order_by(Membership.id.desc())
    )
    return {provider_id: person_id for provider_id, person_id in rows if provider_id is not None}


def _runs(members: dict[int, int], *, now: datetime) -> Sequence[tuple[int, str, int]]:
    """The next runs of those providers that somebody is booked on."""
    query = (
        select(Run)
        .where(Run.provider_id.in_(members), Run.state == RunState.OPEN, Run.starts_at > now, Run.taken > 0)
        .options(joinedload(Run.course))
        .order_by(Run.starts_at, Run.id)
        .limit(RUNS_WITH_FILES)
    )
    return [(run.id, run.course.title, run.provider_id) for run in db.session.scalars(query)]


def _slides() -> bytes:
    """Two plain pages as a PDF."""
    pages = [Image.new("RGB", (960, 540), "white") for _ in range(2)]
    for page, words in zip(pages, ("Welcome", "What helps, and who knows"), strict=True):
        ImageDraw.Draw(page).text((80, 240), words, fill="black", font_size=48)
    made = io.BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:])
    return made.getvalue()
