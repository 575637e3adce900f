"""How much a run can hand out."""

from inclusion_app.training.materials.rules import FULL, NO_ROOM, room_problem


def test_there_is_room_for_twenty_files_and_fifty_megabytes() -> None:
    assert room_problem(size=1, number=19, altogether=49_999_999) is None
    assert room_problem(size=1, number=20, altogether=0) == FULL
    assert room_problem(size=2, number=1, altogether=49_999_999) == NO_ROOM
