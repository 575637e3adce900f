"""A unique word in every confidential field of every review, and a crawl that looks for it everywhere."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from zipfile import ZipFile

import html5lib
from pypdf import PdfReader
from pypdf.errors import PdfReadError
from sqlalchemy import select
from werkzeug.routing import AnyConverter, Rule
from werkzeug.test import TestResponse

from inclusion_app.foundation.database import db, transaction
from inclusion_app.improvement.models import ImpactReview, PlanAction, ProcessEvaluation, Workshop, WorkshopPriority
from inclusion_app.reviews.models import (
    Assignment,
    Evidence,
    EvidenceFile,
    FactualPoint,
    FormText,
    HostResponse,
    ModerationNote,
    ReportTheme,
    ReportVersion,
    Review,
    ReviewForm,
)
from inclusion_app.reviews.reporting.rules.content import digest_of
from tests.matrix.asking import County

CANARY = re.compile(r"CNRY[a-z]+Q\d+Q\d+Z")
LINKS = {"a": "href", "form": "action"}
MOST_PAGES = 60


@dataclass(frozen=True)
class Planted:
    """One canary: what kind of text it stands in, of which review, and of which author (a review form's)."""

    kind: str
    review_id: int
    author_id: int | None = None


@dataclass
class Aviary:
    """Every canary by its word."""

    planted: dict[str, Planted] = field(default_factory=dict)

    def word(self, kind: str, review_id: int, row_id: int, *, author_id: int | None = None) -> str:
        """A new word, remembered."""
        word = f"CNRY{kind}Q{review_id}Q{row_id}Z"
        self.planted[word] = Planted(kind, review_id, author_id)
        return word


def plant() -> Aviary:
    """Put a canary into every confidential field there is; whatever the rows, whichever room has made them."""
    found = Aviary()
    with transaction():
        _in_forms(found)
        _in_versions(found)
        _in_reviews(found)
        _in_files(found)
        _in_plans(found)
        _in_evaluations(found)
    return found


def _in_forms(found: Aviary) -> None:
    for form in db.session.scalars(select(ReviewForm)).all():
        kind, author = form.kind.replace("-", ""), form.author_id
        for row in db.session.scalars(select(FormText).where(FormText.form_id == form.id)):
            row.text = found.word(f"{kind}text", form.review_id, row.id, author_id=author)
        for piece in db.session.scalars(select(Evidence).where(Evidence.form_id == form.id)):
            piece.seen = found.word(f"{kind}seen", form.review_id, piece.id, author_id=author)


def _in_versions(found: Aviary) -> None:
    for version in db.session.scalars(select(ReportVersion)).all():
        content = dict(version.content)
        content["summary"] = found.word(version.kind, version.review_id, version.id)
        content["response"] = found.word(f"{version.kind}reply", version.review_id, version.id)
        version.content, version.digest = content, digest_of(content)
        for point in db.session.scalars(select(FactualPoint).where(FactualPoint.draft_id == version.id)):
            point.says, point.right, point.evidence, point.reason = (
                found.word("point", version.review_id, point.id * 10 + number) for number in range(4)
            )


def _in_reviews(found: Aviary) -> None:
    now = None
    for review in db.session.scalars(select(Review)).all():
        now = now or review.created_at
        review.briefing = found.word("briefing", review.id, 1)
        review.lines_of_enquiry = found.word("briefing", review.id, 2)
        response = HostResponse(review_id=review.id, text=found.word("reply", review.id, 1), written_at=now)
        db.session.merge(response)
        theme = ReportTheme(review_id=review.id, area="leading", code="other", added_at=now)
        theme.words = found.word("theme", review.id, 1)
        note = ModerationNote(review_id=review.id, round_number=1, kind="comment", said_at=now)
        note.text = found.word("comment", review.id, 1)
        db.session.add_all([theme, note])
    for row in db.session.scalars(select(Assignment)).all():
        row.declaration = found.word("declaration", row.review_id, row.id, author_id=row.person_id)


def _in_files(found: Aviary) -> None:
    for file in db.session.scalars(select(EvidenceFile)).all():
        file.title = found.word("file", file.review_id, file.id)
        file.file_name = f"{found.word('file', file.review_id, file.id * 1000)}.pdf"


def _in_plans(found: Aviary) -> None:
    """What a person owns of a plan is that person's to read; the rest is for those who see the plan."""
    for number, shop in enumerate(db.session.scalars(select(Workshop)).all()):
        shop.attended = found.word("plan", shop.review_id, 1000 + number)
    priorities = db.session.execute(select(WorkshopPriority, Workshop.review_id).join(Workshop)).all()
    for number, (priority, review_id) in enumerate(priorities):
        priority.text = found.word("plan", review_id, 2000 + number)
    for action in db.session.scalars(select(PlanAction)).all():
        action.what, action.why, action.measure, action.note = (
            found.word("plan", action.review_id, 10_000 + action.id * 10 + n, author_id=action.owner_id)
            for n in range(4)
        )
    for after in db.session.scalars(select(ImpactReview)).all():
        after.summary = found.word("plan", after.review_id, 4000 + after.id)


def _in_evaluations(found: Aviary) -> None:
    for one in db.session.scalars(select(ProcessEvaluation)).all():
        one.learned = found.word("evaluation", one.review_id, one.id * 10, author_id=one.person_id)
        one.better = found.word("evaluation", one.review_id, one.id * 10 + 1, author_id=one.person_id)


def crawl(county: County, actor: str, review_ids: list[int]) -> dict[str, set[str]]:
    """Every canary that reaches somebody, with the addresses: all pages of these reviews, and what they link to."""
    return crawl_from(county, actor, _addresses(county, review_ids))


def crawl_from(county: County, actor: str, addresses: Iterable[str]) -> dict[str, set[str]]:
    """Every canary that reaches somebody at these addresses and at what they link to, with where."""
    waiting, known, found = list(addresses), set[str](), dict[str, set[str]]()
    most = len(waiting) + MOST_PAGES
    while waiting and len(known) < most:
        path = waiting.pop(0)
        if path in known:
            continue
        known.add(path)
        response = county.ask(actor, "GET", path)
        for word in CANARY.findall(said_by(response)):
            found.setdefault(word, set()).add(path)
        if response.mimetype == "text/html" and response.status_code == 200:
            waiting += [link for link in links_in(response.text) if link not in known]
    return found


def said_by(response: TestResponse) -> str:
    """Everything that an answer says: headers, body, and what is inside documents and archives."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers)
    if response.mimetype == "application/pdf":
        return headers + _words_of_pdf(response.data)
    if response.mimetype == "application/zip":
        with ZipFile(io.BytesIO(response.data)) as archive:
            texts = [archive.read(name).decode() for name in archive.namelist() if not name.endswith(".pdf")]
        return headers + "".join(texts)
    return headers + response.get_data(as_text=True)


def _words_of_pdf(document: bytes) -> str:
    try:
        pages = PdfReader(io.BytesIO(document)).pages
    except PdfReadError:  # somebody's upload that only says it is one
        return document.decode("latin-1")
    return "".join(page.extract_text() for page in pages).replace("\u200b", "")


def links_in(text: str) -> Iterator[str]:
    """Where links, forms that only look, and htmx attributes lead within the service."""
    for element in html5lib.parse(text, namespaceHTMLElements=False).iter():
        if element.tag == "form" and element.get("method", "get").lower() != "get":
            continue
        for name in (LINKS.get(str(element.tag), ""), "hx-get"):
            link = (element.get(name) or "").partition("#")[0] if name else ""
            if link.startswith("/") and not link.startswith(("//", "/static", "/catalogue")):
                yield link


def _addresses(county: County, review_ids: list[int]) -> Iterator[str]:
    """The home page, and every page that there is of each review; whoever asks types them."""
    yield "/"
    for rule in county.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or "review_id" not in rule.arguments:
            continue
        for review_id in review_ids:
            for values in _values(rule):
                built = rule.build({"review_id": review_id, **values})
                if built is not None:
                    yield built[1]


def _values(rule: Rule) -> Iterator[dict[str, object]]:
    """What stands for the other parts of an address: each of the words it can be, an area, or the first row."""
    names = sorted(rule.arguments - {"review_id"})
    kinds = [rule._converters[name] for name in names]
    choices = [
        sorted(kind.items) if isinstance(kind, AnyConverter) else ["leading" if name == "area" else 1]
        for name, kind in zip(names, kinds, strict=True)
    ]
    for chosen in product(*choices):
        yield dict(zip(names, chosen, strict=True))
