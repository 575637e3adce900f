"""Rules of files that are handed out."""
