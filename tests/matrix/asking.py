"""Asks the service as anybody in the world, and looks at what has changed."""

import secrets
from dataclasses import dataclass
from typing import Any

from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import bindparam, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from tests.matrix.addresses import value_of
from tests.matrix.bodies import how_to
from tests.matrix.expectations import ACTORS
from tests.matrix.state import NOT_AN_EFFECT, TRAIL, Snapshot, differences, everything, marks, tables
from tests.matrix.world import World, build
from tests.support.html import Fields, posting_forms
from tests.support.writes import Writes

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
NOT_OF_THE_FORM = {"csrf_token", "form_key"}
OUTCOMES = select(AuditEvent.outcome).where(AuditEvent.id > bindparam("since")).order_by(AuditEvent.id)
"""Put together once, for it is asked tens of thousands of times."""


@dataclass(frozen=True)
class Browser:
    """What one person's browser holds: a cookie, and a token that its forms carry."""

    cookie: str
    csrf_token: str


class County:
    """The world, the service on it, and a browser for everybody."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.world = build(World(now=clock.now()))
        self.browsers = {actor: self._browser(self.world.sessions.get(actor)) for actor in ACTORS}
        self._forms: dict[str, Fields] = {}
        self._rules = {(rule.endpoint, m): rule for rule in app.url_map.iter_rules() for m in rule.methods or ()}
        self.before, self._marks = everything(), marks()
        self._last_event = max((row["id"] for row in self.before[TRAIL]), default=0)
        self._snapshot = Snapshot()
        self._writes = Writes(tables())

    def address(self, method: str, endpoint: str, thing: str, actor: str) -> str:
        """Where that line of the table leads for that person."""
        rule: Rule = self._rules[endpoint, method]
        names = set(rule.arguments)
        values = {
            name: value_of(name, endpoint, thing, arguments=names, world=self.world, actor=actor) for name in names
        }
        built = rule.build(values)
        assert built is not None
        return built[1]

    def body(self, endpoint: str, thing: str) -> dict[str, Any]:
        """A form that really acts, without its token."""
        how = how_to(endpoint)
        shown = self._form(how.page) if how.page else {}
        return shown | how.typed(self.world, thing) | {"form_key": secrets.token_urlsafe(8)}

    def ask(
        self,
        actor: str,
        method: str,
        path: str,
        *,
        body: dict[str, Any] | None = None,
        **headers: str,
    ) -> TestResponse:
        """Ask as that person; a body goes with the person's own token unless it brings one."""
        browser = self.browsers[actor]
        data = None if body is None else {"csrf_token": browser.csrf_token} | body
        sent = {name.replace("_", "-"): value for name, value in headers.items()} | {"Cookie": browser.cookie}
        with self.app.app_context():
            response = FlaskClient(self.app, self.app.response_class, use_cookies=False).open(
                path, method=method, data=data, headers=sent
            )
            db.session.remove()
        response.get_data()
        response.close()
        return response

    def changes(self) -> dict[str, list[dict[str, Any]]]:
        """What is new or changed since the beginning, by table; the audit trail too."""
        return differences(self.before, everything(self._writes.tables))

    def effects(self) -> dict[str, list[dict[str, Any]]]:
        """The changes that forms are for."""
        return {name: rows for name, rows in self.changes().items() if name not in NOT_AN_EFFECT}

    def changed_tables(self) -> set[str]:
        """Which tables are not as at the beginning."""
        return {name for name, mark in marks(self._writes.tables).items() if self._marks[name] != mark}

    def trail(self) -> list[str]:
        """The outcomes of everything on the trail since the beginning."""
        with db.engine.connect() as connection:
            return list(connection.scalars(OUTCOMES, {"since": self._last_event}))

    def acts(self) -> list[tuple[str, str]]:
        """Act and outcome of everything on the trail since the beginning."""
        query = select(AuditEvent.act, AuditEvent.outcome).where(AuditEvent.id > self._last_event)
        with db.engine.connect() as connection:
            return [(act, outcome) for act, outcome in connection.execute(query.order_by(AuditEvent.id))]

    def bring_back(self) -> None:
        """As at the beginning."""
        self._snapshot.bring_back(self._writes.tables)
        self._writes.forget()

    def begin(self) -> None:
        """As at the beginning, every table of it."""
        self._snapshot.bring_back({table.name for table in tables()})
        self._writes.forget()

    def end(self) -> None:
        """As at the beginning, and really so: a write that went unseen would make every test after it blind."""
        self.bring_back()
        now = marks()
        unseen = {name for name, mark in self._marks.items() if now[name] != mark}
        if unseen:
            raise AssertionError(f"Changed, and the statements did not tell: {unseen}")

    def stop(self) -> None:
        """Listen no more."""
        self._writes.stop()

    def _browser(self, key: str | None) -> Browser:
        with self.app.app_context(), self.app.test_request_context():  # each with a context of its own
            if key is not None:
                session.update({"_user_id": key, "_fresh": True, "seen": clock.now().isoformat()})
            token = generate_csrf()
            serializer: Any = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
            value = serializer.dumps(dict(session))
        return Browser(f"{self.app.config['SESSION_COOKIE_NAME']}={value}", token)

    def _form(self, endpoint: str) -> Fields:
        """The fields of the page's form, as a browser would send them."""
        if endpoint not in self._forms:
            thing = "A" if self._rules[endpoint, "GET"].arguments else "-"
            path = self.address("GET", endpoint, thing, "manager")
            forms = [f for f in posting_forms(self.ask("manager", "GET", path).text, path) if f.action == path]
            [form] = forms
            self._forms[endpoint] = {name: v for name, v in form.fields.items() if name not in NOT_OF_THE_FORM}
        return self._forms[endpoint]
