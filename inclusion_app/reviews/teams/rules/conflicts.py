"""Who may not review whom (domain.md 1.3): H rules block, S rules warn; the programme office may set either aside.

Everything is decided from plain values on the day of the visit: people move, and schools join trusts.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inclusion_app.reviews.states import Part
from inclusion_app.reviews.teams.rules.facts import HostFacts, ReviewerFacts, SchoolFacts, ids_of, phases_of
from inclusion_app.schools.rules.calendar import school_year_of
from inclusion_app.schools.states import Phase

SEPTEMBER = 9
METRES = 1_000
SPECIALIST = frozenset({Phase.SPECIAL, Phase.ALTERNATIVE_PROVISION})


class Code(StrEnum):
    """The rules, by the names that domain.md gives them; F, L and A are about room, leading and days."""

    WORKED_THERE = "H1"
    SAME_TRUST = "H2"
    GOVERNS = "H3"
    FAMILY = "H4"
    CONSULTS = "H5"
    NOT_ACCREDITED = "H6"
    CASEWORK = "H7"
    OBJECTION_UPHELD = "H8"
    FULL = "F"
    NO_LEAD = "L"
    RECIPROCAL = "S1"
    REVIEWED_BEFORE = "S2"
    COMPETES = "S3"
    PHASE_UNKNOWN = "S4"
    MANY_THIS_TERM = "S5"
    ONE_SOURCE = "S6"
    FAR = "S7"
    AWAY = "A"

    @property
    def blocks(self) -> bool:
        """Only the programme office may set it aside, and says why."""
        return self in HARD

    @property
    def label(self) -> str:
        """As people read it, where the whole sentence is not at hand."""
        return LABELS[self]


LABELS = {
    Code.WORKED_THERE: "works or has worked there",
    Code.SAME_TRUST: "same trust or federation",
    Code.GOVERNS: "governor there",
    Code.FAMILY: "child or family there",
    Code.CONSULTS: "paid by the school lately",
    Code.NOT_ACCREDITED: "training missing or run out",
    Code.CASEWORK: "casework there for the council",
    Code.OBJECTION_UPHELD: "the school has objected",
    Code.FULL: "no room in this cycle",
    Code.NO_LEAD: "not accredited as lead",
    Code.RECIPROCAL: "the two schools review each other",
    Code.REVIEWED_BEFORE: "has reviewed the school before",
    Code.COMPETES: "a neighbouring school of the same phase",
    Code.PHASE_UNKNOWN: "nobody on the team knows the phase",
    Code.MANY_THIS_TERM: "many visits in one term",
    Code.ONE_SOURCE: "everybody on the team from one trust",
    Code.FAR: "a long way away",
    Code.AWAY: "paused, or away on the day",
}
HARD = frozenset(code for code in Code if code.value[0] in "HFL")


@dataclass(frozen=True)
class Limits:
    """The numbers in the rules: distances in metres, time in (school) years."""

    close_metres: int = 5_000
    far_metres: int = 60_000
    years_after_working: int = 3
    years_after_consulting: int = 2
    most_in_term: int = 2


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Conflict:
    """One rule that speaks against somebody, in words."""

    code: Code
    sentence: str

    @property
    def blocks(self) -> bool:
        """Hard."""
        return self.code.blocks


def conflicts_of(reviewer: ReviewerFacts, host: HostFacts, *, limits: Limits = DEFAULT_LIMITS) -> list[Conflict]:
    """Everything that speaks against this person reviewing that school, what blocks first."""
    return [*hard_conflicts(reviewer, host, limits=limits), *soft_conflicts(reviewer, host, limits=limits)]


def hard_conflicts(reviewer: ReviewerFacts, host: HostFacts, *, limits: Limits = DEFAULT_LIMITS) -> list[Conflict]:
    """What blocks, whatever the part on the team."""
    return [found for rule in _HARD_RULES for found in rule(reviewer, host, limits)]


def soft_conflicts(reviewer: ReviewerFacts, host: HostFacts, *, limits: Limits = DEFAULT_LIMITS) -> list[Conflict]:
    """What warns, of one person alone."""
    return [found for rule in _SOFT_RULES for found in rule(reviewer, host, limits)]


def place_conflicts(reviewer: ReviewerFacts, host: HostFacts, part: str) -> list[Conflict]:
    """What blocks this part of the team: no room in this cycle, or not accredited as lead."""
    found = []
    load = reviewer.load_beside(host.review_id)
    if load >= reviewer.capacity:
        said = f"Has {load} reviews in this cycle already and can take {reviewer.capacity}"
        found.append(Conflict(Code.FULL, said if reviewer.capacity else "Takes no reviews in this cycle"))
    if part == Part.LEAD and not reviewer.may_lead:
        found.append(Conflict(Code.NO_LEAD, "Is not accredited as a lead reviewer"))
    return found


def team_conflicts(team: Collection[ReviewerFacts], host: HostFacts) -> list[Conflict]:
    """What warns of a team as a whole. Nothing for an empty one."""
    return [*_phase_of_team(team, host), *_source_of_team(team, host)] if team else []


_Rule = Callable[[ReviewerFacts, HostFacts, Limits], Iterator[Conflict]]


def _worked_there(reviewer: ReviewerFacts, host: HostFacts, limits: Limits) -> Iterator[Conflict]:
    """H1: now, or in the last three school years; the school's own history is its predecessors' too."""
    since = date(school_year_of(host.day) - limits.years_after_working, SEPTEMBER, 1)
    line = host.school.line
    home = {reviewer.home.id} if reviewer.home else set()
    stayed = {s.school_id for s in reviewer.stays if not s.governs and s.span.touches(since, host.day)}
    said = {tie.school_id for tie in reviewer.ties if tie.kind == "employed" and _since(tie.until, since)}
    if line & (home | stayed | said):
        yield Conflict(
            Code.WORKED_THERE,
            f"Works at {host.school.name}, or has in the last {limits.years_after_working} school years",
        )


def _same_trust(reviewer: ReviewerFacts, host: HostFacts, _limits: Limits) -> Iterator[Conflict]:
    """H2: on the day of the visit."""
    theirs = host.school.groups_on(host.day)
    if not theirs:
        return
    for school in reviewer.schools:
        for number, place in school.groups_on(host.day).items():
            if number in theirs:
                yield Conflict(Code.SAME_TRUST, f"{school.name} is in the same {place.kind} ({place.name})")
                return


def _governs(reviewer: ReviewerFacts, host: HostFacts, _limits: Limits) -> Iterator[Conflict]:
    line = host.school.line
    held = any(s.governs and s.school_id in line and s.span.holds_on(host.day) for s in reviewer.stays)
    if held or _tied(reviewer, host, "governs"):
        yield Conflict(Code.GOVERNS, f"Is a governor, trustee or member of {host.school.name}")


def _family(reviewer: ReviewerFacts, host: HostFacts, _limits: Limits) -> Iterator[Conflict]:
    if _tied(reviewer, host, "family"):
        yield Conflict(Code.FAMILY, f"Has a child at {host.school.name}, or a close tie with its leaders")


def _consults(reviewer: ReviewerFacts, host: HostFacts, limits: Limits) -> Iterator[Conflict]:
    since = host.day - timedelta(days=365 * limits.years_after_consulting)
    if _tied(reviewer, host, "consults", since=since):
        said = f"Has worked for {host.school.name} for pay in the last {limits.years_after_consulting} years"
        yield Conflict(Code.CONSULTS, said)


def _not_accredited(reviewer: ReviewerFacts, host: HostFacts, _limits: Limits) -> Iterator[Conflict]:
    if not reviewer.is_reviewer:
        yield Conflict(Code.NOT_ACCREDITED, "Is not a peer reviewer any more")
    elif reviewer.accredited_on is None or reviewer.accredited_on > host.day:
        yield Conflict(Code.NOT_ACCREDITED, "Has not completed Peer to peer, the training of reviewers")
    elif reviewer.accredited_until is not None and reviewer.accredited_until < host.last_day:
        yield Conflict(Code.NOT_ACCREDITED, "The training as a reviewer runs out before the visit")


def _casework(reviewer: ReviewerFacts, host: HostFacts, _limits: Limits) -> Iterator[Conflict]:
    if _tied(reviewer, host, "casework"):
        yield Conflict(Code.CASEWORK, f"Does casework or school improvement for the council at {host.school.name}")


def _objected_to(reviewer: ReviewerFacts, host: HostFacts, _limits: Limits) -> Iterator[Conflict]:
    if host.school.line & reviewer.barred:
        yield Conflict(Code.OBJECTION_UPHELD, f"{host.school.name} has objected, and the objection was upheld")


def _reciprocal(reviewer: ReviewerFacts, host: HostFacts, _limits: Limits) -> Iterator[Conflict]:
    """S1; in a cycle of pairs it is how things are meant to be."""
    if not host.pairs and reviewer.reviewed_by & host.school.line:
        yield Conflict(Code.RECIPROCAL, f"Somebody from {host.school.name} reviews their school in this cycle")


def _reviewed_before(reviewer: ReviewerFacts, host: HostFacts, _limits: Limits) -> Iterator[Conflict]:
    if reviewer.reviewed & host.school.line:
        yield Conflict(Code.REVIEWED_BEFORE, f"Reviewed {host.school.name} in the last cycle")


def _competes(reviewer: ReviewerFacts, host: HostFacts, limits: Limits) -> Iterator[Conflict]:
    metres = host.school.metres_to(reviewer.home)
    if metres is None or reviewer.home is None or metres >= limits.close_metres:
        return
    if reviewer.home.phase == host.school.phase:
        away = f"{metres / METRES:.1f} km"
        yield Conflict(Code.COMPETES, f"{reviewer.home.name} is only {away} away and of the same phase")


def _many_this_term(reviewer: ReviewerFacts, host: HostFacts, limits: Limits) -> Iterator[Conflict]:
    if host.term is None:
        return
    starts, ends = host.term
    others = sum(1 for review, day in reviewer.visits if review != host.review_id and starts <= day <= ends)
    if others >= limits.most_in_term:
        yield Conflict(Code.MANY_THIS_TERM, f"Has {others} other visits in this term")


def _far(reviewer: ReviewerFacts, host: HostFacts, limits: Limits) -> Iterator[Conflict]:
    metres = host.school.metres_to(reviewer.home)
    if metres is not None and metres > limits.far_metres:
        yield Conflict(Code.FAR, f"{round(metres / METRES)} km away, more than {limits.far_metres // METRES} km")


def _cannot_come(reviewer: ReviewerFacts, host: HostFacts, _limits: Limits) -> Iterator[Conflict]:
    if reviewer.paused_until is not None and reviewer.paused_until >= host.day:
        yield Conflict(Code.AWAY, "Has asked for a pause from reviewing")
    elif host.agreed and any(a.starts <= host.last_day and a.ends >= host.day for a in reviewer.away):
        yield Conflict(Code.AWAY, "Has said they cannot come on the day of the visit")


_HARD_RULES: tuple[_Rule, ...] = (
    _worked_there,
    _same_trust,
    _governs,
    _family,
    _consults,
    _not_accredited,
    _casework,
    _objected_to,
)
_SOFT_RULES: tuple[_Rule, ...] = (
    _reciprocal,
    _reviewed_before,
    _competes,
    _many_this_term,
    _far,
    _cannot_come,
)


def _phase_of_team(team: Collection[ReviewerFacts], host: HostFacts) -> Iterator[Conflict]:
    """S4."""
    phase = host.school.phase
    if phase in SPECIALIST:
        if not phases_of(team) & SPECIALIST:
            yield Conflict(Code.PHASE_UNKNOWN, "Nobody on the team comes from special schools or alternative provision")
    elif not any(person.knows(phase) for person in team):
        yield Conflict(Code.PHASE_UNKNOWN, f"Nobody on the team knows this phase: {Phase(phase).label.lower()}")


def _source_of_team(team: Collection[ReviewerFacts], host: HostFacts) -> Iterator[Conflict]:
    """S6: of two or more people, all from one school or one trust."""
    sources = [_sources(person, host.day) for person in team]
    if len(sources) > 1 and frozenset.intersection(*sources):
        yield Conflict(Code.ONE_SOURCE, "The whole team comes from one school or one trust")


def _sources(person: ReviewerFacts, day: date) -> frozenset[tuple[str, int]]:
    at = {("school", number) for number in ids_of(person.schools)}
    return frozenset(at | {("group", number) for school in person.schools for number in _groups(school, day)})


def _groups(school: SchoolFacts, day: date) -> Collection[int]:
    return school.groups_on(day)


def _tied(reviewer: ReviewerFacts, host: HostFacts, kind: str, *, since: date | None = None) -> bool:
    line, first = host.school.line, since or host.day
    return any(t.kind == kind and t.school_id in line and _since(t.until, first) for t in reviewer.ties)


def _since(until: date | None, first: date) -> bool:
    """It still held on that day or later."""
    return until is None or until >= first
