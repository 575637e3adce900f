"""Names that never change for what has none of its own: made from what it is, so the same today and after a restart."""

from uuid import UUID, uuid5

SPACE = UUID("6b0e7f5c-86a5-5f0a-9a3e-5d1c8a9b2f47")


def derived(*parts: str) -> str:
    """The UUID (version 5) of those parts, in that order."""
    return str(uuid5(SPACE, "\x1f".join(parts)))


def organization_id(code: str, *, la_code: str) -> str:
    """Of a provider; two counties may well use the same code."""
    return derived("organization", la_code, code)


def taxonomy_id(scheme: str) -> str:
    """Of a scheme of the vocabulary."""
    return derived("taxonomy", scheme)


def term_id(scheme: str, code: str) -> str:
    """Of a term of the vocabulary."""
    return derived("term", scheme, code)


def as_uuid(typed: str) -> str | None:
    """The UUID as it is kept; nothing for what is none."""
    try:
        return str(UUID(typed)) if len(typed) == 36 else None
    except ValueError:
        return None
