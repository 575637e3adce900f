"""The certificate as an accessible (tagged) PDF: the same bytes for the same certificate, whenever it is asked for."""

import io
from pathlib import Path
from typing import Any

import segno

from inclusion_app.foundation.formats import short_day
from inclusion_app.foundation.typesetting import clean, each_text, typeset
from inclusion_app.training.certificates.snapshots import Meeting, Said

SOURCE = Path(__file__).with_name("certificate.typ")


def certificate_pdf(said: Said, *, code: str, check: str, service: str) -> bytes:
    """The document. ``check`` is the full address of the public page about it.

    The format refuses letters that none of its fonts has; they are printed as question marks, and the document says
    where they can be read.
    """
    words = _words(said, code=code, check=check, service=service)
    return typeset(SOURCE, words, qr=_qr(check))


def _words(said: Said, *, code: str, check: str, service: str) -> dict[str, Any]:
    until = said.valid_until
    words = {
        "title": f"Certificate: {said.course}, {said.holder}",
        "service": service,
        "code": code,
        "check": check,
        "check_shown": check.partition("://")[2],
        "holder": said.holder,
        "school": None if said.is_for_school else said.school,
        "with_them": list(said.with_them),
        "course": said.course,
        "provider": said.provider,
        "meetings": [
            {"day": short_day(m.day), "time": _time(m), "length": length_of(m.minutes)} for m in said.meetings
        ],
        "length": length_of(said.minutes),
        "outcomes": list(said.outcomes),
        "issued_on": short_day(said.issued_on),
        "valid_label": "Valid until" if until else "Valid",
        "valid_until": short_day(until) if until else "without an end",
    }
    cleaned: dict[str, Any] = each_text(words, clean)
    return cleaned | {"check": check, "check_shown": words["check_shown"]}


def length_of(minutes: int) -> str:
    """2 hours 30 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "hour"), (rest, "minute")]
    return " ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in parts if n) or "0 minutes"


def _time(meeting: Meeting) -> str:
    return f"{meeting.start} to {meeting.end}"


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=2, dark="#0b0c0c")
    return drawn.getvalue().decode()
