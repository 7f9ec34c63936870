"""The vendor's own Python client, against the sandbox: async actions, imports, bulk updates and exports."""

import time
from pathlib import Path

import pytest
import requests
import voucherify
from voucherify.exceptions import NotFoundException, UnauthorizedException

from tests.support.sandbox_server import SandboxServer


@pytest.fixture
def api(sandbox: SandboxServer) -> voucherify.ApiClient:
    return voucherify.ApiClient(voucherify.Configuration(host=sandbox.url, api_key=dict(sandbox.keys)))


@pytest.fixture
def customers(api: voucherify.ApiClient) -> voucherify.CustomersApi:
    return voucherify.CustomersApi(api)


def finished(api: voucherify.ApiClient, identifier: str) -> voucherify.AsyncActionGetResponseBody:
    deadline = time.monotonic() + 10
    while (action := voucherify.AsyncActionsApi(api).get_async_action(identifier)).status != "DONE":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return action


def test_import(api: voucherify.ApiClient, customers: voucherify.CustomersApi, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("Name,Source_id,membership_level\nJane,jane,gold\nJoan,joan,iron\n")
    enqueued = customers.import_customers_using_csv(file=str(file))
    action = finished(api, enqueued.async_action_id)
    assert (action.type, action.progress) == ("CUSTOMERS.IMPORT_CSV", 100)
    assert customers.get_customer("jane").metadata == {"membership_level": "gold"}
    with pytest.raises(NotFoundException):
        customers.get_customer("joan")


def test_bulk_update(api: voucherify.ApiClient, customers: voucherify.CustomersApi, sandbox: SandboxServer) -> None:
    rows = [voucherify.CustomersUpdateInBulkRequestBody(source_id=name, name=name.title()) for name in ("jane", "joan")]
    enqueued = customers.update_customers_in_bulk(rows)
    action = finished(api, enqueued.async_action_id)
    assert (action.type, action.operation_status) == ("CUSTOMERS.BULK_UPDATE", "SUCCESS")
    assert customers.get_customer("joan").name == "Joan"
    result = sandbox.call("GET", f"/v1/async-actions/{action.id}").json()["result"]  # the client drops half of it
    assert (result["done_count"], result["failed_count"]) == (2, 0)
    assert (
        requests.get(result["reports"][0], timeout=5).text
        == "source_id,found,updated\njane,false,true\njoan,false,true\n"
    )


def test_metadata_update(api: voucherify.ApiClient, customers: voucherify.CustomersApi) -> None:
    enqueued = customers.update_customers_metadata_in_bulk(
        voucherify.CustomersMetadataUpdateInBulkRequestBody(source_ids=["jane"], metadata={"wave": 3})
    )
    assert finished(api, enqueued.async_action_id).operation_status == "SUCCESS"
    assert customers.get_customer("jane").metadata == {"wave": 3}


def test_the_list(api: voucherify.ApiClient, customers: voucherify.CustomersApi) -> None:
    identifiers = [customers.import_customers_using_csv(file=b"Name\n").async_action_id for _ in range(2)]
    for identifier in identifiers:
        finished(api, identifier)
    listed = voucherify.AsyncActionsApi(api).list_async_actions(limit=1)
    assert ([action.id for action in listed.async_actions], listed.has_more) == (identifiers[1:], True)
    earlier = voucherify.AsyncActionsApi(api).list_async_actions(end_date=listed.async_actions[0].created_at)
    assert [action.id for action in earlier.async_actions] == identifiers[:1]


def test_exports(api: voucherify.ApiClient) -> None:
    exports = voucherify.ExportsApi(api)
    made = exports.create_export(
        voucherify.ExportsCreateRequestBody(
            exported_object="customer",
            parameters=voucherify.ExportsCreateRequestBodyParameters(fields=["source_id", "name"], order="-created_at"),
        )
    )
    deadline = time.monotonic() + 10
    while (export := exports.get_export(made.id)).status != "DONE":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    token = export.result.url.partition("token=")[2]
    assert exports.download_export(made.id, token).startswith("Source ID,Name\n")
    with pytest.raises(UnauthorizedException):
        exports.download_export(made.id, "no token")
    assert exports.list_exports().total == 1
    exports.delete_export(made.id)
    with pytest.raises(NotFoundException):
        exports.get_export(made.id)
