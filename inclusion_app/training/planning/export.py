"""The list of runs as rows of a spreadsheet."""

from inclusion_app.foundation.clock import london
from inclusion_app.training.planning.queries.runs import RunRow

HEADINGS = (
    "Course",
    "Strand",
    "Provider",
    "First date",
    "Starts at",
    "Last date",
    "State",
    "Places taken",
    "Places",
    "Minimum",
    "Waiting",
    "Offers open",
    "At risk",
)


def export_row(row: RunRow) -> list[str | int]:
    """One run, in the order of ``HEADINGS``; dates and times of London."""
    run, starts, ends = row.run, london(row.run.starts_at), london(row.run.ends_at)
    return [
        run.course.title,
        run.course.strand.label,
        run.provider.name,
        starts.date().isoformat(),
        f"{starts:%H:%M}",
        ends.date().isoformat(),
        run.state,
        run.taken,
        run.capacity,
        run.minimum,
        row.waiting,
        row.offers,
        "; ".join(f"{found.risk.label}: {found.reason}" for found in row.risks),
    ]
