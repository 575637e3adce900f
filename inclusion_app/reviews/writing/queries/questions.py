"""The framework of a review's cycle, as its school is asked it."""

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Framework, FrameworkArea, FrameworkLevel, FrameworkPrompt, Review
from inclusion_app.reviews.writing.rules.questions import Area, Level, Prompt, Questions, wording_for


def questions_for(review: Review) -> Questions:
    """Areas, prompts in the words for the school's phase, and the scale. The review comes with cycle and school.

    Two statements.
    """
    framework_id = review.cycle.framework_id
    scale = db.session.execute(
        select(Framework.version_number, FrameworkLevel.code, FrameworkLevel.title, FrameworkLevel.meaning)
        .outerjoin(FrameworkLevel, FrameworkLevel.framework_id == Framework.id)
        .where(Framework.id == framework_id)
        .order_by(FrameworkLevel.position)
    ).all()
    levels = tuple(Level(code, title, meaning) for _, code, title, meaning in scale if code)
    return Questions(scale[0].version_number, _areas(framework_id, review.school.phase), levels)


def _areas(framework_id: int, phase: str) -> tuple[Area, ...]:
    query = (
        select(FrameworkArea, FrameworkPrompt)
        .join(FrameworkPrompt, FrameworkPrompt.area_id == FrameworkArea.id)
        .where(FrameworkArea.framework_id == framework_id)
        .order_by(FrameworkArea.position, FrameworkPrompt.code)
    )
    found: dict[FrameworkArea, list[Prompt]] = {}
    for area, prompt in db.session.execute(query):
        prompts = found.setdefault(area, [])
        wording = wording_for(phase, prompt.wording, prompt.variants)
        if wording:
            prompts.append(Prompt(prompt.code, wording))
    return tuple(Area(a.code, a.position, a.title, tuple(prompts)) for a, prompts in found.items())
