"""One peer review, told by everybody who has to do with it: who they are, what they do, and what they may read."""
