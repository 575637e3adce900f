"""Ways to get a place other than the basket: requests, applications, interest, and places of a whole school."""
