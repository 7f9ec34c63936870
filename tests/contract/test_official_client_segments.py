"""The vendor's own Python client, against the sandbox: segments and metadata schemas."""

import pytest
import voucherify
from voucherify.exceptions import NotFoundException

from tests.support.sandbox_server import SandboxServer


@pytest.fixture
def api(sandbox: SandboxServer) -> voucherify.ApiClient:
    return voucherify.ApiClient(voucherify.Configuration(host=sandbox.url, api_key=dict(sandbox.keys)))


def test_a_static_segment_lives_and_dies(api: voucherify.ApiClient) -> None:
    segments, customers = voucherify.SegmentsApi(api), voucherify.CustomersApi(api)
    member = customers.get_customer("ticket-1").id
    made = segments.create_segment(
        voucherify.SegmentsCreateRequestBody(name="Static", type="static", customers=[member])
    )
    assert segments.get_segment(made.id).name == "Static"
    listed = customers.list_customers(segment_id=made.id)
    assert [customer.id for customer in listed.customers] == [member]
    segments.delete_segment(made.id)
    with pytest.raises(NotFoundException):
        segments.get_segment(made.id)
    with pytest.raises(NotFoundException):
        segments.delete_segment(made.id)


@pytest.mark.parametrize("kind", ["auto-update", "passive"])
def test_a_dynamic_segment_finds_its_members(api: voucherify.ApiClient, kind: str) -> None:
    condition = {"junction": "and", "source_id": {"conditions": {"$starts_with": ["ticket-1"]}}}
    made = voucherify.SegmentsApi(api).create_segment(
        voucherify.SegmentsCreateRequestBody(name="Ones", type=kind, filter=condition)
    )
    assert (made.type, made.filter) == (kind, condition)
    members = voucherify.CustomersApi(api).list_customers(segment_id=made.id, limit=100)
    assert members.total > 1
    assert all(customer.source_id.startswith("ticket-1") for customer in members.customers)


def test_metadata_schemas(api: voucherify.ApiClient) -> None:
    schemas = voucherify.MetadataSchemasApi(api)
    listed = schemas.list_metadata_schemas()
    assert {"customer", "order"} <= {schema.related_object for schema in listed.schemas}
    customer = schemas.get_metadata_schema("customer")
    assert customer.properties["membership_level"]["eq"] == ["bronze", "silver", "gold"]
    with pytest.raises(NotFoundException):
        schemas.get_metadata_schema("earning_rules")
