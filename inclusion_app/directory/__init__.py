"""The directory of support: what providers offer to schools, kept true, searched, asked for, and given as open data."""
