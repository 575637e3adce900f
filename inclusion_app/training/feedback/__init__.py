"""Feedback at three points, and what it says (service.md, *Feedback*; domain.md 2.1, *Evaluation*)."""
