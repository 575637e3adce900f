"""Kept places of runs: how many are left, and which schools they are for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, and_, func, select

from inclusion_app.foundation.database import db
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.states import PHASE_LABELS, Phase
from inclusion_app.training.bookings.sharing import Fence
from inclusion_app.training.models import Booking, OutcomeOfRun, RingFence
from inclusion_app.training.states import TAKES_A_PLACE, RunOutcome

PHASE, GROUPING, NOT_REACHED = "phase", "grouping", "not-reached"
NOT_REACHED_LABEL = "schools that training has not reached yet"


def fences_of(run_ids: Collection[int], school_ids: Collection[int], *, now: datetime) -> dict[int, list[Fence]]:
    """The kept places of each run that are still kept, with which of these schools they are for.

    One statement where nothing is kept, which is the rule; four at the most otherwise.
    """
    kept = list(db.session.scalars(_still_kept(run_ids, now)))
    if not kept:
        return {}
    counted = db.session.execute(
        select(Booking.ring_fence_id, func.count())
        .where(Booking.ring_fence_id.in_([fence.id for fence in kept]), Booking.state.in_(TAKES_A_PLACE))
        .group_by(Booking.ring_fence_id)
    )
    taken: dict[int | None, int] = dict(counted.all())
    members, names = _members(kept, school_ids), _names(kept)
    found: dict[int, list[Fence]] = defaultdict(list)
    for fence in kept:
        left = max(0, fence.places - taken.get(fence.id, 0))
        found[fence.run_id].append(
            Fence(fence.id, left, members[fence.kind, fence.code], names[fence.kind, fence.code], fence.until)
        )
    return found


def _still_kept(run_ids: Collection[int], now: datetime) -> Select[RingFence]:
    return select(RingFence).where(RingFence.run_id.in_(run_ids), RingFence.until > now).order_by(RingFence.id)


def _members(kept: Sequence[RingFence], school_ids: Collection[int]) -> dict[tuple[str, str], frozenset[int]]:
    """Which of the schools each kind of kept place is for."""
    phases: dict[str, set[int]] = defaultdict(set)
    for school_id, phase in db.session.execute(select(School.id, School.phase).where(School.id.in_(school_ids))):
        phases[phase].add(school_id)
    groups = _groups(school_ids) if any(fence.kind == GROUPING for fence in kept) else {}
    fresh = _not_reached(school_ids) if any(fence.kind == NOT_REACHED for fence in kept) else set()
    sets: dict[str, dict[str, set[int]]] = {PHASE: phases, GROUPING: groups, NOT_REACHED: {"": fresh}}
    return {(f.kind, f.code): frozenset(sets[f.kind].get(f.code, set())) for f in kept}


def _groups(school_ids: Collection[int]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for school_id, kind, code in db.session.execute(
        select(SchoolGrouping.school_id, Grouping.kind, Grouping.code)
        .join(Grouping, and_(Grouping.id == SchoolGrouping.grouping_id, Grouping.kind == SchoolGrouping.kind))
        .where(SchoolGrouping.school_id.in_(school_ids), SchoolGrouping.until.is_(None))
    ):
        found[f"{kind}:{code}"].add(school_id)
    return found


def _not_reached(school_ids: Collection[int]) -> set[int]:
    """Schools for which nobody has completed any course yet."""
    reached = (
        select(Booking.school_id)
        .join(OutcomeOfRun, OutcomeOfRun.booking_id == Booking.id)
        .where(Booking.school_id.in_(school_ids), OutcomeOfRun.outcome == RunOutcome.COMPLETED)
    )
    return set(school_ids) - set(db.session.scalars(reached))


def _names(kept: Iterable[RingFence]) -> dict[tuple[str, str], str]:
    """For whom places are kept, as people read it."""
    names = {(PHASE, phase.value): f"{PHASE_LABELS[phase].lower()} schools" for phase in Phase}
    names[NOT_REACHED, ""] = NOT_REACHED_LABEL
    wanted = {fence.code.partition(":")[2] for fence in kept if fence.kind == GROUPING}
    if wanted:
        for kind, code, name in db.session.execute(
            select(Grouping.kind, Grouping.code, Grouping.name).where(Grouping.code.in_(wanted))
        ):
            names[GROUPING, f"{kind}:{code}"] = f"schools of {name}"
    return defaultdict(lambda: "other schools", names)
