"""Other words for the same, as they stand in the vocabulary's folder."""

from functools import lru_cache

from inclusion_app.vocabulary.files import DATA, FileWrong, read_toml

FILE = DATA / "search" / "synonyms.toml"


@lru_cache(maxsize=1)
def synonyms() -> tuple[tuple[str, ...], ...]:
    """The groups of the file. Raises FileWrong when it cannot be read."""
    groups = read_toml(FILE).get("groups")
    if not isinstance(groups, list) or not all(isinstance(group, list) and len(group) > 1 for group in groups):
        raise FileWrong(f"{FILE.name}: groups has to be a list of lists of two and more.")
    return tuple(tuple(str(said) for said in group) for group in groups)
