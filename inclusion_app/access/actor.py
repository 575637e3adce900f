"""Who is acting, with the roles they hold at this moment."""

from dataclasses import dataclass, field, replace
from typing import Self

from inclusion_app.access.actions import Action
from inclusion_app.access.grants import EVERYBODY, GRANTS
from inclusion_app.access.roles import TEAM_ROLES, WHERE_NAMED, Role


@dataclass(frozen=True)
class Held:
    """One role, and the school or provider it is held at (neither: for the whole county)."""

    role: Role
    school_id: int | None = None
    provider_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """A person as the services see them. Made anew for every request, so a lost role bites on the next one.

    ``session_key`` is the secret of the server-side session; it never leaves the signed cookie.
    """

    person_id: int | None
    name: str
    held: tuple[Held, ...] = ()
    session_key: str = field(default="", repr=False)
    email: str = ""

    def with_session(self, key: str) -> Self:
        """The same person, signed in with that session."""
        return replace(self, session_key=key)

    @property
    def is_signed_in(self) -> bool:
        """Has an account and is signed in with it."""
        return self.person_id is not None

    # Flask-Login asks these four of whoever is signed in.
    @property
    def is_authenticated(self) -> bool:
        return self.is_signed_in

    @property
    def is_active(self) -> bool:
        return self.is_signed_in

    @property
    def is_anonymous(self) -> bool:
        return not self.is_signed_in

    def get_id(self) -> str:
        return self.session_key

    def can(self, action: Action, *, school_id: int | None = None, provider_id: int | None = None) -> bool:
        """May do this at that school, on every run of that provider, or (neither named) somewhere at all."""
        if action in EVERYBODY:
            return self.is_signed_in
        return any(_covers(held, action, school_id, provider_id) for held in self.held)

    def schools_with(self, action: Action) -> frozenset[int]:
        """Ids of the schools at which the person may do this by a role at the school itself."""
        return frozenset(h.school_id for h in self.held if h.school_id is not None and action in GRANTS[h.role])

    def providers_with(self, action: Action) -> frozenset[int]:
        """Ids of the providers at which the person may do this."""
        return self._providers(action, tuple(h for h in self.held if h.role not in WHERE_NAMED))

    def providers_where_named(self, action: Action) -> frozenset[int]:
        """Ids of the providers on whose runs the person may do this where named on them, and on no others."""
        return self._providers(action, tuple(h for h in self.held if h.role in WHERE_NAMED))

    def can_where_named(self, action: Action, provider_id: int) -> bool:
        """May do this on those runs of the provider on which the person is named, should there be any."""
        return provider_id in self.providers_where_named(action)

    def _providers(self, action: Action, held: tuple[Held, ...]) -> frozenset[int]:
        return frozenset(h.provider_id for h in held if h.provider_id is not None and action in GRANTS[h.role])

    @property
    def school_ids(self) -> frozenset[int]:
        """Ids of the schools the person holds any role at."""
        return frozenset(h.school_id for h in self.held if h.school_id is not None)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held, wherever."""
        return frozenset(h.role for h in self.held)

    @property
    def in_team(self) -> bool:
        """Belongs to the council's inclusion team."""
        return bool(self.roles & TEAM_ROLES)


def _covers(held: Held, action: Action, school_id: int | None, provider_id: int | None) -> bool:
    if action not in GRANTS[held.role]:
        return False
    if held.role in TEAM_ROLES:
        return True
    if held.role in WHERE_NAMED and provider_id is not None:
        return False  # for one run at a time: whoever asks of a whole provider asks for too much
    return school_id in {None, held.school_id} and provider_id in {None, held.provider_id}


ANONYMOUS = Actor(person_id=None, name="not signed in")
SYSTEM = Actor(person_id=None, name="the service")
