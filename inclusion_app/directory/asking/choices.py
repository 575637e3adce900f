"""What is said in an enquiry, of a use, and in a hint."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class EnquiryChoices:
    """What a school asks for: how the provider reaches it, and by when it is wanted."""

    needed: str
    wanted_by: date | None = None
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""

    @property
    def contact(self) -> dict[str, str]:
        """How the school is reached, by field."""
        return {
            "contact_name": self.contact_name,
            "contact_email": self.contact_email,
            "contact_phone": self.contact_phone,
        }


@dataclass(frozen=True, kw_only=True)
class UseChoices:
    """What a school says of an offer it has used; ``helped`` is empty for too early to say."""

    used_on: date | None
    helped: str = ""
    comment: str = ""
    may_share: bool = False


@dataclass(frozen=True, kw_only=True)
class HintChoices:
    """What somebody has found out of date, and where an answer may go."""

    topic: str
    text: str
    email: str = ""
