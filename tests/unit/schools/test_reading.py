"""Whatever a file is, reading it ends in schools or in sentences."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from inclusion_app.schools.register.problems import FileRefused
from inclusion_app.schools.register.reading import FIELDS, Register, read_register
from inclusion_app.schools.register.sources import source_of
from tests.support.register import HEADINGS, school_row, write_register

Change = Callable[[bytes], bytes]


def read(path: Path, *, la_code: str = "886") -> Register:
    return read_register(source_of(path), is_wanted=lambda la, _urn: la == la_code, progress=lambda _done, _all: None)


def only(path: Path) -> dict[str, object]:
    rows = read(path).rows
    assert len(rows) == 1
    return dict(zip(FIELDS, rows[0].values, strict=True)) | {"groups": rows[0].groups}


def refusal(path: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        read(path)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_a_register_reads_the_same_in_every_encoding_it_comes_in(tmp_path: Path, encoding: str) -> None:
    school = only(write_register(tmp_path / "r.csv", [school_row(900001)], encoding=encoding))
    assert school["name"] == "St Désirée's, Marsh Gibbet"


def test_columns_are_found_by_name_in_any_order(tmp_path: Path) -> None:
    rows = [school_row(900001)]
    forward = only(write_register(tmp_path / "f.csv", rows))
    assert only(write_register(tmp_path / "b.csv", rows, headings=HEADINGS[::-1])) == forward


def test_no_name_of_a_headteacher_is_read(tmp_path: Path) -> None:
    assert "Never-Imported" not in repr(read(write_register(tmp_path / "r.csv", [school_row(900001)])))


def test_what_means_nothing_is_nothing(tmp_path: Path) -> None:
    school = only(
        write_register(
            tmp_path / "r.csv",
            [school_row(900001, fsm="..", opened="", easting="0", district="999", pupils="", number="")],
        )
    )
    assert (school["fsm_percent"], school["open_date"], school["pupils"]) == (None, None, None)
    assert (school["easting"], school["northing"]) == (None, None)
    assert school["religious_character"] == ""
    assert school["groups"] == ("", "", "")


def test_a_count_of_999_is_a_count(tmp_path: Path) -> None:
    assert only(write_register(tmp_path / "r.csv", [school_row(900001, pupils="999")]))["pupils"] == 999


def test_what_a_spreadsheet_has_dropped_is_put_back(tmp_path: Path) -> None:
    whole = write_register(tmp_path / "w.csv", [school_row(900001)])
    dropped = school_row(900001, kind="1", number="201", telephone="1632960001", opened="01/09/1998")
    assert only(write_register(tmp_path / "d.csv", [dropped])) == only(whole)


@pytest.mark.parametrize(
    ("said", "phase"),
    [
        ({"phase": "2"}, "primary"),
        ({"phase": "7"}, "all-through"),
        ({"phase": "3"}, "middle-deemed-primary"),
        ({"phase": "0", "kind": "07"}, "special"),
        ({"phase": "0", "kind": "14"}, "alternative-provision"),
        ({"phase": "0", "kind": "11", "low": "11", "high": "18"}, "secondary"),
        ({"phase": "0", "kind": "11", "low": "3", "high": "18"}, "all-through"),
        ({"phase": "0", "kind": "11", "low": "", "high": ""}, "not-applicable"),
    ],
)
def test_the_phase_is_told_by_type_code_or_ages(tmp_path: Path, said: dict[str, str], phase: str) -> None:
    assert only(write_register(tmp_path / "r.csv", [school_row(900001, **said)]))["phase"] == phase


def test_both_ways_to_write_a_date_are_read(tmp_path: Path) -> None:
    school = only(write_register(tmp_path / "r.csv", [school_row(900001, opened="01/04/2013", closed="31-08-2024")]))
    assert (school["open_date"], school["close_date"]) == (date(2013, 4, 1), date(2024, 8, 31))


def test_a_web_address_gets_its_scheme_and_no_other_scheme_is_let_in(tmp_path: Path) -> None:
    rows = [school_row(900001, website="www.a.example"), school_row(900002, website="javascript:alert(1)")]
    found = read(write_register(tmp_path / "r.csv", rows)).rows
    assert [row.values[FIELDS.index("website")] for row in found] == ["http://www.a.example", ""]


def test_schools_elsewhere_and_what_is_no_school_are_left_out_and_counted(tmp_path: Path) -> None:
    rows = [school_row(900001), school_row(900002, la="887"), school_row(900003, kind="47")]
    register = read(write_register(tmp_path / "r.csv", rows))
    assert ([r.urn for r in register.rows], register.elsewhere, register.left_out) == ([900001], 1, 1)


def test_what_is_wrong_in_a_row_of_another_authority_stops_nobody(tmp_path: Path) -> None:
    rows = [school_row(900001), school_row(900002, la="887", name="", opened="soon")]
    assert len(read(write_register(tmp_path / "r.csv", rows)).rows) == 1


def test_a_column_nobody_knows_is_reported(tmp_path: Path) -> None:
    path = write_register(tmp_path / "r.csv", [school_row(900001)], headings=(*HEADINGS, "Brand new"))
    assert read(path).unknown_columns == ["Brand new"]


@pytest.mark.parametrize("name", ["EstablishmentName", "Trusts (code)", "URN"])
def test_a_needed_column_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    path = write_register(tmp_path / "r.csv", [school_row(900001)], headings=[h for h in HEADINGS if h != name])
    assert refusal(path) == f"r.csv: Column {name}: The file has no such column, and it is needed."


@pytest.mark.parametrize(
    ("said", "column", "reason"),
    [
        ({"opened": "32-13-2020"}, "OpenDate", "'32-13-2020' is not a date"),
        ({"pupils": "many"}, "NumberOfPupils", "'many' is not a whole number"),
        ({"pupils": "-1"}, "NumberOfPupils", "'-1' is not a whole number"),
        ({"fsm": "140"}, "PercentageFSM", "'140' is not a percentage"),
        ({"status": "9"}, "EstablishmentStatus (code)", "'9' is not a status"),
        ({"phase": "9"}, "PhaseOfEducation (code)", "'9' is not a phase"),
        ({"name": " "}, "EstablishmentName", "The school has no name"),
        ({"name": "a" * 301}, "EstablishmentName", "There are 301 characters; at most 300 fit"),
        ({"la": "Kent"}, "LA (code)", "'Kent' is not the three-digit code"),
        ({"district": "E07/1"}, "DistrictAdministrative (code)", "'E07/1' is not a code"),
    ],
)
def test_a_wrong_cell_is_named_by_line_column_and_reason(
    tmp_path: Path, said: dict[str, str], column: str, reason: str
) -> None:
    path = write_register(tmp_path / "r.csv", [school_row(900001), school_row(900002, **said)])
    assert refusal(path).startswith(f"r.csv: Line 3, column {column}: {reason}")


def test_every_problem_is_told_up_to_fifty(tmp_path: Path) -> None:
    rows = [school_row(900001 + n, opened="soon") for n in range(60)]
    told = refusal(write_register(tmp_path / "r.csv", rows)).splitlines()
    assert (len(told), told[-1]) == (51, "… and 10 more.")


def test_a_urn_that_comes_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    path = write_register(tmp_path / "r.csv", [school_row(900001), school_row(900001)])
    assert refusal(path) == "r.csv: Line 3, column URN: The URN 900001 is on line 2 already."


def test_a_line_break_in_a_cell_does_not_shift_the_lines_that_are_named(tmp_path: Path) -> None:
    rows = [school_row(900001, name="Two\r\nlines"), school_row(900002, opened="soon")]
    path = write_register(tmp_path / "r.csv", rows)
    assert "Line 4, column OpenDate" in refusal(path)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda _data: b"", "The file is empty"),
        (lambda _data: b"\r\n\r\n", "The first line has no headings"),
        (lambda data: data.decode("cp1252").encode("utf-16"), "The file is in UTF-16"),
        (lambda data: data.replace(b"Lane", b"La\0ne"), "NUL bytes"),
        (lambda data: data.replace(b"Lane", b"La\x81ne"), "Line 2: There is a character that is neither"),
        (lambda data: data.replace(b'"Town"', b'"Street"'), "column Street: There are two such columns"),
        (lambda data: data.rstrip(b"\r\n") + b',"one more"\r\n', "Line 2: The row has"),
        (lambda data: data[: len(data) - 200], "Line 2: "),
        (lambda data: data.replace(b'"Marsh Gibbet"', b'"Marsh "Gibbet""'), "Line 2: The line cannot be read as CSV"),
        (lambda data: data.replace(b"Marsh", b"M" * 1_000_000), "Line 2: The line cannot be read as CSV"),
        (lambda data: data.splitlines(keepends=True)[0], "no schools below them"),
        (lambda data: data.replace(b'","', b'";"'), "Line 1: The line cannot be read as CSV"),
    ],
    ids=[
        "empty",
        "blank",
        "utf-16",
        "nul",
        "cp1252",
        "twice",
        "ragged",
        "cut",
        "quotes",
        "cell",
        "headings",
        "semicolons",
    ],
)
def test_a_damaged_file_is_refused_with_a_sentence(tmp_path: Path, change: Change, told: str) -> None:
    path = write_register(tmp_path / "r.csv", [school_row(900001)])
    path.write_bytes(change(path.read_bytes()))
    assert told in refusal(path)


def test_line_ends_of_an_old_mac_are_line_ends(tmp_path: Path) -> None:
    path = write_register(tmp_path / "r.csv", [school_row(900001)])
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\r"))
    assert only(path)["town"] == "Marsh Gibbet"


def test_empty_rows_that_a_spreadsheet_leaves_are_no_schools(tmp_path: Path) -> None:
    path = write_register(tmp_path / "r.csv", [school_row(900001)])
    path.write_bytes(path.read_bytes() + b"," * (len(HEADINGS) - 1) + b"\r\n\r\n")
    assert read(path).row_count == 1


def zipped(tmp_path: Path, **members: bytes) -> Path:
    path = tmp_path / "r.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.csv", data)
    return path


def test_a_zipped_register_reads_as_the_plain_one(tmp_path: Path) -> None:
    plain = write_register(tmp_path / "r.csv", [school_row(900001)])
    assert only(zipped(tmp_path, register=plain.read_bytes())) == only(plain)


def test_a_zip_with_two_files_or_a_damaged_one_is_refused(tmp_path: Path) -> None:
    data = write_register(tmp_path / "r.csv", [school_row(900001 + n) for n in range(50)]).read_bytes()
    assert "it holds 2" in refusal(zipped(tmp_path, one=data, two=data))
    path = zipped(tmp_path, one=data)
    packed = bytearray(path.read_bytes())
    packed[200:260] = b"x" * 60
    path.write_bytes(packed)
    assert "cannot be read" in refusal(path)


def test_a_zip_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inclusion_app.schools.register.sources.LARGEST_BYTES", 1_000_000)
    assert "larger than 1 MB" in refusal(zipped(tmp_path, bomb=b"a" * 2_000_000))
