"""How the first manager gets in."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from inclusion_app.accounts.models import Membership
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage
from tests.factories.accounts import PersonFactory

INVITE = ["people", "invite"]


def test_the_first_manager_is_invited_by_a_command(database: SQLAlchemy, app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=[*INVITE, "First@council.example", "First Manager", "team-manager"])
    assert done.exit_code == 0, done.output
    assert db.session.scalars(select(Membership.role)).all() == ["team-manager"]
    assert "/invitation/" in db.session.scalars(select(OutboxMessage.text)).one()


def test_somebody_who_can_sign_in_is_not_invited_again(database: SQLAlchemy, app: Flask) -> None:
    person = PersonFactory(email="first@council.example")
    done = app.test_cli_runner().invoke(args=[*INVITE, person.email, person.name, "team-manager"])
    assert done.exit_code == 1
    assert "can sign in already" in done.output
    assert not db.session.scalars(select(Membership)).all()
