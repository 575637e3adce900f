"""Home, and the pages every council service has."""

from datetime import timedelta

from flask import Blueprint, Response

from inclusion_app.access.guard import current_actor
from inclusion_app.directory.open_data.routes.answers import for_everybody
from inclusion_app.foundation import clock, settings
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.pages import page
from inclusion_app.home import boards
from inclusion_app.home.site_map import public_pages, site_map_of
from inclusion_app.home.tasks import tasks_for
from inclusion_app.reviews.cycles.chasing.mine import own_reviews

home = Blueprint("home", __name__)
pages = Blueprint("pages", __name__)
GOOD_FOR = timedelta(days=180)
NOT_FOR_SEARCH_ENGINES = ("/sign-in", "/team/", "/provider/", "/schools/", "/account", "/feeds/", "/api/")


@home.get("/")
def show() -> Response:
    """What to do next, for whoever is looking."""
    actor, now = current_actor(), clock.now()
    if not actor.is_signed_in:
        return page("home/welcome.html")
    school, provider = boards.school_board(actor, now=now), boards.provider_board(actor, now=now)
    team, own = boards.team_board(actor, now=now), boards.own_bookings(actor, now=now)
    reviews = own_reviews(actor, today=clock.today())
    return page(
        "home/home.html",
        school_board=school,
        provider_board=provider,
        team_board=team,
        own=own,
        tasks=tasks_for(
            school=school,
            provider=provider,
            team=team,
            own=own,
            to_say=boards.feedback_of(actor, now=now),
            reviews=reviews,
            now=now,
        ),
    )


@pages.get("/accessibility")
def accessibility() -> Response:
    """How far everybody can use the service, and whom to tell when they cannot."""
    return page("pages/accessibility.html")


@pages.get("/privacy")
def privacy() -> Response:
    """What is kept about people, why, who sees it and for how long."""
    return page("pages/privacy.html")


@pages.get("/cookies")
def cookies() -> Response:
    """The one cookie there is."""
    return page("pages/cookies.html")


@pages.get("/.well-known/security.txt")
def security_contact() -> Response:
    """Whom to tell of a weakness (RFC 9116): the contact address that is set, else the page that says whom to ask."""
    email = settings.text("contact_email")
    contact = f"mailto:{email}" if email else full_address("/accessibility")
    expires = clock.now().replace(microsecond=0) + GOOD_FOR
    said = f"Contact: {contact}\nExpires: {expires:%Y-%m-%dT%H:%M:%SZ}\nPreferred-Languages: en\n"
    return Response(said, content_type="text/plain; charset=utf-8")


@pages.get("/robots.txt")
def robots() -> Response:
    """What search engines may look at: what anybody may."""
    shut = "".join(f"Disallow: {path}\n" for path in NOT_FOR_SEARCH_ENGINES)
    said = f"User-agent: *\n{shut}Sitemap: {full_address('/sitemap.xml')}\n"
    return for_everybody(said, "text/plain; charset=utf-8")


@pages.get("/sitemap.xml")
def site_map() -> Response:
    """Every public page, for search engines."""
    return for_everybody(site_map_of(public_pages(clock.today())), "application/xml; charset=utf-8")
