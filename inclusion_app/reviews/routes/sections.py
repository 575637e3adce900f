"""What a review is made of, as its own page lists it; each room of reviews has its line here."""

from collections.abc import Iterator
from dataclasses import dataclass

from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import ReviewState


@dataclass(frozen=True)
class Section:
    """One part of a review: its name, its address, and a line on what is there."""

    title: str
    href: str
    about: str


@dataclass(frozen=True)
class _Known:
    """A section that there can be, under the review's address, for those who see one of its papers.

    ``only`` narrows it to some (empty: everybody who sees the paper), ``since`` is the stage from which it has a use,
    ``until`` the one at which something else has taken its place.
    """

    title: str
    path: str
    about: str
    papers: frozenset[Paper]
    only: frozenset[Standing] = frozenset()
    since: ReviewState = ReviewState.PLANNED
    until: ReviewState | None = None

    def has_a_use(self, stage: ReviewState) -> bool:
        """At this stage of the review."""
        return stage.has_reached(self.since) and not (self.until and stage.has_reached(self.until))


SECTIONS: tuple[_Known, ...] = (
    _Known("Team", "team", "Who reviews the school, and what they have declared.", frozenset({Paper.TEAM})),
    _Known("Date of the visit", "dates", "Propose days, and agree them.", frozenset({Paper.TEAM})),
    _Known("Evidence files", "files", "Documents beside the self-review.", frozenset({Paper.FILES})),
    _Known("Preparation", "preparation", "The briefing and the lines of enquiry.", frozenset({Paper.PREPARATION})),
    _Known("Timetable", "timetable", "What happens when on the visit, to print.", frozenset({Paper.PREPARATION})),
    _Known(
        "Self-review", "self-review", "What the school says of itself, area by area.", frozenset({Paper.SELF_REVIEW})
    ),
    _Known("Your review form", "form", "What you have seen, heard and read.", frozenset({Paper.OWN_FORM})),
    _Known("Forms of the team", "forms", "What the other reviewers say.", frozenset({Paper.TEAM_FORMS})),
    _Known(
        "Write the report",
        "report/writing",
        "The team’s forms side by side, and the report beside them.",
        frozenset({Paper.DRAFT}),
        frozenset({Standing.LEAD}),
    ),
    _Known(
        "Moderation",
        "report/moderation",
        "Who reads the draft before the school does, and what they say.",
        frozenset({Paper.STAGES}),
        frozenset({Standing.LEAD, Standing.MODERATOR, Standing.OFFICE}),
    ),
    _Known(
        "Draft report",
        "report/draft",
        "The draft, marked with your name.",
        frozenset({Paper.DRAFT}),
        until=ReviewState.FINAL,
    ),
    _Known(
        "Factual points and response",
        "report/points",
        "What is not right in the draft, and the school’s own words.",
        frozenset({Paper.POINTS}),
    ),
    _Known("Report", "report", "The final report, marked with your name.", frozenset({Paper.REPORT})),
    _Known(
        "Who has read the report",
        "report/readers",
        "Every reading of the draft and the report, with name and time.",
        frozenset({Paper.DRAFT}),
        frozenset({Standing.HEAD}),
    ),
    _Known(
        "Workshop",
        "workshop",
        "Where the school agrees, from the report, what matters most.",
        frozenset({Paper.PLAN}),
    ),
    _Known(
        "Improvement plan",
        "plan",
        "One to five actions: who does what by when, and how it will be known.",
        frozenset({Paper.PLAN}),
        since=ReviewState.WORKSHOP_HELD,
    ),
    _Known(
        "Follow-up",
        "follow-up",
        "What has become of each action.",
        frozenset({Paper.PLAN}),
        since=ReviewState.PLAN_AGREED,
    ),
    _Known("How was it?", "evaluation", "Say how the process was; three minutes.", frozenset({Paper.EVALUATION})),
    _Known(
        "Close the review",
        "close",
        "What is still missing, and closing it by hand.",
        frozenset({Paper.STAGES}),
        only=frozenset({Standing.OFFICE}),
        since=ReviewState.FOLLOWED_UP,
    ),
)
"""In the order of the journey."""


def sections_for(seen: SeenReview) -> list[Section]:
    """The sections this person can open at this moment, in the order of the journey."""
    return list(_open_to(seen))


def _open_to(seen: SeenReview) -> Iterator[Section]:
    for known in SECTIONS:
        is_theirs = not known.only or known.only & seen.standings
        if known.papers & seen.papers and is_theirs and known.has_a_use(seen.review.stage):
            yield Section(known.title, f"/reviews/{seen.review.id}/{known.path}", known.about)
