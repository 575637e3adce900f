"""What is typed about offers. Ids are the forms' own: some pages show two of them."""

from inclusion_app.directory.asking.forms.enquiries import AcceptForm, DeclineForm, EnquiryForm, MessageForm
from inclusion_app.directory.asking.forms.hints import HintAnswerForm, HintForm
from inclusion_app.directory.asking.forms.uses import AnswerForm, HideForm, NoteForm, UseForm

__all__ = [
    "AcceptForm",
    "AnswerForm",
    "DeclineForm",
    "EnquiryForm",
    "HideForm",
    "HintAnswerForm",
    "HintForm",
    "MessageForm",
    "NoteForm",
    "UseForm",
]
