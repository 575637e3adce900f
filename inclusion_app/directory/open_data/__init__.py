"""The directory as open data: read by programs, given as a table, shown on other sites, and taken in from elsewhere."""
