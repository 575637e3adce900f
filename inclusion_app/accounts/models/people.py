"""People and their memberships."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.engine.interfaces import ExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.access.roles import PROVIDER_ROLES, SCHOOL_ROLES, Role
from inclusion_app.accounts.models.providers import Provider
from inclusion_app.foundation.database import Base
from inclusion_app.schools.models import School


def _listed(roles: frozenset[Role]) -> str:
    return ", ".join(sorted(f"'{role}'" for role in roles))


class Person(Base):
    """Somebody known to the service by name and e-mail address; with a password, somebody who can sign in.

    ``email`` is kept in lower case. A person put on a staff list has no password until they accept an invitation.
    """

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    job_title: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    deactivated_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    memberships: Mapped[list["Membership"]] = relationship(lazy="raise", back_populates="person")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it

    @property
    def first_name(self) -> str:
        """What a message greets them by."""
        return self.name.split()[0] if self.name.split() else self.name


def _where_held(context: ExecutionContext) -> str:
    """One value for school, provider or county, so that a plain index can keep memberships unique."""
    values = context.get_current_parameters()  # type: ignore[attr-defined]  # there for column defaults
    if values.get("school_id"):
        return f"school:{values['school_id']}"
    return f"provider:{values['provider_id']}" if values.get("provider_id") else "county"


class Membership(Base):
    """A person's role at one school, at one provider, or for the whole county; until ``until`` (exclusive)."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(
            f"(role IN ({_listed(SCHOOL_ROLES)})) = (school_id IS NOT NULL)"
            f" AND (role IN ({_listed(PROVIDER_ROLES)})) = (provider_id IS NOT NULL)",
            name="role_has_its_place",
        ),
        CheckConstraint(f"role IN ({_listed(frozenset(Role))})", name="role"),
        Index(
            "uq_membership_current",
            "person_id",
            "role",
            "held_at",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("provider.id"), index=True)
    held_at: Mapped[str] = mapped_column(String(30), default=_where_held)
    since: Mapped[date]
    until: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise", back_populates="memberships")
    school: Mapped[School | None] = relationship(lazy="raise")
    provider: Mapped[Provider | None] = relationship(lazy="raise")
