"""Which messages somebody wants."""

from collections.abc import Collection

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.message_groups import MessageGroup
from inclusion_app.accounts.models import MessagePreference
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import transaction


def set_message_preferences(actor: Actor, wanted: Collection[MessageGroup]) -> None:
    """Want these groups of messages and no others; what is not in a group always comes."""
    with transaction() as session:
        person_id = actor.person_id or 0
        there = {
            row.group: row
            for row in session.scalars(
                select(MessagePreference).where(MessagePreference.person_id == person_id).with_for_update()
            )
        }
        for group in MessageGroup:
            row = there.get(group)
            if row is None:
                session.add(MessagePreference(person_id=person_id, group=group, wanted=group in wanted))
            else:
                row.wanted = group in wanted
        audit.record(
            actor, "set_message_preferences", ("person", person_id), detail={"wanted": sorted(str(g) for g in wanted)}
        )
