"""Terms that features share, as data: needs, phases, framework areas, audiences, strands."""
