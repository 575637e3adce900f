"""Words as the search of the directory compares them."""

from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from inclusion_app.foundation.words import MOST_WORDS, plain

LEFT_OUT = frozenset((
    "a", "an", "the", "of", "for", "to", "into", "in", "on", "at", "by", "from", "and", "or", "with", "who",
    "whom", "what", "that", "which", "this", "is", "are", "be", "am", "do", "our", "my", "your", "i", "we",
    "us", "you", "it", "its", "they", "their", "them", "he", "she", "his", "her", "can", "could", "would",
    "will", "some", "someone", "somebody", "something", "any", "how", "because", "about", "as", "if", "so",
    "when", "where", "there", "have", "has", "had", "me", "please",
))  # fmt: skip
"""Words that say nothing of what is looked for."""
WEAK = frozenset((
    "help", "helping", "support", "supporting", "child", "children", "pupil", "pupils", "school", "schools",
    "student", "students", "young", "people", "person", "want", "wants", "need", "needs", "come", "comes",
    "staff", "class", "look", "looking", "get", "year", "who", "does", "did", "not", "advice",
))  # fmt: skip
"""Words that nearly every offer could say: they count for little, and never keep an offer out by themselves."""
_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The part of a word that its forms share."""
    return str(_STEMMER.stemWord(word))


def words_in(text: str) -> list[str]:
    """Every word, in small letters and without accents."""
    return plain(text).split()


def meaningful(words: Iterable[str]) -> tuple[str, ...]:
    """The words without those that say nothing; all of them where nothing else is left."""
    every = tuple(words)
    return tuple(word for word in every if word not in LEFT_OUT) or every


def typed_words(typed: str) -> tuple[str, ...]:
    """What was typed, as far as it is looked for: twelve words at the most."""
    return meaningful(words_in(typed))[:MOST_WORDS]


def stems_of(text: str) -> tuple[str, ...]:
    """A phrase as it is compared: the stems of its meaningful words."""
    return tuple(stem(word) for word in meaningful(words_in(text)))


def is_weak(stems: Iterable[str]) -> bool:
    """All the words are weak ones."""
    return all(one in _WEAK_STEMS for one in stems)


_WEAK_STEMS = frozenset(stem(word) for word in WEAK)
