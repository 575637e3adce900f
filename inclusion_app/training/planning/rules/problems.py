"""What is wrong with runs that would be made together, each named by its date."""

from collections.abc import Sequence

from inclusion_app.foundation.formats import short_day
from inclusion_app.training.catalogue.choices import RunChoices
from inclusion_app.training.catalogue.rules import run_problems

SHOWN = 12
Problem = tuple[str | None, str]


def problems_of_runs(wanted: Sequence[RunChoices]) -> list[Problem]:
    """What breaks a rule of runs; a thing wrong with every run is said once, without a date."""
    found = [(choices, run_problems(choices, taken=0)) for choices in wanted]
    every = set.intersection(*(set(problems) for _, problems in found)) if found else set()
    problems = [_plain(problem) for _, said in found[:1] for problem in said if problem in every]
    for choices, said in found:
        problems += named(choices, [problem for problem in said if problem not in every])
    return list(dict.fromkeys(problems))[:SHOWN]


def named(choices: RunChoices, problems: Sequence[Problem]) -> list[Problem]:
    """Each problem with the date of its run."""
    day = short_day(min(session.day for session in choices.sessions))
    return [(field, f"The run on {day}: {text}") for field, text in map(_plain, problems)]


def _plain(problem: Problem) -> Problem:
    """All sessions of a pattern are alike: ``sessions-0-venue`` stands for ``venue``."""
    name, text = problem
    return (name.rsplit("-", 1)[-1] if name and name.startswith("sessions-") else name), text
