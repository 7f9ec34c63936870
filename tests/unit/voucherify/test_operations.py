"""Every operation as it goes over the wire: method, path, query and body."""

from datetime import UTC, date, datetime
from urllib.parse import unquote_plus

import pytest

from webapp.voucherify import ClientSide, Filters
from webapp.voucherify.filters import in_, is_

# Enough for each kind of answer, so that no call fails.
ANSWER = {
    "id": "x",
    "async_action_id": "x",
    "balance": 1,
    "redeemed_quantity": 1,
    "valid": True,
    "consents": {},
    "properties": {},
    "data_ref": "data",
    "data": [],
}
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
VIP = Filters(customer_id=is_("cust_1"))
VIP_QUERY = "filters[junction]=and&filters[customer_id][conditions][$is]=cust_1"

READS = [
    ("redeemables.list", ["c/1", 5], {"order": "-id", "starting_after_id": "rh_1"},
     "/v1/customers/c%2F1/redeemables?limit=5&order=-id&starting_after_id=rh_1"),
    ("redeemables.list", ["c"], {"filters": Filters("or", holder_role=in_("OWNER", "REFEREE"))},
     ("/v1/customers/c/redeemables?filters[junction]=or"
     "&filters[holder_role][conditions][$in][0]=OWNER&filters[holder_role][conditions][$in][1]=REFEREE")),
    ("segments.list", [], {"ids": ["a", "b"], "filters": Filters(type=is_("static"))},
     "/v1/segments?filters[junction]=and&filters[type][conditions][$is]=static&ids=a&ids=b"),
    ("segments.get", ["seg/1"], {}, "/v1/segments/seg%2F1"),
    ("segments.of_customer", ["c/1"], {}, "/v1/customers/c%2F1/segments"),
    ("orders.list", [], {}, "/v1/orders?order=-created_at"),
    ("orders.list", [25, 100], {"order": "updated_at"}, "/v1/orders?limit=25&page=100&order=updated_at"),
    ("orders.get", ["o/1"], {}, "/v1/orders/o%2F1"),
    ("vouchers.list", [10, 99],
     {"order": "-code", "category": "A", "campaign_id": "camp_1", "campaign": "Sale", "customer": "c", "code": "X",
      "created_before": NEW_YEAR, "created_after": date(2025, 1, 1), "updated_before": "2026", "updated_after": "2025",
      "ids": ["v_1"]},
     ("/v1/vouchers?limit=10&page=99&order=-code&ids=v_1&category=A&campaign_id=camp_1&campaign=Sale&customer=c&code=X"
     "&created_at[before]=2026-01-01T00:00:00.000Z&created_at[after]=2025-01-01"
     "&updated_at[before]=2026&updated_at[after]=2025")),
    ("vouchers.get", ["A/B"], {}, "/v1/vouchers/A%2FB"),
    ("vouchers.list_transactions", ["A/B", 7], {"order": "id", "starting_after_id": "vtx_1"},
     "/v1/vouchers/A%2FB/transactions?limit=7&order=id&starting_after_id=vtx_1"),
    ("vouchers.get_redemptions", ["A/B"], {}, "/v1/vouchers/A%2FB/redemption"),
    ("redemptions.list", [10, 99],
     {"order": "-tracking_id", "results": ["SUCCESS", "FAILURE"], "campaign": "Sale", "customer": "c",
      "created_before": NEW_YEAR, "created_after": date(2025, 1, 1), "filters": VIP},
     (f"/v1/redemptions?limit=10&page=99&order=-tracking_id&result=SUCCESS&result=FAILURE&{VIP_QUERY}"
     "&campaign=Sale&customer=c&created_at[before]=2026-01-01T00:00:00.000Z&created_at[after]=2025-01-01")),
    ("redemptions.get", ["r/1"], {}, "/v1/redemptions/r%2F1"),
    ("consents.list", [], {}, "/v1/consents"),
    ("metadata_schemas.list", [], {}, "/v1/metadata-schemas"),
    ("metadata_schemas.get", ["metadata schema"], {}, "/v1/metadata-schemas/metadata%20schema"),
    ("async_actions.list", [5], {"end_date": NEW_YEAR}, "/v1/async-actions?limit=5&end_date=2026-01-01T00:00:00.000Z"),
    ("async_actions.get", ["aa/1"], {}, "/v1/async-actions/aa%2F1"),
    ("exports.list", [5, 100], {"order": "-status"}, "/v1/exports?limit=5&page=100&order=-status"),
    ("exports.get", ["exp/1"], {}, "/v1/exports/exp%2F1"),
    ("publications.list", [5, 100],
     {"order": "channel", "campaign": "Sale", "customer": "c", "voucher": "X", "result": "FAILURE",
      "voucher_type": "loyalty", "is_referral_code": False, "source_id": "s", "filters": VIP},
     (f"/v1/publications?limit=5&page=100&order=channel&{VIP_QUERY}&campaign=Sale&customer=c&voucher=X&result=FAILURE"
     "&voucher_type=loyalty&is_referral_code=false&source_id=s")),
    ("campaigns.list", [5, 100],
     {"order": "-updated_at", "expand": "category", "campaign_type": "GIFT_VOUCHERS", "campaign_status": "DONE",
      "is_referral_code": True},
     ("/v1/campaigns?limit=5&page=100&order=-updated_at&expand=category&campaign_type=GIFT_VOUCHERS"
     "&campaign_status=DONE&is_referral_code=true")),
    ("campaigns.get", ["Summer Sale"], {}, "/v1/campaigns/Summer%20Sale"),
    ("loyalties.get_member", ["L/1"], {}, "/v1/loyalties/members/L%2F1"),
    ("loyalties.get_member", ["L/1"], {"campaign_id": "The Club"}, "/v1/loyalties/The%20Club/members/L%2F1"),
]  # fmt: skip

