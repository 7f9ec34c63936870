"""What the check of a file shows, correcting rows where they stand, and going on to the dry run."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask

from tests.pages.test_imports import save, upload
from tests.support.page_checks import text_of
from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer
from webapp import changesets, jobs
from webapp.imports import fixing
from webapp.imports import jobs as import_jobs
from webapp.imports.rows import original_rows, unpacked, wanted_rows
from webapp.imports.running import describe
from webapp.jobs import run_due
from webapp.jobs.stepping import take_step
from webapp.store import import_findings, imports

HEADER = "source_id,name,email,birthdate\n"
MIXED = (
    HEADER
    + "crm-1,Anna,anna@example.org,1990-05-03\n"
    + 'crm-2,"two\nlines",ana@@example.org,1990-02-30\n'  # line 3
    + "\n"
    + ",Nobody,nobody@example.org,\n"  # line 5
    + "crm-1,Anna again,anna2@example.org,\n"  # line 6
    + "crm-5,=1+1,eva@example.org,\n"  # line 7: a warning
    + "crm-6,Jan\n"  # line 8
)


def checked(app: Flask, client: PageClient, content: str = MIXED, **mapping: str) -> Page:
    """Hand over a file, map it as suggested but for the values given, and have it checked."""
    save(client, upload(client, content), **mapping)
    run_due(app)
    return client.get("/imports/1")


def lines(page: Page) -> list[str]:
    """The lines of the rows shown."""
    return [text_of(head) for head in page.all("th", scope="row")]


def row(page: Page, line: int) -> str:
    return text_of(page.all("tr", id=f"line-{line}")[0])


def fix(client: PageClient, line: int, *cells: str, status: int = 200) -> Page:
    """Correct a row by its form, as it works without JavaScript."""
    form = client.get(f"/imports/1?fix={line}").form(f"/imports/1/rows/{line}")
    return client.post(form.action, {**form.filled(), "cell": list(cells)}, status)


def keys(import_id: int = 1) -> list[str]:
    return [wanted.key for wanted in wanted_rows(import_id)]


def test_only_rows_with_findings_are_shown_with_the_spreadsheets_own_lines(app: Flask, client: PageClient):
    page = checked(app, client)
    assert "4 rows have errors" in page.text
    assert "1 row with warnings" in page.text
    assert "1 fine" in page.text
    assert lines(page) == ["3", "5", "6", "8", "7"]  # errors first
    assert "This is no e-mail address" in row(page, 3)
    assert "line 2 already" in row(page, 6)
    assert "It begins like a formula" in row(page, 7)
    assert "1 blank line was passed over" in page.text


def test_rows_are_filtered_by_level_and_by_what_was_found(app: Flask, client: PageClient):
    page = checked(app, client)
    form = page.form("/imports/1")
    assert lines(client.submit(form, show="error")) == ["3", "5", "6", "8"]
    assert lines(client.submit(form, show="warning")) == ["7"]
    assert lines(client.submit(form, show="code:duplicate_key")) == ["6"]
    assert lines(client.get("/imports/1?show=code:duplicate_key", fragment=True)) == ["6"]
    assert "No row with that is left" in client.get("/imports/1?show=code:nothing").text


def test_many_rows_are_paged(app: Flask, client: PageClient):
    page = checked(app, client, HEADER + "".join(f"crm-{n},A,not an address,\n" for n in range(60)))
    assert len(lines(page)) == 25
    last = client.get(client.get(page.links()["Next"]).links()["Next"])
    assert lines(last)[-1] == "61"
    assert "Page 3 of 3" in last.text
    assert lines(client.get("/imports/1?page=99")) == lines(last)


def test_a_corrected_row_is_checked_at_once_and_then_fine(app: Flask, client: PageClient):
    checked(app, client)
    page = fix(client, 3, "crm-2", "two\r\nlines", "ana@example.org", "1990-02-28")
    assert "Line 3 is fine now." in page.text
    assert "3 rows have errors" in page.text
    assert lines(page) == ["5", "6", "8", "7"]
    wanted = {each.key: each.values for each in wanted_rows(1)}
    assert wanted["crm-2"] == {"name": "two\nlines", "email": "ana@example.org", "birthdate": "1990-02-28"}


def test_a_row_that_still_has_errors_keeps_what_was_typed(app: Flask, client: PageClient):
    checked(app, client)
    page = fix(client, 3, "crm-2", "Bea", "ana@", "1990-02-28", status=422)
    form = page.form("/imports/1/rows/3").filled()
    assert form["cell"] == ["crm-2", "Bea", "ana@", "1990-02-28"]
    assert "Line 3 still has errors." in page.text
    assert "This is no e-mail address" in row(page, 3)
    assert "There is no day" not in row(page, 3)
    assert "4 rows have errors" in page.text


def test_a_row_of_too_few_cells_can_be_completed(app: Flask, client: PageClient):
    checked(app, client)
    assert "Line 8 is fine now." in fix(client, 8, "crm-6", "Jan", "jan@example.org", "").text


def test_a_corrected_key_is_compared_with_the_whole_file(app: Flask, client: PageClient):
    checked(app, client)
    page = fix(client, 5, "crm-5", "Nobody", "nobody@example.org", "")
    assert "the file is checked again" in page.text  # line 7 has the key too, and comes after
    run_due(app)
    page = client.get("/imports/1")
    assert lines(page) == ["3", "6", "7", "8"]
    assert "line 5 already" in row(page, 7)
    assert "line 5 already" not in fix(client, 7, "crm-8", "Eva", "eva@example.org", "").text
    assert keys() == ["crm-1", "crm-5", "crm-8"]


def test_a_key_that_stands_above_is_an_error_at_once(app: Flask, client: PageClient):
    checked(app, client)
    page = fix(client, 8, "crm-2", "Jan", "", "", status=422)
    assert "line 3 already" in row(page, 8)


def test_in_a_long_file_a_corrected_key_has_it_checked_in_the_background(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(fixing, "MOST_ROWS_LOOKED_THROUGH", 5)
    checked(app, client)
    assert "Line 3 is fine now." in fix(client, 3, "crm-2", "Bea", "ana@example.org", "").text
    assert "the file is checked again" in fix(client, 6, "crm-7", "Anna again", "anna2@example.org", "").text
    run_due(app)
    assert lines(client.get("/imports/1")) == ["5", "8", "7"]


def test_a_duplicate_that_gets_a_key_of_its_own_is_fine(app: Flask, client: PageClient):
    checked(app, client)
    assert "Line 6 is fine now." in fix(client, 6, "crm-7", "Anna again", "anna2@example.org", "").text
    assert "code:duplicate_key" not in client.get("/imports/1").html


def test_an_inline_correction_answers_the_part_of_the_page(app: Flask, client: PageClient):
    checked(app, client)
    form = client.get("/imports/1?fix=6", fragment=True).form("/imports/1/rows/6").filled()
    cells = {"cell": ["crm-7", "Anna again", "anna2@example.org", ""]}
    part = client.post("/imports/1/rows/6", {**form, **cells}, fragment=True)
    assert "Line 6 is fine now." in part.text
    assert not part.all("h1")


def test_a_row_corrected_twice_at_once_is_corrected_once(app: Flask, client: PageClient):
    checked(app, client)
    form = client.get("/imports/1?fix=6").form("/imports/1/rows/6").filled()
    data = {**form, "cell": ["crm-7", "Anna again", "anna2@example.org", ""]}
    client.post("/imports/1/rows/6", data)
    assert "was corrected already" in client.post("/imports/1/rows/6", data).text
    assert "3 rows have errors" in client.get("/imports/1").text


def test_corrections_survive_another_check(app: Flask, client: PageClient):
    checked(app, client)
    fix(client, 3, "crm-2", "Bea", "ana@example.org", "")
    save(client, client.get("/imports/1/map"), mode="update_only")
    run_due(app)
    assert "crm-2" in keys()


def test_what_is_checked_is_not_checked_again_by_another_job(app: Flask, client: PageClient):
    """As when the mapping was sent twice: a row corrected during the second pass would be lost at its end."""
    save(client, upload(client, MIXED))
    with app.app_context():
        import_jobs.start_check(1, None)
        take_step()
    first = imports.get(1).check
    run_due(app)
    second = imports.get(1).check
    assert first is not None
    assert second is not None
    assert first.checked_at == second.checked_at


def test_a_row_of_very_many_cells_is_shown_as_far_as_it_could_be_corrected(app: Flask, client: PageClient):
    checked(app, client, HEADER + "crm-1,Anna,anna@example.org,\ncrm-2" + ",x" * 100_000 + "\n")
    html = client.http.get("/imports/1?fix=3").text
    assert "This row has 100001 cells, the header 4" in html
    assert len(html) < 1_000_000


def test_the_rows_can_be_downloaded_with_lines_and_reasons_and_no_formula(app: Flask, client: PageClient):
    page = checked(app, client)
    url = next(url for words, url in page.links().items() if words.startswith("Download"))
    text = client.http.get(url).get_data(as_text=True)
    assert text.startswith("\ufeffsource_id,name,email,birthdate,Line,Reason (Frontdesk)\r\n")
    rows = {each["Line"]: each for each in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))}
    assert list(rows) == ["3", "5", "6", "7", "8"]
    assert rows["3"]["name"] == "two\nlines"
    assert "email: This is no e-mail address" in rows["3"]["Reason (Frontdesk)"]
    assert rows["7"]["name"] == "'=1+1"


def test_what_was_downloaded_can_be_imported_again(app: Flask, client: PageClient):
    checked(app, client)
    text = client.http.get("/imports/1/rows.csv").get_data()
    again = upload(client, text, "again.csv")
    save(client, again)
    run_due(app)
    page = client.get("/imports/2")
    assert "=1+1" in page.text
    assert "'=1+1" not in page.text


def test_rows_with_errors_are_left_out_of_the_dry_run_and_that_is_said(app: Flask, client: PageClient):
    page = checked(app, client)
    assert "4 rows with errors are left out." in page.text
    form = page.form("/imports/1/dry-run")
    response = client.post(form.action, form.filled("Dry run of 2 rows"), 303, follow=False)
    again = client.post(form.action, form.filled("Dry run of 2 rows"), 303, follow=False)
    change_set = changesets.latest_of("imports", 1)
    assert change_set is not None
    assert response.location == again.location == f"/changes/{change_set.id}"
    assert keys() == ["crm-1", "crm-5"]


def test_a_file_of_errors_only_offers_no_dry_run(app: Flask, client: PageClient):
    page = checked(app, client, HEADER + ",A,,\n")
    assert "there is nothing to run" in page.text
    assert not [form for form in page.all("form") if "dry-run" in (form.get("action") or "")]
    assert "There is nothing to run" in client.post("/imports/1/dry-run", _token(page)).text


def test_the_change_set_learns_what_it_came_from(app: Flask, client: PageClient):
    checked(app, client)
    before = describe(1)
    assert (before["file"], before["rows"], before["rows_with_errors_left_out"]) == ("trade-fair.csv", 6, 4)
    fix(client, 6, "crm-7", "Anna again", "anna2@example.org", "")
    assert describe(1) != before
    assert list(original_rows(1, [8, 6, 2])) == [
        ["source_id", "name", "email", "birthdate"],
        ["crm-1", "Anna", "anna@example.org", "1990-05-03"],
        ["crm-7", "Anna again", "anna2@example.org", ""],
        ["crm-6", "Jan", "", ""],
    ]


def test_a_file_that_cannot_be_read_on_says_where(app: Flask, client: PageClient):
    page = checked(app, client, HEADER + "crm-1,Anna,,\n" + 'crm-2,"never closed,,\n' + "crm-3,Jan,,\n" * 3)
    assert "could not be checked" in page.text
    assert "line 3" in page.text
    again = client.submit(page.form("/imports/1/check"))
    assert again.url == "/imports/1"
    run_due(app)
    assert "line 3" in client.get("/imports/1").text


def test_a_mapping_changed_under_a_running_check_wins(app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch):
    page = upload(client, MIXED)
    save(client, page)
    finish = import_findings.finish

    def finish_late(import_id: int, revision: int, **values: object) -> bool:
        monkeypatch.setattr(import_findings, "finish", finish)
        save(client, client.get("/imports/1/map"), **{"columns-2": ""})
        return finish(import_id, revision, **values)

    monkeypatch.setattr(import_findings, "finish", finish_late)
    run_due(app)
    assert "This is no e-mail address" not in client.get("/imports/1").text


def test_a_check_can_be_canceled_in_the_middle(app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch):
    save(client, upload(client, HEADER + "".join(f"crm-{n},A,not an address,\n" for n in range(1_500))))
    add = import_findings.add

    def add_and_cancel(import_id: int, rows: Sequence[dict[str, Any]]) -> None:
        add(import_id, rows)
        jobs.cancel(1)

    monkeypatch.setattr(import_findings, "add", add_and_cancel)
    monkeypatch.setattr(import_jobs, "TOLD_EVERY_SECONDS", 0)
    run_due(app)
    page = client.get("/imports/1")
    assert "The file is not checked" in page.text

    monkeypatch.setattr(import_findings, "add", add)
    client.submit(page.form("/imports/1/check"))
    run_due(app)
    assert "1,500 rows have errors" in client.get("/imports/1").text


def test_rows_of_very_long_cells_are_kept_a_few_at_a_time(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
):
    batches = []
    monkeypatch.setattr(import_jobs, "LARGEST_BATCH", 4_000)
    monkeypatch.setattr(import_findings, "add", lambda _id, rows: batches.append(len(rows)))
    save(client, upload(client, HEADER + "".join(f"crm-{n},{'x' * 200},not an address,\n" for n in range(50))))
    run_due(app)
    assert batches == [19, 19, 12]


def test_a_check_waits_for_the_api_to_answer(app: Flask, client: PageClient, sandbox: SandboxServer):
    save(client, upload(client, MIXED))
    sandbox.fault("status", status=503, times=6)
    run_due(app)
    assert "4 rows have errors" in client.get("/imports/1").text


def test_a_hostile_file_is_shown_as_it_is(app: Flask, client: PageClient):
    hostile = '<script>alert(1)</script>,"""><img src=x onerror=alert(1)>"\nx@@,{{ 7*7 }}\n'
    page = upload(client, "source_id,email," + hostile.replace("\n", "\ncrm-1,", 1), "<b>.csv")
    assert "<script>alert(1)</script>" in page.text
    save(client, page)
    run_due(app)
    page = client.get("/imports/1?fix=2")
    assert page.heading == "<b>.csv"
    assert "{{ 7*7 }}" in page.html


