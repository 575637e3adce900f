"""What must be true of mails in every copy of the database."""

from sqlalchemy import String, cast, func, literal, select

from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.training.mailings.rules import MOST_A_DAY
from inclusion_app.training.models import RunMailing


def _recipients() -> list[str]:
    """One message went into the outbox for each person that the mail says it has reached."""
    key = literal("mailing:") + cast(RunMailing.id, String) + literal(":%")
    posted = func.count(OutboxMessage.id)
    query = (
        select(RunMailing.id, RunMailing.recipients, posted)
        .outerjoin(OutboxMessage, (OutboxMessage.kind == "run_mailing") & OutboxMessage.key.like(key))
        .group_by(RunMailing.id, RunMailing.recipients)
        .having(posted != RunMailing.recipients)
        .order_by(RunMailing.id)
    )
    return rows(query, "mail {0} went to {1} people, and {2} messages are in the outbox")


def _per_day() -> list[str]:
    """UTC days may differ by an hour from London's, so this allows one day's and the next's."""
    day = func.date(RunMailing.sent_at)
    query = (
        select(RunMailing.run_id, day, func.count())
        .group_by(RunMailing.run_id, day)
        .having(func.count() > 2 * MOST_A_DAY)
        .order_by(RunMailing.run_id)
    )
    return rows(query, "{2} mails went out for run {0} on {1}")


CHECKS = (
    Check("each mail to those on a run has one message for each recipient", _recipients),
    Check("no run has more mails in a day than are allowed", _per_day),
)
