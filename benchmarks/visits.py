"""A request inside this process, where its statements can be seen."""

from collections.abc import Mapping

from tests.races.county import County
from tests.support.crowd import SignedIn

FINE = {200, 303}


def visit(county: County, who: SignedIn | None, path: str, *, posting: Mapping[str, str] | None = None) -> None:
    """Read a page or send a form as somebody; RuntimeError when it is refused."""
    client = county.app.test_client()
    if who is not None:
        name, value = who.cookie.split("=", 1)
        client.set_cookie(name, value, domain="127.0.0.1")
    with county.app.app_context():
        if posting is None or who is None:
            answer = client.get(path, base_url=county.app.config["BASE_URL"])
        else:
            sent = {"csrf_token": who.csrf_token, **posting}
            answer = client.post(path, data=sent, base_url=county.app.config["BASE_URL"])
    if answer.status_code not in FINE:
        raise RuntimeError(f"{path} answers {answer.status}.")
