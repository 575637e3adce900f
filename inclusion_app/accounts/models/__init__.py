"""The tables of accounts."""

from inclusion_app.accounts.models.people import Membership, Person
from inclusion_app.accounts.models.preferences import MessagePreference
from inclusion_app.accounts.models.providers import Provider
from inclusion_app.accounts.models.sign_in import AccountLink, LinkPurpose, SignInAttempt, SignInSession

__all__ = [
    "AccountLink",
    "LinkPurpose",
    "Membership",
    "MessagePreference",
    "Person",
    "Provider",
    "SignInAttempt",
    "SignInSession",
]
