"""The search of the directory: words, facets, distance, map, suggestions, saved searches, and what was not found."""
