"""The cancellation terms of a run, as everybody reads them."""

from inclusion_app.training.bookings.rules import terms
from inclusion_app.training.charges.queries import terms_of_run
from inclusion_app.training.charges.rules import charges_in_words
from inclusion_app.training.models import Run


def terms_of(run: Run) -> str:
    """Until when a place can be given back free of charge, and what it costs after that. The run has its course."""
    return terms(run.cancel_by, charges=charges_in_words(terms_of_run(run, run.course)))
