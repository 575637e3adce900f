"""Reviews and reviewers of one cycle, ready for the rules: at most eight statements for any number of both."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inclusion_app.reviews.models import Review, ReviewCycle
from inclusion_app.reviews.states import Mode, Part
from inclusion_app.reviews.teams.queries.reviewers import load_reviewers, reviewer_facts
from inclusion_app.reviews.teams.queries.schools import school_facts
from inclusion_app.reviews.teams.rules.conflicts import Conflict, conflicts_of, place_conflicts, team_conflicts
from inclusion_app.reviews.teams.rules.facts import HostFacts, ReviewerFacts, SchoolFacts
from inclusion_app.reviews.teams.rules.wishes import wished
from inclusion_app.schools.queries import terms_of
from inclusion_app.schools.rules.calendar import TermDates, term_of
from inclusion_app.vocabulary.queries import all_concepts


@dataclass(frozen=True)
class Facts:
    """Hosts by the id of their review, reviewers by that of the person."""

    hosts: dict[int, HostFacts]
    reviewers: dict[int, ReviewerFacts]

    def conflicts(self, person_id: int, review_id: int, part: str = Part.REVIEWER) -> list[Conflict]:
        """Everything that speaks against this person in that part of that team, what blocks first."""
        reviewer, host = self.reviewers[person_id], self.hosts[review_id]
        return [*place_conflicts(reviewer, host, part), *conflicts_of(reviewer, host)]

    def of_team(self, person_ids: Collection[int], review_id: int) -> list[Conflict]:
        """What speaks against these people as one team."""
        return team_conflicts([self.reviewers[p] for p in person_ids if p in self.reviewers], self.hosts[review_id])

    def with_standing(self, person_ids: Collection[int], review_id: int) -> "Facts":
        """The same, with one more review counted for these people."""
        more = {
            number: replace(self.reviewers[number], standing=self.reviewers[number].standing | {review_id})
            for number in person_ids
        }
        return Facts(self.hosts, self.reviewers | more)


def facts_of(
    cycle: ReviewCycle,
    reviews: Sequence[Review],
    *,
    today: date,
    person_ids: Collection[int] | None = None,
    terms: Sequence[TermDates] | None = None,
) -> Facts:
    """Reviews of one cycle, loaded with their participations, and these people (or everybody who reviews).

    ``terms`` are the county's, where they have been read already.
    """
    loaded = load_reviewers(cycle, person_ids)
    schools = school_facts(loaded.school_ids | {review.school_id for review in reviews})
    terms = terms_of() if terms is None else terms
    words = _words() if any(review.participation.wishes for review in reviews) else []
    hosts = {
        review.id: replace(
            _host(cycle, review, schools[review.school_id], terms=terms, today=today),
            wishes=wished(review.participation.wishes, words),
        )
        for review in reviews
    }
    return Facts(hosts, reviewer_facts(loaded, schools, today=today))


def _host(
    cycle: ReviewCycle, review: Review, school: SchoolFacts, *, terms: Sequence[TermDates], today: date
) -> HostFacts:
    day = review.visit_on or max(today, cycle.visits_from)
    term = term_of(review.visit_on, terms) if review.visit_on else None
    return HostFacts(
        review_id=review.id,
        school=school,
        day=day,
        last_day=review.visit_until or day,
        today=today,
        agreed=review.visit_on is not None,
        pairs=cycle.mode == Mode.PAIRS,
        term=(term.starts, term.ends) if term else None,
    )


def _words() -> list[tuple[str, tuple[str, ...]]]:
    """Needs and areas of the framework, with every word people use for them."""
    found = (c for c in all_concepts() if c.scheme in {"need", "framework-area"} and not c.retired)
    return [(concept.code, (concept.label, *concept.aliases)) for concept in found]
