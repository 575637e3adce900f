"""Writing: the school's self-review, each reviewer's own form, and whatever else is a form of a review."""
