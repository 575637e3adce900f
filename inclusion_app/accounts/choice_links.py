"""Links in mails by which people choose which messages they get, without signing in: many have no account."""

from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.signing import is_signed, signature

PURPOSE = "message-choices"


def choices_address(person_id: int) -> str:
    """Where this person says which messages they want; nobody can make the address of somebody else."""
    return full_address(f"/message-choices/{person_id}-{signature(PURPOSE, str(person_id))}")


def is_choices_token(person_id: int, token: str) -> bool:
    """The token is the one that belongs to the person."""
    return is_signed(PURPOSE, str(person_id), by=token)
