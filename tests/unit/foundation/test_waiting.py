"""How long a message waits for its next attempt."""

from datetime import timedelta

from inclusion_app.foundation.outbox.worker import LONGEST_WAIT, wait_after


def test_waits_double_from_a_minute_to_six_hours() -> None:
    waits = [wait_after(n) for n in range(1, 12)]

    assert waits[:4] == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT == timedelta(hours=6)
