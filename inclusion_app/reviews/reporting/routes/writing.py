"""The lead's desk: the team's forms side by side, the report beside them, themes, release and finish."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, Form, sent_already, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.models import ReviewForm
from inclusion_app.reviews.policy import may_read
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.reporting.forms import AreaForm, SummaryForm, ThemeForm
from inclusion_app.reviews.reporting.queries.consolidation import compared, team_forms
from inclusion_app.reviews.reporting.queries.content import report_form_of, written_in
from inclusion_app.reviews.reporting.queries.desk import desk_of
from inclusion_app.reviews.reporting.rules.comparing import beside_self_rating
from inclusion_app.reviews.reporting.rules.content import FIELDS, OVERALL, SUMMARY
from inclusion_app.reviews.reporting.rules.themes import theme_label
from inclusion_app.reviews.reporting.services.finishing import finalise_report
from inclusion_app.reviews.reporting.services.releasing import release_draft
from inclusion_app.reviews.reporting.services.writing import (
    TypedArea,
    add_theme,
    area_version,
    remove_theme,
    save_area,
)
from inclusion_app.reviews.routes.opening import review_as
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import EvidenceKind

RATINGS = frozenset({"", "1", "2", "3", "4", "N"})
report_writing = Blueprint("report_writing", __name__, url_prefix="/reviews/<int:review_id>/report")
SAVED = "Saved."
PULLED = "Added below what stands there. Nothing was overwritten."


@report_writing.get("/writing")
@allows(Action.REVIEW_SCHOOLS)
def desk(review_id: int) -> Response:
    """How far the report is, what stands in its way, and what comes next."""
    return _desk(_as_lead(review_id))


@report_writing.get("/areas/<area>")
@allows(Action.REVIEW_SCHOOLS)
def show_area(review_id: int, area: str) -> Response:
    """One area: what each reviewer says, side by side, and what the report says."""
    return _area_page(_with_forms(review_id), area)


@report_writing.post("/areas/<area>")
@allows(Action.REVIEW_SCHOOLS)
def write_area(review_id: int, area: str) -> Response:
    """Keep what was typed, and add a reviewer's text where its button was pressed."""
    seen, form, actor = _with_forms(review_id), AreaForm(), current_actor()
    if area not in {it.code for it in desk_of(seen.review).content.areas}:
        abort(404)
    typed = TypedArea(form.texts, form.rating.data or "", (form.shared.data or "").strip(), form.pulled)

    def act() -> Done:
        if typed.rating not in RATINGS:
            raise RuleBroken("rating", "Choose one of the ratings, or none yet")
        save_area(actor, review_id, area=area, typed=typed, version=form.edited_version, now=clock.now())
        return Done(f"/reviews/{review_id}/report/areas/{area}", PULLED if typed.pull else SAVED)

    return submit(form, act, lambda: _area_page(_with_forms(review_id), area, form), draft=_draft_key(review_id, area))


@report_writing.get("/summary")
@allows(Action.REVIEW_SCHOOLS)
def show_summary(review_id: int) -> Response:
    """The report as a whole."""
    return _summary_page(_as_lead(review_id))


@report_writing.post("/summary")
@allows(Action.REVIEW_SCHOOLS)
def write_summary(review_id: int) -> Response:
    """Keep the summary."""
    _as_lead(review_id)
    form, actor = SummaryForm(), current_actor()

    def act() -> Done:
        typed = TypedArea({SUMMARY: form.summary.data or ""})
        save_area(actor, review_id, area=OVERALL, typed=typed, version=form.edited_version, now=clock.now())
        return Done(f"/reviews/{review_id}/report/writing", "The summary is saved.")

    return submit(form, act, lambda: _summary_page(_as_lead(review_id), form), draft=_draft_key(review_id, OVERALL))


@report_writing.post("/themes")
@allows(Action.REVIEW_SCHOOLS)
def give_theme(review_id: int) -> Response:
    """Add a theme."""
    seen, actor = _as_lead(review_id), current_actor()
    titles = {area.code: area.title for area in desk_of(seen.review).content.areas}
    form = ThemeForm().with_areas(titles)

    def act() -> Done:
        said = {"area": form.area.data, "code": form.code.data, "words": form.words.data or ""}
        add_theme(actor, review_id, **said, now=clock.now())
        return Done(f"/reviews/{review_id}/report/writing#themes", "The theme is added.")

    return submit(form, act, lambda: _desk(_as_lead(review_id), themes_form=form))


