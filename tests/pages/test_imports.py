"""Handing over a file of customers, and mapping its columns."""

import csv
import io
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer
from tests.support.sessions import let_time_pass
from webapp import uploads
from webapp.imports import mapping_views
from webapp.imports.jobs import erase_old
from webapp.imports.rows import original_rows
from webapp.jobs import run_due
from webapp.store import imports
from webapp.store.database import session_scope
from webapp.store.import_models import Import
from webapp.store.leases import leased

PEOPLE = (
    "Kundennummer;Imię i nazwisko;e-mail;Miasto;Tier\ncrm-1;Żaneta Łoś;z@example.org;Łódź;gold\ncrm-2;Jan;;Kraków;\n"
)
MULTIPART = "multipart/form-data; boundary=x"


def upload(client: PageClient, content: bytes | str, name: str = "trade-fair.csv", status: int = 200) -> Page:
    """Hand over a file, and land where that leads."""
    data = content.encode() if isinstance(content, str) else content
    form = client.get("/imports/new").form("/imports/new")
    return client.submit(form, status, file=(io.BytesIO(data), name))


def save(client: PageClient, page: Page, status: int = 200, **values: str) -> Page:
    """Send the mapping as the page shows it, but for the values given."""
    return client.submit(page.form(page.url), status, **values)


def chosen(page: Page) -> list[str]:
    """The fields the columns are mapped to."""
    form = page.form(page.url).filled()
    columns = sorted((name for name in form if name.startswith("columns-")), key=lambda name: int(name.split("-")[1]))
    return [str(form[name]) for name in columns]


def post_of_size(client: PageClient, url: str, size: int) -> TestResponse:
    """What is answered to a form that says to be of this size, before any of it comes."""
    return client.http.post(url, content_type=MULTIPART, environ_overrides={"CONTENT_LENGTH": str(size)})


def multipart(token: str, content: bytes) -> bytes:
    """The form with a file, as a browser writes it."""
    head = b"--x\r\nContent-Disposition: form-data; name="
    file = head + b'"file"; filename="large.csv"\r\n\r\n' + content
    return head + b'"csrf_token"\r\n\r\n' + token.encode() + b"\r\n" + file + b"\r\n--x--\r\n"


