"""From when on it is shown what schools say of an offer, and what they can say."""

from dataclasses import dataclass
from datetime import date

from inclusion_app.directory.asking.states import Helped

FROM_SCHOOLS = 5
"""So many different schools have to have said whether it helped: with fewer, one could tell who has said what."""
LONGEST_COMMENT = 2_000
LONGEST_ANSWER = 1_000
Problem = tuple[str | None, str]


@dataclass(frozen=True)
class Figures:
    """How many schools have said of one offer that it helped, helped in part, or did not."""

    yes: int = 0
    partly: int = 0
    no: int = 0

    @property
    def schools(self) -> int:
        """Schools that have said anything."""
        return self.yes + self.partly + self.no

    @property
    def are_shown(self) -> bool:
        """Enough schools have spoken."""
        return self.schools >= FROM_SCHOOLS


def use_problems(*, used_on: date | None, helped: str, comment: str, may_share: object, today: date) -> list[Problem]:
    """Everything wrong with what a school says of its use."""
    found: list[Problem] = []
    if used_on is None:
        found.append(("used_on", "Enter the day on which you used it last"))
    elif used_on > today:
        found.append(("used_on", "The day must be today or earlier"))
    if helped and helped not in list(Helped):
        found.append(("helped", "Choose whether it helped"))
    if len(comment) > LONGEST_COMMENT:
        found.append(("comment", f"The comment must be {LONGEST_COMMENT:,} characters or fewer"))
    if may_share and not comment:
        found.append(("comment", "Write a comment, or leave the box below it empty"))
    return found
