"""Which messages people want."""

from collections.abc import Collection

from sqlalchemy import select

from inclusion_app.accounts.message_groups import MessageGroup
from inclusion_app.accounts.models import MessagePreference
from inclusion_app.foundation.database import db


def who_wants(group: MessageGroup, person_ids: Collection[int]) -> frozenset[int]:
    """Those of the people who have not turned this group off; one statement."""
    off = db.session.scalars(
        select(MessagePreference.person_id).where(
            MessagePreference.person_id.in_(person_ids),
            MessagePreference.group == group,
            MessagePreference.wanted.is_(False),
        )
    )
    return frozenset(person_ids) - set(off)


def groups_wanted_by(person_id: int) -> frozenset[MessageGroup]:
    """Every group that the person has not turned off."""
    off = db.session.scalars(
        select(MessagePreference.group).where(
            MessagePreference.person_id == person_id, MessagePreference.wanted.is_(False)
        )
    )
    return frozenset(MessageGroup) - {MessageGroup(group) for group in off}
