"""What can be said of a reviewer."""

from enum import StrEnum

MOST_REVIEWS = 20
KINDS = {
    "employed": "I have worked there",
    "governs": "I am a governor, trustee or member",
    "family": "I have a child there, or a close tie with its leaders",
    "consults": "I have worked for it for pay",
    "casework": "I do casework or school improvement there for the council",
}


class Standing(StrEnum):
    """Whether somebody may review today."""

    ACCREDITED = "accredited"
    EXPIRED = "expired"
    PENDING = "pending"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"accredited": "Accredited", "expired": "Training has run out", "pending": "Training not completed"}[
            self
        ]