def age(import_id: int, span: timedelta) -> None:
    with session_scope() as session:
        session.get_one(Import, import_id).created_at -= span


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("cp1250", "Windows-1250"),
        ("utf-8", "Unicode (UTF-8)"),
        ("utf-8-sig", "begins with the mark of Unicode (UTF-8)"),
        ("utf-16", "begins with the mark of Unicode (UTF-16)"),
    ],
)
def test_a_file_is_read_whatever_it_is_written_in(client: PageClient, encoding: str, said: str):
    page = upload(client, PEOPLE.encode(encoding))
    assert page.heading == "trade-fair.csv"
    assert said in page.text
    assert "semicolon" in page.text
    assert "Żaneta Łoś" in page.text
    assert chosen(page)[:4] == ["source_id", "name", "email", "address.city"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04 and so on", "This is a workbook"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"source_id,name\n", "This file has a single row."),
        ((",".join(f"c{number}" for number in range(301)) + "\n1\n").encode(), "This file has 301 columns."),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence_and_not_kept(client: PageClient, content: bytes, sentence: str):
    page = upload(client, content, status=422)
    assert sentence in page.text
    assert "Nothing was imported yet" in client.get("/imports").text


def test_a_form_without_a_file_says_so(client: PageClient):
    form = client.get("/imports/new").form("/imports/new")
    page = client.submit(form, 422)
    assert "Choose a file first." in page.text


def test_a_file_over_200_mb_is_refused_by_what_it_says_of_itself(client: PageClient):
    response = post_of_size(client, "/imports/new", 300 * 1024 * 1024)
    assert response.status_code == 413
    assert "larger than 200 MB" in response.text


def test_only_here_and_only_from_who_may_is_so_much_taken(client: PageClient, viewer: PageClient):
    assert post_of_size(client, "/imports/1/reading", 2 * 1024 * 1024).status_code == 413
    assert post_of_size(viewer, "/imports/new", 2 * 1024 * 1024).status_code == 403
    token = str(client.get("/imports/new").form("/imports/new").filled()["csrf_token"])
    response = client.http.post(
        "/imports/new", data=multipart(token, b"crm-1,Anna\n" * 150_000), content_type=MULTIPART
    )
    assert response.location == "/imports/1/map"


def test_whose_session_ended_meanwhile_is_led_to_sign_in(client: PageClient):
    token = str(client.get("/imports/new").form("/imports/new").filled()["csrf_token"])
    let_time_pass(timedelta(minutes=31))
    large = multipart(token, b"crm-1,Anna\n" * 150_000)
    response = client.http.post("/imports/new", data=large, content_type=MULTIPART)
    assert response.status_code == 303
    assert "/auth/sign-in" in (response.location or "")


def test_a_stranger_is_led_to_sign_in_before_the_file_is_read(stranger: PageClient):
    assert post_of_size(stranger, "/imports/new", 2 * 1024 * 1024).status_code == 303


def test_a_viewer_may_not_import(viewer: PageClient):
    assert "You may not do this" in viewer.get("/imports", 403).text


def test_the_upload_is_in_the_trail_with_name_and_hash(app: Flask, client: PageClient):
    upload(client, PEOPLE)
    supervisor = PageClient(app)
    supervisor.sign_in("supervisor")
    trail = supervisor.get("/audit")
    entry = supervisor.get(next(url for words, url in trail.links().items() if words == "Uploaded a file to import"))
    assert "trade-fair.csv" in entry.text
    assert imports.get(1).file.sha256 in entry.text


def test_what_was_guessed_can_be_corrected(client: PageClient):
    page = upload(client, PEOPLE.encode("cp1250"))
    wrong = client.submit(page.form("/imports/1/reading"), encoding="cp1252", delimiter=";")
    assert "¯aneta" in wrong.text
    right = client.submit(wrong.form("/imports/1/reading"), encoding="cp1250", delimiter=";")
    assert "Żaneta" in right.text
    assert "chosen by hand" in right.text


def test_a_way_in_which_it_cannot_be_read_is_refused(client: PageClient):
    page = upload(client, PEOPLE)
    refused = client.submit(page.form("/imports/1/reading"), 422, encoding="utf-16-le", delimiter=";")
    assert "It is still read as before." in refused.text
    assert "Żaneta" in refused.text


def test_a_mapping_is_remembered_for_these_headers(client: PageClient):
    page = upload(client, PEOPLE)
    save(client, page, **{"columns-1": "description", "mode": "update_only"})
    again = upload(client, PEOPLE.replace("Jan", "Janek"))
    assert chosen(again)[1] == "description"
    assert "These headers are mapped as" in again.text
    other = upload(client, PEOPLE.replace("Tier", "Level"))
    assert chosen(other)[1] == "name"


def test_what_rows_may_do_is_never_remembered(client: PageClient):
    page = upload(client, PEOPLE)
    save(client, page, overwrite="y", empty="clear", mode="update_only", date_order="month_first")
    assert imports.get(1).record.overwrite
    again = upload(client, PEOPLE)
    filled = again.form(again.url).filled()
    assert "overwrite" not in filled
    assert (filled["empty"], filled["mode"]) == ("keep", "create_and_update")
    assert filled["date_order"] == "month_first"


def test_the_same_file_once_more_is_told_of(client: PageClient):
    assert "exactly this content" not in upload(client, PEOPLE).text
    assert "exactly this content" in upload(client, PEOPLE, "again.csv").text


def test_a_new_metadata_key_is_made_by_explicit_choice_only(client: PageClient):
    page = upload(client, "source_id,Shoe Size\ncrm-1,42\n")
    assert chosen(page) == ["source_id", ""]
    save(client, page, **{"columns-1": "metadata.Shoe Size"})
    assert imports.get(1).record.mapping["fields"] == ["source_id", "metadata.Shoe Size"]


def test_what_is_wrong_with_a_mapping_stands_by_the_column(client: PageClient):
    page = upload(client, PEOPLE)
    wrong = save(client, page, 422, **{"columns-1": "email", "columns-0": ""})
    assert "No column is the Source id" in wrong.text
    assert "is the same field. Leave one of the two out." in wrong.text
    assert chosen(wrong)[:3] == ["", "email", "email"]


def test_a_title_above_the_headers_is_noticed(client: PageClient):
    assert "None of these headers is known" in upload(client, "Customers of May,\n" + PEOPLE).text
    assert "None of these headers is known" not in upload(client, PEOPLE).text


def test_a_zone_that_does_not_exist_is_refused_and_kept_in_view(client: PageClient):
    page = upload(client, PEOPLE)
    wrong = save(client, page, 422, zone="Warsaw")
    assert "Write an IANA time zone" in wrong.text
    assert 'value="Warsaw"' in wrong.html


def test_without_the_api_the_standard_fields_can_still_be_mapped(client: PageClient, sandbox: SandboxServer):
    sandbox.fault("status", status=500, times=20)
    page = upload(client, PEOPLE)
    assert "metadata keys could not be read" in page.text
    assert chosen(page)[:2] == ["source_id", "name"]


def test_the_template_has_this_projects_keys_and_is_mapped_by_itself(client: PageClient):
    text = client.http.get("/imports/template.csv").get_data(as_text=True)
    assert text.startswith("\ufeff")
    headers = next(csv.reader([text.removeprefix("\ufeff")]))
    assert headers[0] == "source_id"
    assert "address_city" in headers
    page = upload(client, text + ",".join(["crm-1"] + [""] * (len(headers) - 1)) + "\r\n")
    assert "" not in chosen(page)
    assert any(field.startswith("metadata.") for field in chosen(page))


def test_the_list_says_where_each_import_has_got_to(app: Flask, client: PageClient):
    page = upload(client, PEOPLE)
    assert "columns to be mapped" in client.get("/imports").text
    save(client, page)
    assert "being checked" in client.get("/imports").text
    run_due(app)
    assert "no errors" in client.get("/imports").text


def test_the_list_is_paged(client: PageClient):
    for number in range(27):
        imports.create(
            1 if number else _kept_file(), 1, encoding="utf-8-sig", delimiter=",", reasons=[], headers=["source_id"]
        )
    first = client.get("/imports")
    assert len(first.all("th", scope="row")) == 25
    second = client.get(first.links()["Older"])
    assert len(second.all("th", scope="row")) == 2
    assert "Newest" in second.links()


def test_after_its_time_only_the_record_is_left(app: Flask, client: PageClient):
    page = upload(client, PEOPLE)
    save(client, page)
    run_due(app)
    with app.app_context():
        age(1, uploads.kept_for() + timedelta(minutes=1))
    uploads.erase(imports.get(1).file.id)
    assert "The file was erased" in client.get("/imports/1").text
    with app.app_context():
        erase_old()
    page = client.get("/imports/1")
    assert "The file was erased" in page.text
    assert "trade-fair.csv" in page.text
    assert client.get("/imports/1/map").url == "/imports/1"
    assert "file erased" in client.get("/imports").text
    assert list(original_rows(1, [2])) == [PEOPLE.splitlines()[0].split(";")]


def _kept_file() -> int:
    return uploads.keep(io.BytesIO(b"x"), name="x.csv", owner_id=None).id


def test_who_changes_an_import_while_somebody_else_does_is_told(client: PageClient, monkeypatch: pytest.MonkeyPatch):
    page = upload(client, PEOPLE)
    monkeypatch.setattr(mapping_views, "leased", partial(leased, patience=0))
    with leased("import 1"):
        told = save(client, page)
    assert "Somebody else is working on this import" in told.text
    assert imports.get(1).record.mapping is None
