"""Answers that somebody waits for, as things to do."""

from collections.abc import Iterator

from inclusion_app.directory.asking.queries.owed import ProviderOwes, TeamOwes
from inclusion_app.home.task import Task


def provider_owes(owes: ProviderOwes) -> Iterator[Task]:
    """Schools that asked come first, then what keeps an offer true."""
    if owes.enquiries:
        text = "Answer a school" if owes.enquiries == 1 else f"Answer {owes.enquiries} schools"
        yield Task(text, "/provider/enquiries", "They have asked for your support, and wait.")
    if owes.checks:
        text = "Say that an offer is still true" if owes.checks == 1 else f"Check {owes.checks} offers"
        yield Task(text, "/provider/offers", "What nobody checks leaves the directory after a while.")
    if owes.hints:
        text = "Somebody says that an offer is out of date"
        yield Task(text, "/provider/hints", f"{owes.hints} {'has' if owes.hints == 1 else 'have'} no answer yet.")


def team_owes(owes: TeamOwes) -> Iterator[Task]:
    """Providers wait for approval, readers for an answer that no provider has given."""
    if owes.approvals:
        text = "An offer waits for approval" if owes.approvals == 1 else f"{owes.approvals} offers wait for approval"
        yield Task(text, "/team/offers", "What everybody sees stays as it was until you decide.")
    if owes.hints:
        why = f"{owes.hints} {'has' if owes.hints == 1 else 'have'} no answer of the provider yet."
        yield Task("Readers say that offers are out of date", "/team/enquiries/hints", why)
