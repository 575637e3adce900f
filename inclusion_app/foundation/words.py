"""Words as a search reads them."""

import re
import unicodedata

MOST_WORDS = 12


def plain(text: str) -> str:
    """Lower case, without accents and apostrophes, every word with one blank in front.

    With the blank in front, ``" word"`` finds the beginning of a word wherever it stands.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = re.findall(r"\w+", bare.casefold().replace("_", " ").replace("'", "").replace("’", ""))
    return "".join(f" {word}" for word in words)
