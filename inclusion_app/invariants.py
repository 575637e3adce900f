"""``flask --app wsgi invariants``: is this database, or this copy of one, in order?"""

from collections.abc import Iterator

from inclusion_app.directory.asking import invariants as asking
from inclusion_app.directory.offers import invariants as offers
from inclusion_app.directory.open_data import invariants as offers_from_elsewhere
from inclusion_app.directory.search import invariants as directory_search
from inclusion_app.foundation import invariants as foundation
from inclusion_app.foundation.invariants import Check, Finding, run_checks
from inclusion_app.improvement import invariants as improvement
from inclusion_app.insights import invariants as results
from inclusion_app.insights.frozen import invariants as frozen
from inclusion_app.reviews.cycles import invariants as review_cycles
from inclusion_app.reviews.files import invariants as review_files
from inclusion_app.reviews.reporting import invariants as reporting
from inclusion_app.reviews.teams import invariants as teams
from inclusion_app.reviews.visits import invariants as visits
from inclusion_app.reviews.writing import invariants as writing
from inclusion_app.schools import invariants as schools
from inclusion_app.training.bookings import invariants as bookings
from inclusion_app.training.certificates import invariants as certificates
from inclusion_app.training.feedback import invariants as feedback
from inclusion_app.training.mailings import invariants as mailings
from inclusion_app.training.materials import invariants as materials
from inclusion_app.training.past import invariants as past
from inclusion_app.training.registers import invariants as registers
from inclusion_app.training.requests import invariants as requests

CHECKS: tuple[Check, ...] = (
    *foundation.CHECKS,
    *schools.CHECKS,
    *bookings.CHECKS,
    *certificates.CHECKS,
    *feedback.CHECKS,
    *past.CHECKS,
    *mailings.CHECKS,
    *materials.CHECKS,
    *registers.CHECKS,
    *requests.CHECKS,
    *visits.CHECKS,
    *review_files.CHECKS,
    *writing.CHECKS,
    *reporting.CHECKS,
    *improvement.CHECKS,
    *review_cycles.CHECKS,
    *teams.CHECKS,
    *directory_search.CHECKS,
    *offers.CHECKS,
    *offers_from_elsewhere.CHECKS,
    *asking.CHECKS,
    *frozen.CHECKS,
    *results.CHECKS,
)
"""Every feature adds its own here."""


def findings() -> Iterator[Finding]:
    """What each check finds, in order; nothing is changed."""
    return run_checks(CHECKS)
