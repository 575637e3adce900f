"""Mails to those on a run: a mail to the two who are on the run of the world."""

from inclusion_app.foundation.database import db
from inclusion_app.training.models import RunMailing
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import World

MAIL = {"audience": "confirmed", "subject": "Where to park", "text": "Behind the hall."}
PEOPLE = {"A": "2", "B": "1"}
"""How many are on the run that each thing is."""


def grow(world: World, number: int) -> None:
    """One more mail to those on the run."""
    mailing = RunMailing(run_id=world["run"], sender_id=world["provider_p"], audience="confirmed", recipients=2)
    mailing.subject, mailing.text, mailing.sent_at = f"Mail {number}", "Behind the hall.", world.now
    db.session.add(mailing)


HOW_TO = {
    "mailings.preview": HowTo(typed(**MAIL)),
    "mailings.send": HowTo(lambda _world, thing: MAIL | {"people": PEOPLE.get(thing, "0")}),
}
VISITED = {
    "mailings.listed": ("/runs/{run}/mails", ("provider-member", "team-adviser")),
    "mailings.write": ("/runs/{run}/mails/new", ("provider-member", "team-adviser")),
}
