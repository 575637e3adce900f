"""Settings: the only place that reads the environment."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

PREFIX = "INCLUSION_"
SHORTEST_SECRET = 32
NUMBERS = {
    "offer_hours": 400,
    "confirm_at_once_days": 30,
    "register_lock_days": 365,
    "later_feedback_weeks": 52,
    "digest_hour": 23,
    "evidence_files": 500,
    "evidence_megabytes": 2_000,
    "directory_check_months": 60,
    "directory_hidden_days": 365,
    "directory_remind_days": 60,
    "open_data_per_minute": 100_000,
    "measures_per_minute": 10_000,
    "directory_answer_days": 60,
}
"""Settings that are whole numbers, and the most each can be."""
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class SettingsWrong(RuntimeError):
    """A setting is missing or cannot be used; the message says which and what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that differs between one installation and the next.

    ``offer_hours`` are working hours that an offered place is held, ``confirm_at_once_days`` working days before the
    start within which a freed place is confirmed without asking, ``register_lock_days`` days after a run until its
    register is locked, ``later_feedback_weeks`` weeks until feedback is asked for the last time, ``digest_hour`` the
    London hour at which the daily digest goes out. ``evidence_files`` and ``evidence_megabytes`` are how many files a
    review can have, and how large they can be altogether. ``directory_check_months`` lie between two checks of an
    offer, ``directory_hidden_days`` between the day on which one is due and the day the offer leaves the lists;
    ``directory_remind_days`` before it is due its provider is reminded. A provider is reminded of an enquiry after
    ``directory_answer_days`` working days without an answer; after as many again the team sees it.
    ``open_data_per_minute`` is how often one address may ask for open data in a minute, 0 for as often as it likes;
    ``measures_per_minute`` the same for a tool that reads measures, and for whoever has no valid token;
    ``county`` is the county's name as open data gives it. ``lado_contact`` is how people reach the local authority
    designated officer. ``notify_…`` is for delivery by GOV.UK Notify.
    """

    database_url: str
    data_dir: Path
    base_url: str
    secret_key: str = field(repr=False)
    smtp_url: str = field(default="", repr=False)
    service_name: str = "Kent Inclusion"
    la_code: str = "886"
    contact_email: str = ""
    notify_key: str = field(default="", repr=False)
    notify_template: str = ""
    notify_url: str = ""
    notify_callback_token: str = field(default="", repr=False)
    offer_hours: int = 8
    confirm_at_once_days: int = 2
    register_lock_days: int = 14
    later_feedback_weeks: int = 6
    digest_hour: int = 16
    evidence_files: int = 40
    evidence_megabytes: int = 100
    directory_check_months: int = 6
    directory_hidden_days: int = 60
    directory_remind_days: int = 14
    open_data_per_minute: int = 600
    measures_per_minute: int = 60
    county: str = "Kent"
    directory_answer_days: int = 5
    lado_contact: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the settings whose names begin with ``INCLUSION_``.

        Raises SettingsWrong, with a sentence naming the setting, when one cannot be used.
        """
        values = {k.removeprefix(PREFIX): v for k, v in environment.items() if k.startswith(PREFIX)}
        data_dir = Path(values.get("DATA_DIR") or "var").absolute()
        base_url = (values.get("BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
        return cls(
            database_url=values.get("DATABASE_URL") or f"sqlite:///{data_dir / 'inclusion.sqlite3'}",
            data_dir=data_dir,
            base_url=base_url,
            secret_key=values.get("SECRET_KEY") or _kept_secret(data_dir, base_url),
            smtp_url=values.get("SMTP_URL", ""),
            service_name=values.get("SERVICE_NAME") or cls.service_name,
            la_code=values.get("LA_CODE") or cls.la_code,
            contact_email=values.get("CONTACT_EMAIL", ""),
            county=values.get("COUNTY", "").strip() or cls.county,
            lado_contact=values.get("LADO_CONTACT", "").strip(),
            notify_key=values.get("NOTIFY_KEY", ""),
            notify_template=values.get("NOTIFY_TEMPLATE", ""),
            notify_url=values.get("NOTIFY_URL", ""),
            notify_callback_token=values.get("NOTIFY_CALLBACK_TOKEN", ""),
            **{name: _number(values, name, getattr(cls, name), most) for name, most in NUMBERS.items()},
        )

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SettingsWrong(f"INCLUSION_BASE_URL must be a full web address, not {self.base_url!r}.")
        if len(self.secret_key) < SHORTEST_SECRET:
            raise SettingsWrong(f"INCLUSION_SECRET_KEY must have at least {SHORTEST_SECRET} characters.")
        if self.smtp_url and urlsplit(self.smtp_url).scheme not in {"smtp", "smtps"}:
            raise SettingsWrong("INCLUSION_SMTP_URL must begin with smtp:// or smtps://, or be empty.")

    @property
    def host(self) -> str:
        """The host name that links in mails carry, with its port if it has one."""
        return urlsplit(self.base_url).netloc

    @property
    def is_secure(self) -> bool:
        """True where people reach the service over TLS: cookies are then sent over TLS alone."""
        return urlsplit(self.base_url).scheme == "https"


def _number(values: Mapping[str, str], name: str, usual: int, most: int) -> int:
    """A setting that is a whole number from 0; SettingsWrong names one that is not."""
    typed = values.get(name.upper(), "").strip()
    if not typed:
        return usual
    if not typed.isdecimal() or not typed.isascii() or int(typed) > most:
        raise SettingsWrong(f"{PREFIX}{name.upper()} must be a whole number from 0 to {most}, not {typed!r}.")
    return int(typed)


def _kept_secret(data_dir: Path, base_url: str) -> str:
    """The secret made for a trial on this machine; a service that others reach must be given its own."""
    if urlsplit(base_url).hostname not in LOOPBACK:
        raise SettingsWrong("INCLUSION_SECRET_KEY is not set. A service that others can reach needs its own.")
    path = data_dir / "secret-key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret-key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32))
        with suppress(FileExistsError):  # the first process wins; the others read what it wrote
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