JANE = {"source_id": "jane", "name": "Jane"}
ITEMS = [{"product_id": "prod_1", "quantity": 2, "price": 500}]

WRITES = [
    ("segments.create_static", ["VIP", ["cust_1"]], {}, "POST /v1/segments",
     {"name": "VIP", "type": "static", "customers": ["cust_1"]}),
    ("segments.create_dynamic", ["VIP", Filters(name=is_("Jane"))], {"type": "auto-update"}, "POST /v1/segments",
     {"name": "VIP", "type": "auto-update", "filter": {"junction": "and", "name": {"conditions": {"$is": ["Jane"]}}}}),
    ("orders.create", [], {"source_id": "o-1", "status": "PAID", "amount": 1000, "items": ITEMS, "customer": JANE},
     "POST /v1/orders",
     {"source_id": "o-1", "status": "PAID", "amount": 1000, "items": ITEMS, "customer": JANE}),
    ("orders.update", ["o/1"], {"source_id": None, "metadata": {"a": None}, "created_at": date(2026, 1, 1)},
     "PUT /v1/orders/o%2F1", {"source_id": None, "metadata": {"a": None}, "created_at": "2026-01-01"}),
    ("orders.import_orders", [[{"source_id": "o-1"}]], {}, "POST /v1/orders/import", [{"source_id": "o-1"}]),
    ("orders.export", [], {}, "POST /v1/orders/export", {"parameters": {}}),
    ("orders.export", [], {"fields": ["id"], "order": "-status", "filters": Filters(amount=is_(12.5))},
     "POST /v1/orders/export",
     {"parameters": {"fields": ["id"], "order": "-status",
                     "filters": {"junction": "and", "amount": {"conditions": {"$is": [12.5]}}}}}),
    ("vouchers.add_balance", ["A/B", -500], {"reason": "Complaint", "source_id": "t-1"},
     "POST /v1/vouchers/A%2FB/balance", {"amount": -500, "reason": "Complaint", "source_id": "t-1"}),
    ("redemptions.roll_back", ["r/1"], {"reason": "Returned"}, "POST /v1/redemptions/r%2F1/rollback",
     {"reason": "Returned"}),
    ("exports.create", ["customer"], {"fields": ["name", "metadata.tier"], "order": "-name"}, "POST /v1/exports",
     {"exported_object": "customer", "parameters": {"fields": ["name", "metadata.tier"], "order": "-name"}}),
    ("exports.create", ["voucher"], {"campaign_id": "camp_1"}, "POST /v1/exports",
     {"exported_object": "voucher", "parameters": {"campaign_id": "camp_1"}}),
    ("publications.create_from_campaign", ["Sale", JANE], {"count": 2, "join_once": True, "channel": "support"},
     "POST /v1/publications?join_once=true",
     {"campaign": {"name": "Sale", "count": 2}, "customer": JANE, "channel": "support"}),
    ("publications.create_from_voucher", ["X", JANE], {"source_id": "p-1", "metadata": {}}, "POST /v1/publications",
     {"voucher": "X", "customer": JANE, "source_id": "p-1", "metadata": {}}),
    ("validations.validate", [[{"object": "voucher", "id": "X"}]], {"order": {"amount": 1000}}, "POST /v1/validations",
     {"redeemables": [{"object": "voucher", "id": "X"}], "order": {"amount": 1000}}),
    ("loyalties.add_balance", ["L/1", 10], {"expiration_type": "CUSTOM_DATE", "expiration_date": date(2030, 1, 1)},
     "POST /v1/loyalties/members/L%2F1/balance",
     {"points": 10, "expiration_type": "CUSTOM_DATE", "expiration_date": "2030-01-01"}),
    ("loyalties.add_balance", ["L/1", 10], {"campaign_id": "The Club"},
     "POST /v1/loyalties/The%20Club/members/L%2F1/balance", {"points": 10}),
    ("customers.update_in_bulk", [[JANE]], {}, "POST /v1/customers/bulk/async", [JANE]),
    ("customers.update_metadata_in_bulk", [["jane"], {"tier": None}], {}, "POST /v1/customers/metadata/async",
     {"source_ids": ["jane"], "metadata": {"tier": None}}),
]  # fmt: skip

