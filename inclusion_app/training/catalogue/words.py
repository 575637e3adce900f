"""Words as a search reads them."""

import re
import unicodedata
from collections.abc import Iterable

MOST_WORDS = 12
SHORT = 4


def plain(text: str) -> str:
    """Lower case, without accents, words parted by single blanks, one blank in front.

    With the blank in front, ``" word"`` finds the beginning of a word wherever it stands.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " " + " ".join(re.findall(r"\w+", bare.casefold().replace("_", " ").replace("'", "").replace("’", "")))


def search_text(parts: Iterable[str]) -> str:
    """Everything that a search for a course looks in."""
    return "".join(plain(part) for part in parts if part.strip())


def wanted_words(typed: str) -> list[str]:
    """What each typed word has to be found as.

    A word of up to three letters counts only where a word begins (``ECT`` is not ``effective``), a longer one
    anywhere; a final s of a plural is let go (``governors`` finds *governor*).
    """
    return [_wanted(word) for word in plain(typed).split()[:MOST_WORDS]]


def _wanted(word: str) -> str:
    if len(word) < SHORT:
        return f" {word}"
    return word.removesuffix("s") if len(word) > SHORT and not word.endswith("ss") else word
