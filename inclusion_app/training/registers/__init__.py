"""Registers: who was there, session by session, and what came of each booking."""
