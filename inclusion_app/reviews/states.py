"""The values that cycles, reviews and what hangs on them can take; no database here, rules and models share them."""

from enum import StrEnum


class CycleState(StrEnum):
    """How far one round of peer reviews has come (domain.md 1.4)."""

    DRAFT = "draft"
    ENROLLING = "enrolling"
    MATCHING = "matching"
    RUNNING = "running"
    CLOSED = "closed"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.capitalize()


class Mode(StrEnum):
    """Who reviews whom in a cycle."""

    PAIRS = "pairs"
    THREES = "threes"
    POOL = "pool"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "pairs": "Pairs: two schools review each other",
            "threes": "Threes: each school of three is reviewed by the other two",
            "pool": "Pool: any accredited reviewer may review any school",
        }[self]


class Preset(StrEnum):
    """Whose the text of a review is (domain.md 1.6); the head agrees to it on enrolling."""

    SCHOOL_OWNED = "school-owned"
    SHARED = "shared"
    COUNCIL_LED = "council-led"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "school-owned": "Owned by the school",
            "shared": "Shared with the programme",
            "council-led": "Led by the council",
        }[self]


class ParticipationState(StrEnum):
    """What a school has answered to its invitation."""

    INVITED = "invited"
    ENROLLED = "enrolled"
    DECLINED = "declined"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.capitalize()


class ReviewState(StrEnum):
    """The sixteen stages of one review, in their order (domain.md 1.4)."""

    PLANNED = "planned"
    TEAM_PROPOSED = "team-proposed"
    TEAM_CONFIRMED = "team-confirmed"
    DATE_AGREED = "date-agreed"
    SELF_REVIEW_OPEN = "self-review-open"
    SELF_REVIEW_SUBMITTED = "self-review-submitted"
    READY = "ready"
    VISITED = "visited"
    FORMS_IN = "forms-in"
    DRAFT_WITH_HOST = "draft-with-host"
    POINTS_ANSWERED = "points-answered"
    FINAL = "final"
    WORKSHOP_HELD = "workshop-held"
    PLAN_AGREED = "plan-agreed"
    FOLLOWED_UP = "followed-up"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """As people read it."""
        return _STAGE_LABELS.get(self, self.value.replace("-", " ").capitalize())

    @property
    def number(self) -> int:
        """Its place in the order, from 1."""
        return ORDER.index(self) + 1

    def has_reached(self, stage: "ReviewState") -> bool:
        """At that stage, or past it."""
        return self.number >= stage.number


ORDER = tuple(ReviewState)
_STAGE_LABELS = {
    ReviewState.SELF_REVIEW_OPEN: "Self-review open",
    ReviewState.SELF_REVIEW_SUBMITTED: "Self-review submitted",
    ReviewState.READY: "Ready for the visit",
    ReviewState.FORMS_IN: "Review forms in",
    ReviewState.DRAFT_WITH_HOST: "Draft with the school",
    ReviewState.FINAL: "Report final",
}


class ReminderStep(StrEnum):
    """Which of the reminders of a deadline it was (domain.md 1.4); by hand: one that the team has sent."""

    BEFORE_5 = "before-5"
    BEFORE_1 = "before-1"
    AFTER_1 = "after-1"
    AFTER_5 = "after-5"
    OFFICE = "office"
    BY_HAND = "by-hand"


class Side(StrEnum):
    """Why a review does not go on; its stage is kept. None of these: it goes on."""

    NONE = ""
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.capitalize()


OVER = frozenset({Side.CANCELLED, Side.WITHDRAWN})
"""Sides from which a review does not come back."""


class Part(StrEnum):
    """What somebody is on the team of a review."""

    LEAD = "lead"
    REVIEWER = "reviewer"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"lead": "Lead reviewer", "reviewer": "Reviewer"}[self]


class AssignmentState(StrEnum):
    """Where one reviewer's assignment to one review stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RELEASED = "released"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "proposed": "Asked",
            "accepted": "Accepted, no conflict declared",
            "declined": "Declined",
            "released": "Released",
        }[self]


STANDING = frozenset({AssignmentState.PROPOSED, AssignmentState.ACCEPTED})
"""States in which an assignment counts."""


class FormKind(StrEnum):
    """What is written in a form of a review."""

    SELF_REVIEW = "self-review"
    REVIEW = "review"
    REPORT = "report"


class EvidenceKind(StrEnum):
    """What a piece of evidence rests on (domain.md 1.6)."""

    LEARNING_WALK = "learning-walk"
    PUPILS = "pupils"
    STAFF = "staff"
    FAMILIES = "families"
    GOVERNORS = "governors"
    WORK = "work"
    DOCUMENT = "document"
    ENVIRONMENT = "environment"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "learning-walk": "Learning walk",
            "pupils": "Talk with a group of pupils",
            "staff": "Talk with a group of staff",
            "families": "Talk with parents or carers",
            "governors": "Talk with governors",
            "work": "Look at pupils' work",
            "document": "Look at documents or data",
            "environment": "Walk round the environment",
        }[self]


class Confidence(StrEnum):
    """How a reviewer comes to know something."""

    SAW = "saw"
    TOLD = "told"
    READ = "read"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"saw": "Saw it", "told": "Was told", "read": "Read it"}[self]
