"""The codes of certificates: easy to type from paper, impossible to guess."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""32 characters without I, L, O and U, as in Crockford's base 32: twelve of them are 60 bits."""
LENGTH = 12
GROUP = 4
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A code nobody can guess, written as three groups of four."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def grouped(code: str) -> str:
    """ABCD-EFGH-JKMN."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def code_as_typed(typed: str) -> str | None:
    """The code that was meant: blanks, hyphens and small letters do not matter, nor does O for 0 or I for 1.

    None where it cannot be the code of a certificate.
    """
    letters = "".join(c for c in typed[:100] if c.isalnum()).upper().translate(READ_AS)
    if len(letters) != LENGTH or set(letters) - set(ALPHABET):
        return None
    return grouped(letters)