BARE = [
    ("vouchers.enable", ["A/B"], "POST /v1/vouchers/A%2FB/enable"),
    ("vouchers.disable", ["A/B"], "POST /v1/vouchers/A%2FB/disable"),
]

WITHOUT_ANSWER = [
    ("segments.delete", ["seg/1"], "DELETE /v1/segments/seg%2F1", None),
    ("exports.delete", ["exp/1"], "DELETE /v1/exports/exp%2F1", None),
    ("consents.update", ["c/1", {"cnst_1": True, "cnst_2": False}], "PUT /v1/customers/c%2F1/consents",
     {"cnst_1": True, "cnst_2": False}),
    ("consents.refuse_all", ["c"], "PUT /v1/customers/c/consents", {"unsubscribed": True}),
]  # fmt: skip

# What the API could only refuse.
WRONG = [
    ("redeemables.list", ["c"], {"order": "created_at"}),
    ("segments.list", [], {"ids": []}),
    ("segments.list", [], {"ids": "seg_1"}),
    ("segments.create_static", ["Everybody", range(20_001)], {}),
    ("segments.create_dynamic", ["x", VIP], {"type": "static"}),
    ("orders.list", [], {"page": 101}),
    ("orders.create", [], {"status": "CANCELLED"}),
    ("orders.update", ["o"], {"items": ITEMS * 501}),
    ("orders.import_orders", [[]], {}),
    ("orders.import_orders", [[{}] * 2_001], {}),
    ("orders.export", [], {"order": "amount"}),
    ("vouchers.list", [], {"page": 100}),
    ("vouchers.list_transactions", ["X"], {"order": "created_at"}),
    ("redemptions.list", [], {"results": ["DONE"]}),
    ("redemptions.list", [], {"filters": Filters(code=is_("X"))}),
    ("consents.update", ["c", {}], {}),
    ("async_actions.list", [0], {}),
    ("exports.create", ["people"], {}),
    ("publications.list", [], {"result": "DONE"}),
    ("publications.create_from_campaign", ["Sale", JANE], {"count": 51}),
    ("validations.validate", [[]], {}),
    ("validations.validate", [[{}] * 31], {}),
    ("campaigns.list", [], {"campaign_type": "LUCKY_DRAW"}),
    ("loyalties.add_balance", ["L", 1], {"expiration_type": "NEVER"}),
    ("customers.update_in_bulk", [[]], {}),
    ("customers.update_in_bulk", [[{"name": "Jane"}]], {}),
    ("customers.update_metadata_in_bulk", [[], {}], {}),
]


