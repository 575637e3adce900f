"""Peer reviews of inclusion, from enrolment to follow-up."""
