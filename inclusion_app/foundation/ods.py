"""Workbooks as OpenDocument (ODS), which council offices open without anything bought: numbers as numbers, days as
days, and everything else as text. A cell that is written as a string is never evaluated."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from inclusion_app.foundation.exports import Sheet

ODS = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" office:version="1.3"'
)
BEGINS = '<?xml version="1.0" encoding="UTF-8"?>\n'
BOLD = (
    '<office:automatic-styles><style:style style:name="bold" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
)
MANIFEST = (
    BEGINS + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def ods_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The tables as one file, heading rows frozen. Written row by row, whatever their number."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", ODS, compress_type=zipfile.ZIP_STORED)  # first, and as it is: so the format says
        file.writestr("META-INF/manifest.xml", MANIFEST)
        file.writestr("settings.xml", _settings(sheets))
        with file.open("content.xml", "w", force_zip64=True) as content:
            for piece in _content(sheets):
                content.write(piece.encode())
    return buffer.getvalue()


def _content(sheets: Sequence[Sheet]) -> Iterator[str]:
    yield f"{BEGINS}<office:document-content {SPACES}>{BOLD}<office:body><office:spreadsheet>"
    for sheet in sheets:
        yield f"<table:table table:name={quoteattr(sheet.name)}><table:table-header-rows>"
        yield _row(sheet.headings, style=' table:style-name="bold"')
        yield "</table:table-header-rows>"
        for row in sheet.rows:
            yield _row(row)
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _row(values: Sequence[Any], style: str = "") -> str:
    return f"<table:table-row>{''.join(_cell(value, style) for value in values)}</table:table-row>"


def _cell(value: Any, style: str) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    text = "".join(c for c in str(value) if c.isprintable() or c in "\n\t")
    kind = 'office:value-type="string"'
    if isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    elif isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    return f"<table:table-cell{style} {kind}><text:p>{escape(text)}</text:p></table:table-cell>"


def _settings(sheets: Sequence[Sheet]) -> str:
    """The first row of every sheet stays in sight."""
    frozen = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>"
        '<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>'
        '<config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item>'
        '<config:config-item config:name="PositionBottom" config:type="int">1</config:config-item>'
        "</config:config-item-map-entry>"
        for sheet in sheets
    )
    return (
        f"{BEGINS}<office:document-settings {SPACES}><office:settings>"
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        '<config:config-item-map-entry><config:config-item-map-named config:name="Tables">'
        f"{frozen}</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )
