"""Ways to a place: which courses each is for, and what is said of any other course."""

from dataclasses import dataclass

from inclusion_app.training.states import Entry, Taker


@dataclass(frozen=True)
class Way:
    """One way to a place: who takes it, how one gets in, and the sentence where the course is not for it."""

    takers: frozenset[Taker]
    entries: frozenset[Entry]
    otherwise: str

    def leads_to(self, *, taker: str, entry: str) -> bool:
        """Is the way there for such a course?"""
        return taker in self.takers and entry in self.entries


_PERSON, _WHOLE = frozenset({Taker.PERSON}), frozenset({Taker.SCHOOL, Taker.TEAM})
_BOOKED = frozenset({Entry.BOOK, Entry.REQUEST})  # whoever approves requests may book without one

BASKET = Way(_PERSON, _BOOKED, "Places on this course are not booked person by person. Ask the inclusion team")
REQUEST = Way(_PERSON, frozenset({Entry.REQUEST}), "Places on this course are not asked for one by one")
APPLICATION = Way(_PERSON | _WHOLE, frozenset({Entry.APPLY}), "Places on this course are not given by application")
OFFICE_DECIDES = "On this course your headteacher or school office decides who gets a place"
SCHOOL_PLACE = Way(_WHOLE, _BOOKED, "Places on this course are not booked for a whole school or leadership team")
