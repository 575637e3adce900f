"""The wording of mails: text templates whose first line is the subject."""

import re
from typing import Any

from flask import current_app

SUBJECT = "Subject: "
MORE_THAN_ONE_BLANK_LINE = re.compile(r"\n\s*\n\s*\n")


def render_message(name: str, **context: Any) -> tuple[str, str]:
    """Subject and text of ``templates/messages/<name>.txt``; what is put in is plain text and never a template.

    Raises ValueError when the template does not begin with its subject.
    """
    template = current_app.jinja_env.get_template(f"messages/{name}.txt")
    said = template.render(  # nothing of the page that somebody happens to be on
        service_name=current_app.config["SERVICE_NAME"], base_url=current_app.config["BASE_URL"], **context
    )
    first, _, rest = said.lstrip().partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError(f"The message {name} does not begin with its subject.")
    return " ".join(first.removeprefix(SUBJECT).split()), MORE_THAN_ONE_BLANK_LINE.sub("\n\n", rest.strip()) + "\n"
