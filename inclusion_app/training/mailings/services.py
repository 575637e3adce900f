"""Send a mail to those on a run."""

from datetime import datetime

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.mailings.notices import post_mailing
from inclusion_app.training.mailings.queries import number_sent_since, people_to_write_to
from inclusion_app.training.mailings.rules import (
    MOST_A_DAY,
    NOBODY,
    TOO_MANY,
    Audience,
    mail_problems,
    numbers_changed,
    start_of_day,
)
from inclusion_app.training.models import RunMailing


def send_mailing(
    actor: Actor, run_id: int, *, audience: str, subject: str, text: str, expected: int, now: datetime
) -> RunMailing:
    """Write to everybody of the audience, each once.

    Raises RuleBroken for what is wrong with the mail, when it would reach another number of people than ``expected``
    (what the sender was shown), and above so many a day; LookupError.
    """
    if problems := list(mail_problems(audience=audience, subject=subject, text=text)):
        raise RuleBroken.several(problems)
    chosen = Audience(audience)
    with transaction() as session:
        run = locked_run(run_id)
        if number_sent_since(run_id, start_of_day(now)) >= MOST_A_DAY:
            raise RuleBroken(None, TOO_MANY)
        people = people_to_write_to(run_id, chosen)
        if not people:
            raise RuleBroken("audience", NOBODY)
        if len(people) != expected:
            raise RuleBroken(None, numbers_changed(len(people)))
        mailing = RunMailing(
            run_id=run_id,
            sender_id=actor.person_id,
            audience=chosen,
            subject=subject.strip(),
            text=text.strip(),
            sent_at=now,
            recipients=len(people),
        )
        session.add(mailing)
        audit.record(
            actor, "send_mailing", mailing, detail={"run": run_id, "audience": chosen, "recipients": len(people)}
        )
        post_mailing(
            mailing.id, run, people, sender=actor.name, audience=chosen, subject=mailing.subject, text=mailing.text
        )
    return mailing
