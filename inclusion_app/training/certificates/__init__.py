"""Certificates: issued by the clock, shown as a PDF, checked by anybody who has the code, revoked when wrong."""
