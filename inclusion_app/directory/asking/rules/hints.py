"""What somebody can say who finds an offer out of date."""

from datetime import timedelta

from inclusion_app.directory.asking.states import Topic

LONGEST_TEXT = 2_000
LONGEST_ANSWER = 1_000
MOST_FROM_ONE_PLACE, WINDOW = 10, timedelta(hours=1)
"""A school or a library shares one line; whoever sends more than that in an hour is no reader."""
TOO_OFTEN = "You have told us a lot in the last hour. Please wait a while before you send more"
Problem = tuple[str | None, str]


def hint_problems(*, topic: str, text: str) -> list[Problem]:
    """Everything wrong with a hint, but for the e-mail address."""
    found: list[Problem] = []
    if topic not in list(Topic):
        found.append(("topic", "Choose what is out of date"))
    if not text.strip():
        found.append(("text", "Say what is out of date"))
    elif len(text) > LONGEST_TEXT:
        found.append(("text", f"This must be {LONGEST_TEXT:,} characters or fewer"))
    return found
