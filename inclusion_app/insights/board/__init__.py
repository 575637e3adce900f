"""The county at a glance: what may be chosen, where schools lie on the map, and what stands behind a figure."""
