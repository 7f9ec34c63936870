import csv
import io
from datetime import timedelta

import pytest

from webapp.voucherify import NotFinished, errors

FILE = "Name,Source_id,Birthdate,Metadata_club\nJane,jane,2000-02-29,yes\nJoan,joan,soon,no\n"


def test_customers_are_imported_row_by_row(client):
    enqueued = client.customers.import_csv(io.BytesIO(FILE.encode()))

    action = client.async_actions.wait(enqueued.async_action_id)

    assert (action.type, action.status, action.progress) == ("CUSTOMERS.IMPORT_CSV", "DONE", 100)
    assert (action.result.done_count, action.result.failed_count) == (1, 1)
    (failure,) = action.result.failures
    assert (failure.source_id, failure.row) == ("joan", 2)
    assert failure.reason
    assert client.customers.get("jane").name == "Jane"
    with pytest.raises(errors.NotFound):
        client.customers.get("joan")


def test_a_file_that_is_none(client):
    with pytest.raises(errors.InvalidRequest):
        client.customers.import_csv(io.BytesIO(b"\xff\xfe\xfa"))


def test_a_bulk_update_reports_what_it_found(client):
    client.customers.create(source_id="jane", name="Jane")

    enqueued = client.customers.update_in_bulk(
        [{"source_id": "jane", "phone": "1"}, {"source_id": "joan"}, {"source_id": "june", "birthdate": "soon"}]
    )
    action = client.async_actions.wait(enqueued.async_action_id)

    assert action.type == "CUSTOMERS.BULK_UPDATE"
    assert (action.result.done_count, action.result.failed_count) == (2, 1)
    assert [failure.source_id for failure in action.result.failures] == ["june"]
    assert client.customers.get("jane").phone == "1"
    with client.async_actions.download_report(action.result.reports[0]) as file:
        rows = list(csv.DictReader(io.StringIO(b"".join(file).decode())))
    outcomes = {row["source_id"]: (row["found"], row["updated"]) for row in rows}
    assert outcomes["jane"] == ("true", "true")
    assert outcomes["joan"] == ("false", "true")


def test_metadata_in_bulk(client):
    client.customers.create(source_id="jane", metadata={"club": "old", "kept": 1})

    enqueued = client.customers.update_metadata_in_bulk(["jane"], {"club": "new"})
    action = client.async_actions.wait(enqueued.async_action_id)

    assert (action.type, action.operation_status) == ("CUSTOMERS.METADATA_UPDATE", "SUCCESS")
    assert client.customers.get("jane").metadata["club"] == "new"


def test_a_body_that_is_too_large(client):
    with pytest.raises(errors.PayloadTooLarge):
        client.customers.update_in_bulk([{"source_id": "x" * 1000}] * 11_000)


def test_the_list_is_walked_without_results(client):
    enqueued = [client.customers.update_in_bulk([{"source_id": f"jane-{n}"}]).async_action_id for n in range(5)]

    page = client.async_actions.list(limit=2)
    assert page.total is None
    assert page.has_more
    assert not page.items[0].result
    walked = list(client.async_actions.iterate())
    assert {action.id for action in walked} >= set(enqueued)
    moments = [action.created_at for action in walked]
    assert moments == sorted(moments, reverse=True)
    oldest = moments[-1]
    assert client.async_actions.list(end_date=oldest).items == ()
    assert client.async_actions.list(end_date=oldest + timedelta(days=1)).items


def test_work_that_takes_longer_than_there_is_time(sandbox, client):
    sandbox.settings(async_progress="reads:50")
    enqueued = client.customers.update_in_bulk([{"source_id": "jane"}])

    with pytest.raises(NotFinished) as caught:
        client.async_actions.wait(enqueued.async_action_id, seconds=0.6)

    assert caught.value.latest.status in {"ENQUEUED", "IN_PROGRESS"}


def test_an_unknown_action(client):
    with pytest.raises(errors.NotFound) as caught:
        client.async_actions.get("aa_none")
    assert caught.value.resource_type == "async_action"


def test_a_report_with_a_wrong_token(sandbox, client):
    with pytest.raises(errors.Unauthorized):
        client.async_actions.download_report(f"{sandbox.url}/downloads/aa_none?token=wrong")
