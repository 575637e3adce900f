"""What the list of schools can be asked for."""

from dataclasses import dataclass, replace
from typing import Protocol, Self

from inclusion_app.foundation.words import MOST_WORDS, plain
from inclusion_app.schools.states import OPEN, Phase, Status

ANY_STATUS = "any"
SHORT = 4


class Sent(Protocol):
    """The parameters of an address."""

    def get(self, key: str, default: str, /) -> str: ...


@dataclass(frozen=True, kw_only=True)
class SchoolWishes:
    """Wishes for the list; an empty one asks for nothing. Without a ``status``, schools that are open today."""

    words: str = ""
    district: str = ""
    phase: str = ""
    trust: str = ""
    status: str = ""
    page: int = 1

    @classmethod
    def of(cls, sent: Sent) -> Self:
        """Read the address; what is not known asks for nothing."""
        phase, status, number = sent.get("phase", ""), sent.get("status", ""), sent.get("page", "")
        return cls(
            words=_text(sent, "words", longest=200),
            district=_text(sent, "district", longest=40),
            phase=phase if phase in list(Phase) else "",
            trust=_text(sent, "trust", longest=40),
            status=status if status in (*Status, ANY_STATUS) else "",
            page=int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1,
        )

    @property
    def statuses(self) -> frozenset[Status]:
        """The statuses that are shown."""
        if self.status == ANY_STATUS:
            return frozenset(Status)
        return frozenset({Status(self.status)}) if self.status else OPEN

    @property
    def parameters(self) -> dict[str, str]:
        """What an address has to say for these wishes, on the first page."""
        said = {name: getattr(self, name) for name in ("words", "district", "phase", "trust", "status")}
        return {name: value for name, value in said.items() if value}

    @property
    def is_empty(self) -> bool:
        """True when nothing is asked for."""
        return replace(self, page=1) == SchoolWishes()


def search_text(urn: int, *, name: str, town: str, postcode: str) -> str:
    """The words a school is found by; its postcode with and without the space."""
    return plain(f"{name} {town} {postcode} {postcode.replace(' ', '')} {urn}")


def wanted_words(typed: str) -> list[str]:
    """What each typed word has to be found as: a short one where a word begins, a longer one anywhere."""
    words = plain(typed).split()[:MOST_WORDS]
    return [word if len(word) >= SHORT else f" {word}" for word in words]


def _text(sent: Sent, name: str, *, longest: int) -> str:
    return sent.get(name, "")[:longest].strip()