def test_more_findings_than_are_kept_are_counted_and_left_out(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(import_jobs, "MOST_STORED", 10)
    page = checked(app, client, HEADER + "".join(f"crm-{n},A,not an address,\n" for n in range(30)) + "crm-x,B,,\n")
    assert "30 rows have errors" in page.text
    assert len(lines(page)) == 10
    assert "20 more rows have some" in page.text
    assert keys() == ["crm-x"]


def test_warnings_on_every_row_leave_no_error_unseen(app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(import_jobs, "MOST_STORED", 10)
    warned = "".join(f"crm-{n},=A,,\n" for n in range(30))
    page = checked(app, client, HEADER + warned + "crm-x,B,not an address,\n")
    assert lines(page)[:2] == ["32", "2"]
    assert "20 more rows have some" in page.text
    assert lines(client.get("/imports/1?show=error")) == ["32"]


def test_while_it_is_checked_the_page_says_so_and_renews_itself_at_the_end(client: PageClient):
    save(client, upload(client, MIXED))
    page = client.get("/imports/1")
    assert [part.get("hx-trigger") for part in page.all("div") if part.get("hx-get") == "/imports/1"] == ["job-ended"]
    assert "Waiting" in page.text


def test_packed_lines_come_back():
    from webapp.imports.rows import packed

    assert list(unpacked(packed([2, 3, 1_000_000]))) == [2, 3, 1_000_000]


def test_the_address_of_no_page_holds_anything_of_the_file(app: Flask, client: PageClient):
    checked(app, client)
    fix(client, 3, "crm-2", "Bea", "ana@example.org", "")
    assert not [url for url in client.visited if "crm" in url or "%40" in url or "@" in url]


def _token(page: Page) -> dict[str, str]:
    return {"csrf_token": page.all("meta", name="csrf-token")[0].get("content") or ""}
