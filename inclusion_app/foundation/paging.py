"""One page of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from inclusion_app.foundation.database import db

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """The items of one page, and where it stands in the whole."""

    items: Sequence[T]
    number: int
    per_page: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page; 1 when there is nothing."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first_item(self) -> int:
        """The place of the first item shown, counted from 1; 0 when there is nothing."""
        return (self.number - 1) * self.per_page + 1 if self.total else 0

    @property
    def last_item(self) -> int:
        """The place of the last item shown."""
        return min(self.number * self.per_page, self.total)


def paginate(query: Select[*tuple[Any, ...]], number: int, *, per_page: int = 25) -> Page[Any]:
    """Two statements: how many there are, and the page asked for (the nearest one that exists)."""
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(1, number), max(1, -(-total // per_page)))
    rows = db.session.execute(query.limit(per_page).offset((number - 1) * per_page))
    items = rows.scalars().unique().all() if len(query.column_descriptions) == 1 else rows.all()
    return Page(items=items, number=number, per_page=per_page, total=total)
