"""What a process that serves makes ahead, once, beside the first request it answers, so that nobody waits for it."""

import gc
from collections.abc import Callable
from threading import Lock, Thread

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError


def make_ahead(app: Flask, act: Callable[[], object], *, name: str) -> None:
    """Have ``act`` done in a thread of its own, in the app's context, when the app is first asked for anything.

    What it has made stays as long as the process: it is taken out of what the collector of cycles looks through, which
    with an index of 5,000 offers holds up everybody for a third of a second each time.

    A database that does not answer is logged, and no more: whoever needs what was to be made has it made.
    """
    is_begun = Lock()

    def run() -> None:
        with app.app_context():
            try:
                act()
            except SQLAlchemyError:
                app.logger.warning("%s could not be made ahead.", name, exc_info=True)
            else:
                gc.freeze()

    @app.before_request
    def begin() -> None:
        if is_begun.acquire(blocking=False):
            Thread(target=run, name=name, daemon=True).start()
