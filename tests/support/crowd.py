"""Many people at once: real HTTP connections, all let go at the same moment."""

import http.client
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from inclusion_app.accounts.services.sessions import begin_session
from inclusion_app.foundation import clock


@dataclass(frozen=True)
class SignedIn:
    """What one browser holds after signing in: its cookie, and a token that forms of its session carry."""

    cookie: str
    csrf_token: str


@dataclass(frozen=True)
class Answer:
    """What came back: status, where it leads, and how long it took in seconds."""

    status: int
    location: str
    seconds: float
    body: str


def signed_in(app: Flask, person_id: int) -> SignedIn:
    """A session as sign-in begins it, without the work of checking a password."""
    key = begin_session(person_id, now=clock.now(), address="127.0.0.1", browser="crowd")
    with app.app_context(), app.test_request_context():  # a context of its own: tokens are remembered in it
        session.update({"_user_id": key, "_fresh": True, "seen": clock.now().isoformat()})
        token = generate_csrf()
        serializer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        value = serializer.dumps(dict(session))
    return SignedIn(f"{app.config['SESSION_COOKIE_NAME']}={value}", token)


def post(base: str, path: str, who: SignedIn, fields: Sequence[tuple[str, str]]) -> Answer:
    """Send one form, on a connection of its own; with a one-time key of its own unless the fields name one."""
    said = [("csrf_token", who.csrf_token), *fields]
    if "form_key" not in dict(fields):
        said.append(("form_key", secrets.token_urlsafe(12)))
    headers = {"Cookie": who.cookie, "Content-Type": "application/x-www-form-urlencoded", "Origin": base}
    return _ask(base, "POST", path, headers, body=urlencode(said))


def get(base: str, path: str, who: SignedIn) -> Answer:
    """Read one page, on a connection of its own."""
    return _ask(base, "GET", path, {"Cookie": who.cookie})


def _ask(base: str, method: str, path: str, headers: Mapping[str, str], *, body: str | None = None) -> Answer:
    started = time.monotonic()
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
    with closing(connection):
        connection.request(method, path, body, dict(headers))
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
    return Answer(response.status, response.getheader("Location") or "", time.monotonic() - started, text)


def all_at_once(acts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Run every act in a thread of its own, all let go together; the answers in the order of the acts."""
    gate = threading.Barrier(len(acts))

    def wait_and(act: Callable[[], Answer]) -> Answer:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(wait_and, acts))
