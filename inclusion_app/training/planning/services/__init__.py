"""Everything that changes when runs are planned."""
