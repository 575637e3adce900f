"""Somebody who visits the service: reads its pages, fills in its forms, and complains about broken HTML."""

from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inclusion_app.foundation.database import db
from tests.support.html import Form, assert_sound, posting_forms

PASSWORD = "a quiet walk by the Medway"
SEE_OTHER = 303


class Visitor(FlaskClient):
    """A browser without a screen. CSRF protection is on, so acting means sending a form that a page has shown."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask for something, in a context of its own, so that nothing of the test's own leaks into the request."""
        self._refuse_unsaved_changes()
        db.session.rollback()  # a transaction of the test's own would stand in the way of the service's
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        db.session.expire_all()  # what the test has read before may have changed
        if response.mimetype == "text/html" and response.data:
            assert_sound(response.get_data(as_text=True))
        return response

    def sign_in(self, person: Any, *, password: str = PASSWORD) -> TestResponse:
        """Sign in through the page, as people do; fails when that is refused."""
        response = self.submit("/sign-in", email=person.email, password=password)
        assert response.status_code == SEE_OTHER, f"{person.email} could not sign in: {response.status}"
        return response

    def submit(self, url: str, *, on: str | None = None, **fields: Any) -> TestResponse:
        """Fill in and send the form that posts to ``url``.

        The form is read from the page ``on`` (by default ``url`` itself) with what it already says: token, one-time
        key, version, and every field. ``fields`` are what is typed: a list for several values, None for nothing.
        """
        page = on or url
        shown = self.get(page)
        assert shown.status_code == 200, f"The page {page} answers {shown.status}."
        form = _chosen(posting_forms(shown.get_data(as_text=True), page), url, set(fields))
        sent = form.fields | {name: _listed(value) for name, value in fields.items()}
        return self.post(url, data=sent)

    def _refuse_unsaved_changes(self) -> None:
        session = db.session()
        unsaved = [*session.new, *session.dirty, *session.deleted]
        assert not unsaved, f"The test has changed rows without a commit: {unsaved[:3]}"


def _chosen(forms: list[Form], url: str, names: set[str]) -> Form:
    """The form that posts there; of several, the one that has the fields asked for."""
    candidates = [form for form in forms if _same_place(form.action, url)]
    assert candidates, f"No form posts to {url}; there are forms to {sorted(form.action for form in forms)}."
    return max(candidates, key=lambda form: len(names & form.names))


def _same_place(action: str, url: str) -> bool:
    return urlsplit(action).path == urlsplit(url).path


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, (list, tuple, set)) else [str(value)]
