"""The team's board of one cycle: who stands where, who is late, and what can be done about it."""
