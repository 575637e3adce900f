"""Mails to those on a run: a mail to the two who are on the run of the world."""

from tests.matrix.bodies import HowTo, typed

MAIL = {"audience": "confirmed", "subject": "Where to park", "text": "Behind the hall."}
PEOPLE = {"A": "2", "B": "1"}
"""How many are on the run that each thing is."""

HOW_TO = {
    "mailings.preview": HowTo(typed(**MAIL)),
    "mailings.send": HowTo(lambda _world, thing: MAIL | {"people": PEOPLE.get(thing, "0")}),
}
VISITED = {
    "mailings.listed": ("/runs/{run}/mails", ("provider-member", "team-adviser")),
    "mailings.write": ("/runs/{run}/mails/new", ("provider-member", "team-adviser")),
}
