"""The values that workshops, plans and what hangs on them can take; no database here, rules and models share them."""

from enum import StrEnum


class Progress(StrEnum):
    """How far one action of a plan has come, as its owner or the headteacher says."""

    NOT_BEGUN = "not-begun"
    UNDER_WAY = "under-way"
    DONE = "done"
    PART = "part"
    REPLACED = "replaced"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "not-begun": "Not begun",
            "under-way": "Under way",
            "done": "Done",
            "part": "Done in part",
            "replaced": "Replaced",
        }[self]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return _COLOURS[self]


_COLOURS = {
    Progress.NOT_BEGUN: "grey",
    Progress.UNDER_WAY: "blue",
    Progress.DONE: "green",
    Progress.PART: "turquoise",
    Progress.REPLACED: "purple",
}
OPEN = frozenset({Progress.NOT_BEGUN, Progress.UNDER_WAY})
"""States in which there is still something to do."""
FOLLOWED_THROUGH = frozenset({Progress.DONE, Progress.PART})
"""What counts as followed through (domain.md 1.8)."""


class Impact(StrEnum):
    """What the impact review found had become of one action (domain.md 1.4)."""

    DONE = "done"
    PART = "part"
    NOT = "not"
    REPLACED = "replaced"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"done": "Done", "part": "Done in part", "not": "Not done", "replaced": "Replaced by something else"}[
            self
        ]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {"done": "green", "part": "turquoise", "not": "orange", "replaced": "purple"}[self]


class Voice(StrEnum):
    """Who speaks in an evaluation of the process."""

    HOST = "host"
    REVIEWER = "reviewer"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"host": "Schools that were reviewed", "reviewer": "Reviewers"}[self]


class Item(StrEnum):
    """What an evaluation asks to be judged, from 1 (not at all) to 5 (very much)."""

    PREPARED = "prepared"
    RESPECTFUL = "respectful"
    SHARP = "sharp"
    USEFUL = "useful"
    WORTH_IT = "worth-it"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "prepared": "I knew beforehand what would happen and what was asked of me",
            "respectful": "The review was done with the school, not to it",
            "sharp": "What was found was clear and rested on evidence",
            "useful": "It has changed, or will change, what we do",
            "worth-it": "It was worth the time it took",
        }[self]
