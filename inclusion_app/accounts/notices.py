"""Messages about accounts."""

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import post_message


def tell_of_invitation(person: Person, token: str, *, act: int) -> None:
    """A link to choose a password with; ``act`` is the audit row of the invitation."""
    _tell(person, "invitation", key=f"invitation:{person.id}:{act}", link=full_address(f"/invitation/{token}"))


def tell_of_reset(person: Person, token: str, *, act: int) -> None:
    """A link to choose a new password with."""
    _tell(person, "reset", key=f"reset:{person.id}:{act}", link=full_address(f"/reset-password/{token}"))


def tell_of_no_account(person: Person, *, act: int) -> None:
    """Somebody asked to reset the password of an account that has none yet, or is shut."""
    _tell(person, "no_password_yet", key=f"no-password:{person.id}:{act}")


def tell_of_new_password(person: Person, *, act: int) -> None:
    """The password has been changed: whoever did not do it should know."""
    _tell(person, "password_changed", key=f"password-changed:{person.id}:{act}")


def _tell(person: Person, name: str, *, key: str, **context: str) -> None:
    subject, text = render_message(f"accounts/{name}", person=person, **context)
    post_message(key=key, kind=f"account_{name}", person_id=person.id, email=person.email, subject=subject, text=text)
