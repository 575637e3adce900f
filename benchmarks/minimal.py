"""The yardstick: the least that Flask can do with the same database, a page of fifty rows."""

import os

from flask import Flask, render_template_string
from sqlalchemy import create_engine, text

PAGE = """<!doctype html><title>Runs</title>
<ul>{% for row in rows %}<li>{{ row.id }} {{ row.starts_at }}</li>{% endfor %}</ul>"""

app = Flask(__name__)
_url = os.environ["INCLUSION_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")
_engine = create_engine(_url, pool_size=8)


@app.get("/")
def fifty_rows() -> str:
    """Fifty runs as a list."""
    with _engine.connect() as connection:
        rows = connection.execute(text("SELECT id, starts_at FROM run ORDER BY starts_at LIMIT 50")).all()
    return render_template_string(PAGE, rows=rows)


@app.get("/readyz")
def ready() -> str:
    """It serves."""
    return "ready"
