"""What a pairing costs: less is better. Every wish is about as large as the others at equal weight."""

from inclusion_app.reviews.matching.rules.candidates import Candidate
from inclusion_app.reviews.matching.rules.problem import Weights
from inclusion_app.reviews.teams.rules.conflicts import Code

METRES_A_POINT = 10_000
MOST_HITS = 3
SECOND_REVIEW = 1.0
NOT_FRESH = frozenset({Code.RECIPROCAL, Code.REVIEWED_BEFORE})
TOO_CLOSE = 1.5
TOO_FAR = 2.0
UNSERVED = 1_000.0
UNFILLED = 300.0


def cost_of(candidate: Candidate, weights: Weights) -> float:
    """What putting this candidate on the team costs."""
    cost = weights.distance * candidate.metres / METRES_A_POINT
    cost -= weights.expertise * min(candidate.expertise, MOST_HITS) / MOST_HITS
    cost += weights.fresh * len(candidate.soft & NOT_FRESH)
    cost += TOO_CLOSE * (Code.COMPETES in candidate.soft)
    cost += TOO_FAR * weights.distance * (Code.FAR in candidate.soft)
    return cost + weights.fresh * (Code.MANY_THIS_TERM in candidate.soft)
