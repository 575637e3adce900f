"""An import that is killed in the middle leaves nothing, and can be sent again; what came is known by its source."""

import os
import signal
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from werkzeug.test import TestResponse

from inclusion_app.directory.open_data.invariants import CHECKS
from inclusion_app.foundation.database import db
from inclusion_app.invariants import findings
from tests.factories.directory import OfferImportFactory, OfferSourceFactory, published_offer
from tests.integration.directory.test_offer_import import CALM, file_of, manager, rows, send, upload
from tests.support.visitor import Visitor

__all__ = ["manager"]
FILE = file_of(*(CALM.replace("1,Calm", f"{number},Calm {number}") for number in range(5)))
OFFERS_BEFORE = 2


def die(*_event: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_while_writing(_connection: Any, _cursor: Any, statement: str, *_rest: object) -> None:
    if statement.startswith("INSERT INTO offer "):
        die_while_writing.written += 1  # type: ignore[attr-defined]  # counted where it is heard
        if die_while_writing.written > OFFERS_BEFORE:  # type: ignore[attr-defined]
            die()


def killed(manager: Visitor, shown: TestResponse, *, stage: str) -> int:
    """Send the confirmation from a process of its own, which dies at that stage; how it ended."""
    db.session.remove()
    db.engine.dispose()
    child = os.fork()
    if not child:
        die_while_writing.written = 0  # type: ignore[attr-defined]
        if stage == "writing":
            event.listen(db.engine, "after_cursor_execute", die_while_writing)
        else:
            event.listen(db.engine, "commit", die)
        send(manager, shown, fate="publish")
        os._exit(0)
    return os.waitpid(child, 0)[1]


@pytest.mark.parametrize("stage", ["writing", "commit"])
def test_what_is_killed_in_the_middle_leaves_nothing_and_can_be_sent_again(manager: Visitor, stage: str) -> None:
    shown, before = upload(manager, FILE), rows()

    ended = killed(manager, shown, stage=stage)

    assert os.WIFSIGNALED(ended)
    assert os.WTERMSIG(ended) == signal.SIGKILL
    assert rows() == before
    assert [found for found in findings() if found.wrong] == []
    assert send(manager, shown, fate="publish").status_code == 303
    assert (rows()["offer"], rows()["offer_source"]) == (before["offer"] + 5, 5)
    assert [found for found in findings() if found.wrong] == []


def broken() -> list[str]:
    return [sentence for check in CHECKS for sentence in check.find()]


def test_what_came_in_no_file_and_what_is_not_known_by_its_source_are_found(database: SQLAlchemy) -> None:
    offer_id = published_offer().id
    OfferSourceFactory(offer_id=offer_id, source="another list", source_id="7")
    OfferImportFactory(made=2)
    OfferSourceFactory(offer_id=offer_id)

    assert broken() == [
        "‘7’ of ‘another list’ was in no file that was taken over",
        "files of ‘the acorn list’ made 2 offers, of which 1 are known by their source",
    ]
    OfferImportFactory(source="another list", made=0, changed=1)
    OfferSourceFactory(offer_id=offer_id)
    assert broken() == []
