"""The one cookie, and where it does not travel."""

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class OwnPagesOnly(SecureCookieSessionInterface):
    """The session in its signed cookie, but never with an answer that is the same for everybody.

    Whoever stands between keeps such an answer: with a cookie it would hand one person's session to the next, and with
    ``Vary: Cookie`` it would keep one answer for each person who asks.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie, unless the answer may be kept by anybody."""
        if not response.cache_control.public:
            super().save_session(app, session, response)
