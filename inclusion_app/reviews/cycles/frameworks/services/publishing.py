"""New versions from the browser: copied into a draft, edited, published; a published one never changes."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.reviews.cycles.frameworks.choices import FrameworkChoices
from inclusion_app.reviews.cycles.frameworks.queries import WHOLE, choices_of
from inclusion_app.reviews.cycles.frameworks.rules import agreement_problem, framework_problems
from inclusion_app.reviews.cycles.frameworks.services.writing import new_framework, rewrite
from inclusion_app.reviews.models import AgreementText, Framework
from inclusion_app.reviews.states import Preset
from inclusion_app.vocabulary.queries import concepts

PUBLISHED = "This version is published, so it never changes. Copy it into a draft instead."


def copy_framework(actor: Actor, framework_id: int) -> Framework:
    """A draft of the next version with the same words. Raises LookupError."""
    with transaction() as session:
        said = choices_of(_whole(framework_id))
        newest = session.scalar(select(func.max(Framework.version_number))) or 0
        draft = new_framework(newest + 1, said)
        session.add(draft)
        audit.record(actor, "copy_framework", draft, detail={"from": framework_id})
    return draft


def change_framework(actor: Actor, framework_id: int, said: FrameworkChoices, *, version: int) -> Framework:
    """Save the words of a draft. Raises RuleBroken for wrong words and for a published one, StaleEdit, LookupError."""
    with transaction():
        framework = _whole(framework_id)
        if framework.published_at is not None:
            raise RuleBroken(None, PUBLISHED)
        if framework.version != version:
            raise StaleEdit(_texts(choices_of(framework), said), version=framework.version)
        _refuse_wrong(said)
        rewrite(framework, said)
        flag_modified(framework, "title")  # its version counts also when only areas or prompts have changed
        audit.record(actor, "change_framework", framework)
    return framework


def publish_framework(actor: Actor, framework_id: int, *, version: int, now: datetime) -> Framework:
    """Make a draft the newest version; from now on it never changes. Raises RuleBroken, LookupError."""
    with transaction():
        framework = _whole(framework_id)
        if framework.published_at is not None:
            raise RuleBroken(None, PUBLISHED)
        if framework.version != version:
            raise RuleBroken(None, "Somebody has changed this draft since you opened it. Read it again first.")
        _refuse_wrong(choices_of(framework))
        framework.published_at, framework.published_by_id = now, actor.person_id
        audit.record(actor, "publish_framework", framework, detail={"version": framework.version_number})
    return framework


def publish_agreement(actor: Actor, preset: str, text: str, *, expected: int, now: datetime) -> AgreementText:
    """A new version of what heads agree to; cycles keep the one they have. ``expected`` is its number as shown.

    Raises RuleBroken for a text of the wrong length, for the newest text again, and when somebody was quicker.
    """
    text = text.strip()
    if preset not in set(Preset):
        raise LookupError(f"There is no preset {preset}.")
    if problem := agreement_problem(text):
        raise RuleBroken("text", problem)
    with transaction() as session:
        order = AgreementText.version_number.desc()
        newest = session.scalars(select(AgreementText).where(AgreementText.preset == preset).order_by(order)).first()
        number = newest.version_number + 1 if newest else 1
        if number != expected:
            raise RuleBroken(None, f"Version {number - 1} was published in the meantime. Read it first.")
        if newest and newest.text == text:
            raise RuleBroken("text", "These are the words of the newest version already")
        made = AgreementText(preset=preset, version_number=number, text=text, created_at=now)
        made.created_by_id = actor.person_id
        session.add(made)
        audit.record(actor, "publish_agreement", made, detail={"preset": preset, "version": number})
    return made


def _whole(framework_id: int) -> Framework:
    query = select(Framework).where(Framework.id == framework_id).options(*WHOLE).with_for_update(of=Framework)
    framework = db.session.scalars(query.execution_options(populate_existing=True)).first()
    if framework is None:
        raise LookupError(f"There is no framework {framework_id}.")
    return framework


def _refuse_wrong(said: FrameworkChoices) -> None:
    areas = [concept.code for concept in concepts("framework-area")]
    commitments = [concept.code for concept in concepts("commitment")]
    problems = list(framework_problems(said, areas=areas, commitments=commitments))
    if problems:
        raise RuleBroken.several([(field_of(place), sentence) for place, sentence in problems])


def field_of(place: str) -> str:
    """The field of the form in which a place of the framework is written."""
    if place.startswith("level "):
        return f"level-{place.removeprefix('level ')}"
    return place if place == "title" else f"{'prompt' if place[:1].isdigit() else 'area'}-{place}"


def _texts(theirs: FrameworkChoices, mine: FrameworkChoices) -> dict[str, str]:
    """What stands there now, where it differs from what was sent."""
    here, sent = _by_field(theirs), _by_field(mine)
    return {name: text for name, text in here.items() if sent.get(name) != text}


def _by_field(said: FrameworkChoices) -> dict[str, str]:
    found = {"title": said.title, "note": said.note}
    for area in said.areas:
        found[field_of(area.code)] = area.title
        found |= {field_of(prompt.code): prompt.wording for prompt in area.prompts}
    return found | {f"level-{level.code}": level.title for level in said.levels}
