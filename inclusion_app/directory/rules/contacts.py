"""How one reaches a provider: telephone numbers, e-mail and web addresses and postcodes, checked kindly."""

import re
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

POSTCODE = re.compile(r"(GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})")
PHONE_WRONG = "Enter a telephone number, such as 01622 123456 or 0300 123 4567"
EMAIL_WRONG = "Enter an e-mail address, such as name@example.com"
WEB_WRONG = "Enter a web address, such as https://www.example.com"
POSTCODE_WRONG = "Enter a full postcode, such as ME14 1XX"


def tidy_phone(typed: str) -> str:
    """The number as it is dialled in this country, or from abroad. Raises ValueError with a sentence."""
    if not typed.strip():
        return ""
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException as problem:
        raise ValueError(PHONE_WRONG) from problem
    if not phonenumbers.is_possible_number(number):
        raise ValueError(PHONE_WRONG)
    style = phonenumbers.PhoneNumberFormat
    at_home = number.country_code == 44
    return phonenumbers.format_number(number, style.NATIONAL if at_home else style.INTERNATIONAL)


def tidy_address(typed: str) -> str:
    """The e-mail address in lower case. Raises ValueError with a sentence."""
    if not typed.strip():
        return ""
    try:
        found = validate_email(typed.strip(), check_deliverability=False)
    except EmailNotValidError as problem:
        raise ValueError(EMAIL_WRONG) from problem
    return found.normalized.lower()


def tidy_web(typed: str) -> str:
    """The web address with its scheme. Raises ValueError with a sentence for anything but http and https."""
    said = typed.strip()
    if not said:
        return ""
    if "://" not in said and not re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", said, re.IGNORECASE):
        said = f"https://{said}"
    try:
        parts = urlsplit(said)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as problem:
        raise ValueError(WEB_WRONG) from problem
    is_web = parts.scheme.lower() in {"http", "https"} and "." in host.strip(".") and not parts.username
    if not is_web or re.search(r"[\s<>\"'\\\x00-\x1f]", said):
        raise ValueError(WEB_WRONG)
    return said


def tidy_postcode(typed: str) -> str:
    """The postcode in capitals with its blank. Raises ValueError with a sentence."""
    said = "".join(typed.upper().split())
    if not said:
        return ""
    spaced = f"{said[:-3]} {said[-3:]}"
    if not POSTCODE.fullmatch(spaced):
        raise ValueError(POSTCODE_WRONG)
    return spaced
