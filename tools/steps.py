"""Steps of a check: each is a command; its output is shown when it fails, or as it comes where that is asked for."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tools.bootstrap import ROOT

AT_ONCE = 2
# Tests start many processes: each would compile the whole service anew on a machine that is told to keep no bytecode.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Step:
    """One command, named for what it makes sure of."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    """How a step went."""

    name: str
    code: int
    seconds: float

    def __str__(self) -> str:
        return f"{'ok    ' if self.code == 0 else 'FAILED'} {self.name} ({self.seconds:.1f} s)"


def run_quietly(steps: Sequence[Step]) -> list[Outcome]:
    """Run several side by side; a line each, and the whole output of one that fails."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(_quietly, steps))


def run_aloud(step: Step) -> Outcome:
    """Run one with its output shown as it comes."""
    print(f"\n== {step.name}", flush=True)
    begun = time.monotonic()
    code = subprocess.run(step.command, cwd=ROOT, env=ENVIRONMENT, check=False).returncode
    return Outcome(step.name, code, time.monotonic() - begun)


def close(outcomes: Sequence[Outcome]) -> int:
    """Say how everything went, and give the exit code: the number of failures."""
    failed = [outcome for outcome in outcomes if outcome.code]
    print("\n" + "\n".join(map(str, outcomes)))
    print(f"\n{len(failed)} of {len(outcomes)} steps FAILED." if failed else f"\nAll {len(outcomes)} steps passed.")
    sys.stdout.flush()
    return len(failed)


def _quietly(step: Step) -> Outcome:
    begun = time.monotonic()
    done = subprocess.run(step.command, cwd=ROOT, env=ENVIRONMENT, check=False, capture_output=True, text=True)
    outcome = Outcome(step.name, done.returncode, time.monotonic() - begun)
    print(f"{done.stdout}{done.stderr}{outcome}" if outcome.code else outcome, flush=True)
    return outcome
