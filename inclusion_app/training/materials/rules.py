"""What may be handed out."""

LONGEST_TITLE = 200
MOST_FILES = 20
MOST_ALTOGETHER = 50_000_000
FULL = f"There are {MOST_FILES} files already. Remove one first"
NO_ROOM = "The files of a run can have 50 MB altogether. Remove one first, or make this one smaller"


def room_problem(*, size: int, number: int, altogether: int) -> str | None:
    """Why there is no room for one more beside so many files of so many bytes."""
    if number >= MOST_FILES:
        return FULL
    return NO_ROOM if altogether + size > MOST_ALTOGETHER else None


def title_problem(title: str) -> str | None:
    """What is wrong with a title."""
    if not title.strip():
        return "Enter a title"
    return f"The title must be {LONGEST_TITLE} characters or fewer" if len(title) > LONGEST_TITLE else None
