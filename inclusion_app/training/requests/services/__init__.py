"""What changes requests, applications, interest, and places of a whole school."""
