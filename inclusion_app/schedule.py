"""What the service does by itself as time goes by. Every job may run at any moment, twice, and in two processes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from inclusion_app.accounts.services.digests import send_digests
from inclusion_app.accounts.services.sign_in import forget_old_attempts
from inclusion_app.directory.asking.services.reminding import remind_providers
from inclusion_app.directory.offers.services.reminding import remind_of_checks
from inclusion_app.directory.search.services.alerting import tell_of_new_offers
from inclusion_app.directory.search.services.indexing import refresh_index
from inclusion_app.foundation import drafts, idempotency
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.summaries import take_what_is_left
from inclusion_app.improvement.accreditation import accredit_reviewers
from inclusion_app.improvement.services.evaluating import close_finished
from inclusion_app.improvement.services.reminding import remind_of_follow_ups, remind_owners
from inclusion_app.insights.frozen.services import freeze_last_month
from inclusion_app.reviews.cycles.chasing.services import chase
from inclusion_app.reviews.teams.services.confirming import confirm_due_teams
from inclusion_app.reviews.teams.services.rechecking import recheck_teams
from inclusion_app.training.bookings.services.needs import delete_old_needs
from inclusion_app.training.bookings.services.offers import end_waiting, lapse_offers
from inclusion_app.training.bookings.services.waiting import keep_lists_moving
from inclusion_app.training.certificates.services.issuing import issue_certificates
from inclusion_app.training.charges.services.absences import charge_no_shows
from inclusion_app.training.feedback.services.asking import ask_for_feedback
from inclusion_app.training.planning.services.warning import warn_of_minimum
from inclusion_app.training.registers.services.closing import lock_registers
from inclusion_app.training.reminders.services import remind
from inclusion_app.training.requests.services.interest import tell_interested


@dataclass(frozen=True)
class Job:
    """One job: how many minutes lie between two runs at the least, and what is done, given this moment."""

    name: str
    every_minutes: int
    run: Callable[[datetime], object]


def _forget_form_uses(now: datetime) -> None:
    with transaction():
        idempotency.forget_old_uses(now)


JOBS: tuple[Job, ...] = (
    Job("take marks of summaries that are left", 1, take_what_is_left),
    Job("send the daily digest", 10, send_digests),
    Job("remind people of training", 10, remind),
    Job("remind people of what reviews are due", 30, chase),
    Job("close registers whose days are over", 30, lock_registers),
    Job("charge absences", 30, charge_no_shows),
    Job("end offers that have lapsed", 1, lapse_offers),
    Job("end waiting when runs start", 5, end_waiting),
    Job("keep waiting lists moving", 5, keep_lists_moving),
    Job("warn of runs with too few people", 30, warn_of_minimum),
    Job("tell those who wait for dates", 5, tell_interested),
    Job("ask for feedback", 10, ask_for_feedback),
    Job("issue certificates", 5, issue_certificates),
    Job("remind owners of actions", 30, remind_owners),
    Job("remind of follow-ups", 30, remind_of_follow_ups),
    Job("close reviews that all have evaluated", 30, close_finished),
    Job("accredit reviewers", 60, accredit_reviewers),
    Job("remind providers of checks", 30, remind_of_checks),
    Job("confirm teams that are complete", 10, confirm_due_teams),
    Job("look again at conflicts of teams", 30, recheck_teams),
    Job("tell of new offers", 30, tell_of_new_offers),
    Job("bring the index of the directory up to date", 60, refresh_index),
    Job("remind providers of enquiries", 30, remind_providers),
    Job("freeze the figures of last month", 60, freeze_last_month),
    Job("forget old drafts", 60, drafts.forget_old_drafts),
    Job("forget used form keys", 60, _forget_form_uses),
    Job("forget failed sign-ins", 60, forget_old_attempts),
    Job("delete what people needed provided", 60, delete_old_needs),
)
"""Every feature adds its own here."""
