"""What schools do with offers: keep a shortlist, ask providers, use what is given, and say whether it helped."""
