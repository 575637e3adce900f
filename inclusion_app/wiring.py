"""How the rooms are joined: features, error pages, commands, and what every template can use."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, g, request, session
from flask_htmx import HTMX
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

from inclusion_app import cli
from inclusion_app.access import guard
from inclusion_app.access.actor import ANONYMOUS, Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts import routes as accounts
from inclusion_app.accounts.queries.actors import actor_of_session, person_of_any_session
from inclusion_app.accounts.services.sessions import IDLE_AT_MOST
from inclusion_app.config import Settings
from inclusion_app.directory.asking import routes as directory_asking
from inclusion_app.directory.offers import routes as directory_offers
from inclusion_app.directory.open_data import routes as directory_open_data
from inclusion_app.directory.search import routes as directory_search
from inclusion_app.directory.search.queries.kept import kept_of
from inclusion_app.foundation import clock, error_pages, formats, headers, intake
from inclusion_app.foundation.addresses import RowNumber
from inclusion_app.foundation.cookies import OwnPagesOnly
from inclusion_app.foundation.database import db
from inclusion_app.foundation.health import health
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.outbox.callback import notify
from inclusion_app.foundation.rich_text import clean
from inclusion_app.foundation.warming import make_ahead
from inclusion_app.home import navigation
from inclusion_app.home.kept_text import kept_text
from inclusion_app.home.related import courses_for_offer, offers_for_areas, offers_for_course
from inclusion_app.home.routes import home, pages
from inclusion_app.home.school_links import links_of_school
from inclusion_app.improvement import routes as improvement
from inclusion_app.insights import routes as insights
from inclusion_app.insights.keeping import keep_summaries
from inclusion_app.reviews import routes as reviews
from inclusion_app.reviews.cycles import routes as review_cycles
from inclusion_app.reviews.reporting import routes as reporting
from inclusion_app.reviews.writing import routes as writing
from inclusion_app.schools.routes import schools
from inclusion_app.training.bookings import routes as bookings
from inclusion_app.training.bookings.joining import joining_released
from inclusion_app.training.catalogue.routes import catalogue, team_courses, team_runs
from inclusion_app.training.certificates import routes as certificates
from inclusion_app.training.charges.routes import charges
from inclusion_app.training.facilitators.routes import facilitators
from inclusion_app.training.feedback import routes as feedback
from inclusion_app.training.feeds.routes import feeds
from inclusion_app.training.mailings.routes import mailings
from inclusion_app.training.materials.routes import materials
from inclusion_app.training.models import Run
from inclusion_app.training.past.routes import past_attendance
from inclusion_app.training.planning import routes as planning
from inclusion_app.training.records import routes as records
from inclusion_app.training.registers import routes as registers
from inclusion_app.training.requests import routes as requests

FEATURES: tuple[Blueprint, ...] = (
    health,
    kept_text,
    home,
    pages,
    notify,
    *accounts.BLUEPRINTS,
    schools,
    catalogue,
    team_courses,
    team_runs,
    *bookings.BLUEPRINTS,
    charges,
    *planning.BLUEPRINTS,
    *requests.BLUEPRINTS,
    *registers.BLUEPRINTS,
    *certificates.BLUEPRINTS,
    *records.BLUEPRINTS,
    *feedback.BLUEPRINTS,
    past_attendance,
    feeds,
    mailings,
    materials,
    facilitators,
    *reviews.BLUEPRINTS,
    *writing.BLUEPRINTS,
    *reporting.BLUEPRINTS,
    *improvement.BLUEPRINTS,
    *review_cycles.BLUEPRINTS,
    *directory_search.BLUEPRINTS,
    *directory_offers.BLUEPRINTS,
    *directory_open_data.BLUEPRINTS,
    *directory_asking.BLUEPRINTS,
    *insights.BLUEPRINTS,
)
LARGEST_REQUEST_BYTES = 2_000_000
LARGEST_FORM_BYTES = 1_500_000
SEEN = "seen"


@dataclass
class _Seen:
    """When the browser was last heard of; kept in the signed cookie, so that reading a page writes nothing."""

    at: datetime

    @classmethod
    def of_cookie(cls) -> "_Seen | None":
        stamp = session.get(SEEN)
        return cls(datetime.fromisoformat(stamp)) if isinstance(stamp, str) else None


def configure(app: Flask, settings: Settings) -> None:
    """Turn the settings into Flask's own."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    # Templates are few and never change while the service runs: all stay, and none is looked for in a queue.
    app.jinja_options = {**app.jinja_options, "cache_size": -1}
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings.database_url),
        SERVICE_NAME=settings.service_name,
        LA_CODE=settings.la_code,
        BASE_URL=settings.base_url,
        DATA_DIR=settings.data_dir,
        SMTP_URL=settings.smtp_url,
        SESSION_COOKIE_NAME="__Host-inclusion" if settings.is_secure else "inclusion",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PREFERRED_URL_SCHEME="https" if settings.is_secure else "http",
        TRUSTED_HOSTS=[urlsplit(settings.base_url).hostname, "127.0.0.1", "localhost"],
        MAX_CONTENT_LENGTH=LARGEST_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES,
        MAX_FORM_PARTS=2_000,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: nobody loses text over lunch
        WTF_CSRF_SSL_STRICT=settings.is_secure,
    )
    app.extensions["settings"] = settings
    app.session_interface = OwnPagesOnly()
    app.url_map.converters["int"] = RowNumber


