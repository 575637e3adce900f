"""Results: how far the county and each school have come, in figures that can be traced to what they count."""
