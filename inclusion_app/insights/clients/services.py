"""Giving other tools access to the measures, taking it away, and noting what they read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.secrets import hashed, new_secret
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.insights.clients.models import ApiClient
from inclusion_app.insights.clients.rules import Scope

LONGEST_NAME = 100


@dataclass(frozen=True)
class Tool:
    """A tool as the audit trail names it."""

    name: str
    person_id: int | None = None


def make_client(actor: Actor, *, name: str, scopes: Collection[str], now: datetime) -> tuple[ApiClient, str]:
    """The tool and its token, which is not kept and cannot be shown again. Raises RuleBroken."""
    problems: list[tuple[str | None, str]] = []
    if not name or len(name) > LONGEST_NAME:
        problems.append(("name", f"Enter what the tool is called, in {LONGEST_NAME} characters or fewer"))
    if not set(scopes) or set(scopes) - set(Scope):
        problems.append(("scopes", "Choose what it may read"))
    if problems:
        raise RuleBroken.several(problems)
    token = new_secret()
    with transaction() as session:
        client = ApiClient(name=name, token_hash=hashed(token), scopes=sorted(scopes), created_at=now)
        client.created_by_id = actor.person_id
        session.add(client)
        audit.record(actor, "make_api_client", client, detail={"name": name, "scopes": sorted(scopes)})
    return client, token


def revoke_client(actor: Actor, client_id: int, *, now: datetime) -> None:
    """Its token opens nothing from now on. Raises RuleBroken when it has been revoked already."""
    with transaction() as session:
        client = session.scalars(select(ApiClient).where(ApiClient.id == client_id).with_for_update()).one()
        if client.revoked_at is not None:
            raise RuleBroken(None, "This token has been revoked already")
        client.revoked_at = now
        audit.record(actor, "revoke_api_client", client, detail={"name": client.name})


def note_reading(client: ApiClient, what: str) -> None:
    """One row on the audit trail for everything that a tool reads."""
    with transaction():
        audit.record(Tool(f"Tool: {client.name}"), "read_measures", client, detail={"read": what[:200]})
