"""The way around, for whoever is looking."""

from collections.abc import Iterator
from dataclasses import dataclass

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation; ``current`` marks the part of the service the person is in."""

    text: str
    href: str
    current: bool = False


def entries(actor: Actor, path: str) -> list[Entry]:
    """What this person can go to, the likeliest first."""
    found = list(_for(actor))
    if _within(path, "/team/past-attendance") or _within(path, "/team/charges"):
        path = "/team/runs"  # where these are reached from
    elif _within(path, "/team/directory"):
        path = "/directory"
    elif path.startswith("/runs/"):
        path = "/team/runs" if actor.in_team else "/provider/runs"
    elif (
        _within(path, "/team/frameworks")
        or _within(path, "/team/agreements")
        or (actor.in_team and _within(path, "/reviews"))
    ):
        path = "/team/cycles"
    elif path.startswith("/schools/") and "/reviews" in path:
        path = "/team/schools" if actor.in_team else "/reviews"
    elif path.startswith("/schools/"):
        at_school = "/staff-training" if "/training-record" in path else "/school-bookings"
        path = "/team/schools" if actor.in_team else at_school
    # the longest address that the path begins with is where the person is
    here = max((href for _, href in found if _within(path, href)), key=len, default="")
    return [Entry(text, href, href == here) for text, href in found]


def _for(actor: Actor) -> Iterator[tuple[str, str]]:
    if actor.is_signed_in:
        yield "Home", "/"
    yield "Training", "/catalogue"
    yield "Support", "/directory"
    if actor.schools_with(Action.VIEW_SCHOOL_BOOKINGS):
        yield "School bookings", "/school-bookings"
    if actor.schools_with(Action.VIEW_SCHOOL_RECORD):
        yield "Staff training", "/staff-training"
    if not actor.in_team and (actor.can(Action.VIEW_SCHOOL_REVIEW) or actor.can(Action.REVIEW_SCHOOLS)):
        yield "Reviews", "/reviews"
    if actor.can(Action.VIEW_PROVIDER_RUNS):
        yield "Our runs" if actor.providers_with(Action.VIEW_PROVIDER_RUNS) else "My runs", "/provider/runs"
    if actor.is_signed_in and not actor.in_team:
        yield "My bookings", "/my-bookings"
        yield "My record", "/my-record"
    if actor.can(Action.REVIEW_SCHOOLS):
        yield "Reviewing", "/reviewing"
    yield from _for_team(actor)


def _for_team(actor: Actor) -> Iterator[tuple[str, str]]:
    if actor.can(Action.VIEW_CATALOGUE_ADMIN):
        yield "Courses", "/team/courses"
        yield "Runs", "/team/runs"
    if actor.can(Action.VIEW_REVIEWS):
        yield "Cycles", "/team/cycles"
    if actor.can(Action.DECIDE_APPLICATIONS):
        yield "Applications", "/team/applications"
    if actor.can(Action.VIEW_SCHOOLS):
        yield "Schools", "/team/schools"
    if actor.can(Action.RUN_REVIEWS):
        yield "Reviewers", "/team/reviewers"
    if actor.can(Action.REVOKE_CERTIFICATES):
        yield "Certificates", "/team/certificates"
    if actor.can(Action.VIEW_PEOPLE):
        yield "People", "/team/people"


def _within(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(f"{href}/"))
