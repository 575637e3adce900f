"""Rounds of peer reviews: made, copied, moved from state to state, and schools invited to them."""
