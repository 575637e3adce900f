"""Offers: written by providers, approved by the team, read by everybody, and checked again and again."""