@report_writing.post("/themes/<int:theme_id>/remove")
@allows(Action.REVIEW_SCHOOLS)
def take_theme(review_id: int, theme_id: int) -> Response:
    """Take a theme away."""
    if earlier := sent_already():  # what the first sending took away is not there for the second
        return earlier
    seen, form, actor = _as_lead(review_id), Form(), current_actor()
    if theme_id not in {theme.id for theme in desk_of(seen.review).themes}:
        abort(404)

    def act() -> Done:
        remove_theme(actor, review_id, theme_id)
        return Done(f"/reviews/{review_id}/report/writing#themes", "The theme is taken away.")

    return submit(form, act, lambda: _desk(_as_lead(review_id), problems=form))


@report_writing.post("/release")
@allows(Action.REVIEW_SCHOOLS)
def release(review_id: int) -> Response:
    """The draft goes to the school."""
    seen, form, actor = _as_lead(review_id), Form(), current_actor()

    def act() -> Done:
        release_draft(actor, review_id, standings=seen.standings, now=clock.now())
        return Done(
            f"/reviews/{review_id}/report/draft", "The draft is with the school. Head and coordinator are told."
        )

    return submit(form, act, lambda: _desk(_as_lead(review_id), problems=form))


@report_writing.post("/finish")
@allows(Action.REVIEW_SCHOOLS)
def finish(review_id: int) -> Response:
    """The report becomes final."""
    seen, form, actor = _as_lead(review_id), Form(), current_actor()

    def act() -> Done:
        finalise_report(actor, review_id, standings=seen.standings, version=form.edited_version, now=clock.now())
        return Done(f"/reviews/{review_id}/report", "The report is final. Everybody who may read it is told.")

    return submit(form, act, lambda: _desk(_as_lead(review_id), problems=form))


def _as_lead(review_id: int) -> SeenReview:
    """The lead, from the visit on."""
    return _lead_who_sees(review_id, Paper.DRAFT)


def _with_forms(review_id: int) -> SeenReview:
    """The lead, once their own form is in."""
    return _lead_who_sees(review_id, Paper.TEAM_FORMS)


def _lead_who_sees(review_id: int, paper: Paper) -> SeenReview:
    seen = review_as(review_id, Standing.LEAD)
    enforce(may_read(seen, paper))
    return seen


def _desk(seen: SeenReview, *, themes_form: ThemeForm | None = None, problems: Form | None = None) -> Response:
    found = desk_of(seen.review)
    titles = {area.code: area.title for area in found.content.areas}
    form = Form(formdata=None)
    form.version.data = str(seen.review.version)
    return page(
        "reviews/reporting/desk.html",
        seen=seen,
        review=seen.review,
        desk=found,
        titles=titles,
        theme_label=theme_label,
        act_form=form,
        form=themes_form or ThemeForm(formdata=None).with_areas(titles),
        problems=themes_form or problems,
        opens_forms=seen.shows(Paper.TEAM_FORMS),
    )


def _area_page(seen: SeenReview, code: str, form: AreaForm | None = None) -> Response:
    review = seen.review
    forms = team_forms(review)
    area = next((area for area in forms.questions.areas if area.code == code), None)
    if area is None:
        abort(404)
    kept, beside = report_form_of(review.id), compared(forms, area)
    judgement = written_in(kept).judgements.get(code)
    before, after = forms.questions.beside(area)
    sources = [source for source in forms.pulled.values() if source.area == code]
    return page(
        "reviews/reporting/area.html",
        seen=seen,
        review=review,
        forms=forms,
        compared=beside,
        beside=beside_self_rating(judgement.rating if judgement else "", beside.self_rating),
        sources={field: [source.author.name for source in sources if source.field == field] for field in FIELDS},
        uses_ratings=review.cycle.uses_ratings,
        kinds={kind.value: kind.label for kind in EvidenceKind},
        form=(form or _area_form(review.id, code, kept)).with_levels(forms.titles),
        draft=_draft_key(review.id, code),
        before=before,
        after=after,
    )


def _area_form(review_id: int, area: str, kept: ReviewForm | None) -> AreaForm:
    written = written_in(kept)
    judgement = written.judgements.get(area)
    form = AreaForm(
        formdata=None,
        **written.texts_of(area),
        rating=judgement.rating if judgement else "",
        shared=judgement.shared if judgement else "",
    )
    form.version.data = str(area_version(kept, area))
    drafts.restore(form, _draft_key(review_id, area))
    return form


def _summary_page(seen: SeenReview, form: SummaryForm | None = None) -> Response:
    key = _draft_key(seen.review.id, OVERALL)
    if form is None:
        kept = report_form_of(seen.review.id)
        form = SummaryForm(formdata=None, summary=written_in(kept).texts.get((OVERALL, SUMMARY), ""))
        form.version.data = str(area_version(kept, OVERALL))
        drafts.restore(form, key)
    return page("reviews/reporting/summary.html", seen=seen, review=seen.review, form=form, draft=key)


def _draft_key(review_id: int, area: str) -> str:
    return f"report-{review_id}-{area}"
