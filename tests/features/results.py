"""Results: pages of one school and of all, and their files."""

CODES = {"A": "completion"}
FORMS = {"A": "xlsx", "missing": "csv"}
WORDS = {
    "county_results.measure code": CODES,
    "county_results.schools code": CODES,
    "result_files.groups code": CODES,
    "result_files.schools code": CODES,
    "result_files.groups form": FORMS,
    "result_files.schools form": FORMS,
    "result_files.strands form": {"A": "ods", "missing": "doc"},
    "result_files.reviews form": {"A": "csv", "missing": "doc"},
    "result_files.not_reached form": {"A": "xlsx", "missing": "doc"},
}
VISITED = {
    "school_results.show": ("/schools/{urn}/results", ("headteacher", "team-viewer")),
    "school_results.timeline": ("/schools/{urn}/results/timeline", ("headteacher",)),
    "school_results.compare": ("/results", ("team-viewer",)),
    "county_results.show": ("/team/results", ("team-viewer",)),
    "county_results.show_map": ("/team/results/map?colour=coverage", ("team-viewer",)),
    "county_results.list_not_reached": ("/team/results/not-yet-reached", ("team-viewer",)),
    "county_results.measure": ("/team/results/measures/completion", ("team-viewer",)),
    "county_results.schools": ("/team/results/measures/reach/schools", ("team-adviser",)),
    "county_results.definitions": ("/team/results/definitions", ("team-viewer",)),
}
NO_PAGES = {
    f"result_files.{name}": "a file for a spreadsheet"
    for name in ("groups", "schools", "strands", "reviews", "not_reached")
}