def connect_extensions(app: Flask) -> None:
    """Database, summaries, migrations, sign-in, CSRF and HTMX."""
    db.init_app(app)
    keep_summaries()
    Migrate(app, db, directory=str(Path(__file__).parent.parent / "migrations"), render_as_batch=True)
    intake.install_sizes(app)
    CSRFProtect(app).exempt("inclusion_app.foundation.outbox.callback.callback")
    HTMX(app)
    login = LoginManager(app)
    login.anonymous_user = lambda: ANONYMOUS
    app.extensions["sign_in"] = login
    login.session_protection = None  # our sessions are rows that can be ended
    login.user_loader(_signed_in)


def connect_features(app: Flask) -> None:
    """Routes of every feature, what no request may carry, and error pages."""
    intake.install(app)
    for feature in FEATURES:
        app.register_blueprint(feature)
    app.extensions["school_sections"] = [links_of_school]
    app.extensions["offer_source"] = offers_for_areas
    app.extensions["course_offers"] = offers_for_course
    app.extensions["offer_courses"] = courses_for_offer
    error_pages.install(app)
    headers.install(app)


def connect_templates(app: Flask) -> None:
    """Loaders, filters, and the few names every template knows."""
    environment = app.jinja_env
    environment.loader = ChoiceLoader(
        [
            app.jinja_loader,  # type: ignore[list-item]  # always set, as the app has a template folder
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    environment.filters.update(
        day=formats.day,
        short_day=formats.short_day,
        clock_time=formats.clock_time,
        wall_time=formats.wall_time,
        when=formats.when,
        money=formats.money,
        pounds=formats.pounds,
        role=lambda role: Role(role).label,
        london=clock.london,
        rich=lambda html: Markup(clean(html)),  # noqa: S704  # cleaned on the way out as on the way in
    )
    environment.globals.update(asset=_asset, tells_how_to_join=_tells_how_to_join, full_address=full_address)
    app.context_processor(_every_page)


def connect_commands(app: Flask) -> None:
    """The commands of the service."""
    cli.add_to(app)


def protect(app: Flask) -> None:
    """Last, when every route is known: nothing is reachable that nobody has declared."""
    app.after_request(_remember_seen)
    guard.install(app, person_of_any_session)


def warm_up(app: Flask) -> None:
    """For a process that serves: what takes seconds to make is made when it begins."""
    make_ahead(app, lambda: kept_of(clock.today()).suggestable, name="index of the directory")


def _engine_options(database_url: str) -> dict[str, Any]:
    if database_url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10}}
    return {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 10, "pool_timeout": 5}


def _signed_in(session_key: str) -> Actor | None:
    now = clock.now()
    seen = _Seen.of_cookie()
    if seen is None or now - seen.at > IDLE_AT_MOST:
        return None
    return actor_of_session(session_key, now=now, today=clock.london(now).date())


def _remember_seen(response: Any) -> Any:
    """Once a minute, put into the cookie that the browser is still there.

    Never with what shared caches may keep, or they would hand one person's cookie to the next.
    """
    is_for_all = request.endpoint == "static" or response.cache_control.public
    if is_for_all or "_login_user" not in g:  # or nobody has asked yet who this is
        return response
    now = clock.now()
    seen = _Seen.of_cookie()
    if guard.current_actor().is_signed_in and (seen is None or now - seen.at > timedelta(minutes=1)):
        session[SEEN] = now.isoformat()
    return response


@lru_cache
def _manifest(path: Path) -> dict[str, str]:
    return dict(json.loads(path.read_text()))


def _asset(name: str) -> str:
    """The address of a built asset, whose file name carries its hash. Raises KeyError for one that is not built."""
    names = _manifest(Path(__file__).parent / "static" / "build" / "manifest.json")
    # not by url_for: a page is also shown to a request whose address could not be read
    return f"{current_app.static_url_path}/build/{names[name]}"


def _tells_how_to_join(run: Run) -> bool:
    """The run's links and joining instructions have been given out by now."""
    return joining_released(run.starts_at, run.joining_release_days, now=clock.now())


def _every_page() -> dict[str, Any]:
    actor = guard.current_actor()
    return {
        "service_name": current_app.config["SERVICE_NAME"],
        "county": current_app.extensions["settings"].county,
        "contact_email": current_app.extensions["settings"].contact_email,
        "actor": actor,
        "navigation": navigation.entries(actor, request.path),
    }