def method(client, name):
    resource, _, operation = name.partition(".")
    return getattr(getattr(client, resource), operation)


@pytest.mark.parametrize(("name", "arguments", "options", "address"), READS)
def test_a_read(wire, client, name, arguments, options, address):
    wire.answers(ANSWER)

    method(client, name)(*arguments, **options)

    path, _, query = wire.requests[0].path.partition("?")
    assert wire.requests[0].method == "GET"
    assert f"{path}?{unquote_plus(query)}".rstrip("?") == address


@pytest.mark.parametrize(("name", "arguments", "options", "operation", "body"), WRITES)
def test_a_write(wire, client, name, arguments, options, operation, body):
    wire.answers(ANSWER)

    method(client, name)(*arguments, **options)

    (request,) = wire.requests
    assert f"{request.method} {request.path}" == operation
    assert request.json == body


@pytest.mark.parametrize(("name", "arguments", "operation"), BARE)
def test_a_write_without_a_body(wire, client, name, arguments, operation):
    wire.answers(ANSWER)

    method(client, name)(*arguments)

    (request,) = wire.requests
    assert (f"{request.method} {request.path}", request.body) == (operation, b"")


@pytest.mark.parametrize(("name", "arguments", "operation", "body"), WITHOUT_ANSWER)
def test_a_write_without_an_answer(wire, client, name, arguments, operation, body):
    wire.answers(status=204)

    assert method(client, name)(*arguments) is None

    (request,) = wire.requests
    assert f"{request.method} {request.path}" == operation
    assert (request.json if request.body else None) == body


@pytest.mark.parametrize(("name", "arguments", "options"), WRONG)
def test_what_the_api_could_only_refuse_is_not_sent(wire, client, name, arguments, options):
    with pytest.raises(ValueError, match=r"must be|at most|no filter"):
        method(client, name)(*arguments, **options)

    assert wire.requests == []


@pytest.mark.parametrize("name", ["activity.list", "vouchers.list", "publications.list", "orders.create"])
def test_a_misspelt_name_is_refused(wire, client, name):
    with pytest.raises(TypeError):
        method(client, name)(*["c"][: name == "activity.list"], custmer="jane")

    assert wire.requests == []


def test_browsers_have_their_own_door(wire):
    wire.answers(ANSWER)
    wire.answers(status=204)

    with ClientSide(wire.url, "client-id", "client-token", "https://shop.example.com") as client:
        client.consents.list()
        client.consents.update("c/1", {"cnst_1": True})

    assert [request.path for request in wire.requests] == ["/client/v1/consents", "/client/v1/customers/c%2F1/consents"]
    for request in wire.requests:
        assert request.headers["X-Client-Application-Id"] == "client-id"
        assert request.headers["X-Client-Token"] == "client-token"
        assert request.headers["Origin"] == "https://shop.example.com"
        assert "X-App-Token" not in request.headers
