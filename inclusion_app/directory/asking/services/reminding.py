"""Providers are reminded of schools that wait for an answer."""

from datetime import datetime

from sqlalchemy import select

from inclusion_app.directory.asking.models import Enquiry
from inclusion_app.directory.asking.notices import reminders_of
from inclusion_app.directory.asking.queries.enquiries import enquiry_by_id, unanswered_ids
from inclusion_app.directory.asking.states import EnquiryState
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import OutboxMessage, post_messages


def remind_providers(now: datetime) -> int:
    """A mail to each member of a provider for each enquiry that has waited ``directory_answer_days`` working days.

    Once for each enquiry and reader; how many mails. Safe to run at any time, twice, and in two processes. After as
    many days again the enquiry stands on the team's list, which is computed.
    """
    return sum(_remind(enquiry_id, now=now) for enquiry_id in unanswered_ids(now))


def _remind(enquiry_id: int, *, now: datetime) -> int:
    with transaction() as session:
        state = db.session.scalar(select(Enquiry.state).where(Enquiry.id == enquiry_id).with_for_update())
        enquiry = enquiry_by_id(enquiry_id)
        if state != EnquiryState.SENT or enquiry is None:
            return 0
        messages = reminders_of(enquiry, today=london(now).date())
        keys = [message.key for message in messages]
        known = set(session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(keys))))
        fresh = [message for message in messages if message.key not in known]
        if fresh:
            post_messages(fresh)
    return len(fresh)
