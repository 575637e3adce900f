"""A proposal as its pages show it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.foundation.paging import Page, paginate
from inclusion_app.reviews.matching.queries.proposals import places_of
from inclusion_app.reviews.models import MatchingProposal, ProposedPlace, Review, ReviewCycle
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.reviews.teams.queries.candidates import Suggestion, suggestion
from inclusion_app.reviews.teams.queries.facts import Facts, facts_of
from inclusion_app.reviews.teams.rules.conflicts import METRES
from inclusion_app.schools.models import School


@dataclass(frozen=True)
class ShownPlace:
    """One place with its explanation; none where nobody is in it."""

    place: ProposedPlace
    why: Suggestion | None


@dataclass(frozen=True)
class ShownTeam:
    """One school with its proposed team, and why it has none or not a whole one."""

    review: Review
    places: Sequence[ShownPlace]
    unserved: Sequence[str]
    warnings: Sequence[str]


def shown_teams(cycle: ReviewCycle, proposal: MatchingProposal, *, number: int, today: date) -> Page[ShownTeam]:
    """One page of the proposal, those without a whole team first; the number of statements does not grow."""
    short = [int(review_id) for review_id in proposal.unserved]
    query = (
        select(Review)
        .join(Review.school)
        .where(Review.cycle_id == cycle.id, Review.state == ReviewState.PLANNED, Review.side == Side.NONE)
        .options(joinedload(Review.school), joinedload(Review.participation), joinedload(Review.cycle))
        .order_by(Review.id.in_(short).desc(), School.name, Review.id)
    )
    found = paginate(query, number)
    places: defaultdict[int, list[ProposedPlace]] = defaultdict(list)
    for place in places_of(proposal.id, [review.id for review in found.items]):
        places[place.review_id].append(place)
    people = {place.person_id for ones in places.values() for place in ones if place.person_id}
    facts = facts_of(cycle, found.items, today=today, person_ids=people)
    teams = [_team(review, places[review.id], proposal, facts) for review in found.items]
    return Page(items=teams, number=found.number, per_page=found.per_page, total=found.total)


def why_not(one: Suggestion, *, now: Suggestion | None, elsewhere: int) -> str:
    """Why this reviewer was not chosen for the place, in a sentence.

    ``now``: who is in the place; ``elsewhere``: how many other places of the proposal are theirs.
    """
    blocking = [conflict.sentence for conflict in one.conflicts if conflict.blocks]
    if blocking:
        return f"Blocked, unless set aside with a reason: {'; '.join(blocking)}."
    if one.load >= one.capacity:
        taken = f", {elsewhere} of them in this proposal" if elsewhere else ""
        return f"Has {one.load} reviews{taken}, and takes {one.capacity} at most."
    against = [conflict.sentence for conflict in one.conflicts] + (worse(one, now) if now else [])
    if against:
        return f"Possible. Against it: {'; '.join(against)}."
    if elsewhere:
        return "Possible, and fits as well. Another team of this proposal has them, and would lose them."
    return "Possible, and fits as well as whoever is there: the teams as a whole come out no better with them."


def worse(one: Suggestion, now: Suggestion) -> list[str]:
    """In what a reviewer fits a place less than whoever is there."""
    said = []
    if one.metres is not None and now.metres is not None and one.metres > now.metres + METRES:
        said.append(f"{one.distance}, and {now.name} is {now.distance}")
    if now.knows_phase and not one.knows_phase:
        said.append(f"does not know the phase, and {now.name} does")
    if one.expertise < now.expertise:
        said.append(f"{one.expertise} of the school’s wishes fit, and {now.expertise} with {now.name}")
    if one.load > now.load:
        said.append(f"has {one.load} reviews, and {now.name} has {now.load}")
    return said


def with_proposed(suggestions: Sequence[Suggestion], places: Sequence[ProposedPlace]) -> list[Suggestion]:
    """The same, with the places of the proposal counted as load."""
    taken: defaultdict[int, int] = defaultdict(int)
    for place in places:
        taken[place.person_id or 0] += 1
    return [replace(one, load=one.load + taken[one.person_id]) for one in suggestions]


def _team(review: Review, places: Sequence[ProposedPlace], proposal: MatchingProposal, facts: Facts) -> ShownTeam:
    people = [place.person_id for place in places if place.person_id in facts.reviewers]
    warnings = [conflict.sentence for conflict in facts.of_team([p for p in people if p], review.id)]
    shown = [
        ShownPlace(
            place,
            suggestion(facts, place.person_id, review.id, place.part) if place.person_id in facts.reviewers else None,
        )
        for place in places
    ]
    filled = all(place.person_id for place in places)
    unserved = [] if filled and places else proposal.unserved.get(str(review.id), [])
    return ShownTeam(review, shown, unserved, warnings)
