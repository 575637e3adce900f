"""What changes teams: asking, answering, objecting, confirming, replacing, and looking again at conflicts."""
