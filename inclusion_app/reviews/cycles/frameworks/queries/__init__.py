"""Frameworks and agreements as they are kept."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from inclusion_app.foundation.database import db
from inclusion_app.reviews.cycles.frameworks.choices import AreaChoice, FrameworkChoices, LevelChoice, PromptChoice
from inclusion_app.reviews.models import AgreementText, Framework, FrameworkArea, ReviewCycle

WHOLE = (selectinload(Framework.areas).selectinload(FrameworkArea.prompts), selectinload(Framework.levels))


def whole_framework(framework_id: int) -> Framework | None:
    """The framework with areas, prompts and levels."""
    return db.session.scalars(select(Framework).where(Framework.id == framework_id).options(*WHOLE)).first()


def frameworks() -> Sequence[Framework]:
    """Every version, the newest first, drafts included."""
    return db.session.scalars(select(Framework).order_by(Framework.version_number.desc())).all()


def published_frameworks() -> Sequence[Framework]:
    """Versions that a cycle can use, the newest first."""
    return [framework for framework in frameworks() if framework.published_at is not None]


def agreements() -> Sequence[AgreementText]:
    """Every version for every preset, the newest first."""
    order = (AgreementText.preset, AgreementText.version_number.desc())
    return db.session.scalars(select(AgreementText).order_by(*order)).all()


def agreement_by_id(agreement_id: int) -> AgreementText | None:
    """One version."""
    return db.session.scalars(select(AgreementText).where(AgreementText.id == agreement_id)).first()


def newest_agreement(preset: str) -> AgreementText | None:
    """The version that a new cycle begins with; nothing where no agreement has been loaded."""
    newest = select(AgreementText).where(AgreementText.preset == preset)
    return db.session.scalars(newest.order_by(AgreementText.version_number.desc())).first()


def cycles_by_framework() -> dict[int, int]:
    """How many cycles use each framework."""
    counted = select(ReviewCycle.framework_id, func.count()).group_by(ReviewCycle.framework_id)
    return dict(db.session.execute(counted).all())


def cycles_by_agreement() -> dict[int, int]:
    """How many cycles use each agreement."""
    counted = select(ReviewCycle.agreement_id, func.count()).group_by(ReviewCycle.agreement_id)
    return dict(db.session.execute(counted).all())


def choices_of(framework: Framework) -> FrameworkChoices:
    """A whole framework as forms and files say it."""
    return FrameworkChoices(
        framework.title,
        framework.note,
        tuple(_area(area) for area in framework.areas),
        tuple(LevelChoice(level.code, level.title, level.meaning) for level in framework.levels),
    )


def _area(area: FrameworkArea) -> AreaChoice:
    prompts = (PromptChoice(p.code, p.commitment, p.wording, dict(p.variants)) for p in area.prompts)
    return AreaChoice(area.code, area.title, tuple(prompts))
