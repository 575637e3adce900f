"""Other tools of the council that read the measures, each with a token of its own."""
