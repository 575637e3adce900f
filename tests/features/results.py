"""Results: pages of one school and of all."""

VISITED = {
    "school_results.show": ("/schools/{urn}/results", ("headteacher", "team-viewer")),
    "school_results.timeline": ("/schools/{urn}/results/timeline", ("headteacher",)),
    "school_results.compare": ("/results", ("team-viewer",)),
}
