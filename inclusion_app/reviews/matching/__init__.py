"""Matching: who reviews whom in a cycle, proposed by a solver, looked at and changed by the office, then confirmed."""
