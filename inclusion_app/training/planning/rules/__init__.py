"""What has to be true of patterns of dates and of runs at risk; no database here."""
