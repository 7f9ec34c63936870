import csv
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.finished import finished

KINDS = ["voucher", "redemption", "customer", "publication", "order", "points_expiration", "voucher_transactions"]
DEFAULTS = {
    "voucher": ["Code", "Voucher Type", "Value", "Discount Type"],
    "redemption": ["ID", "Object", "Voucher Code", "Customer ID", "Date", "Result"],
    "customer": ["Name", "Source ID"],
    "publication": ["Code", "Customer ID", "Date", "Channel"],
    "order": ["ID", "Source ID", "Status"],
    "points_expiration": ["ID", "Campaign ID", "Voucher ID", "Status", "Expires At", "Points"],
    "voucher_transactions": [
        "ID", "Type", "Source ID", "Status", "Reason", "Source", "Balance", "Amount", "Created At",
    ],
}  # fmt: skip

REDEMPTION_FIELDS = (
    "Unsupported field used. Allowed fields: id, object, date, voucher_code, campaign, promotion_tier_id, "
    "customer_id, customer_source_id, customer_name, tracking_id, order_id, order_amount, gift_amount, "
    "loyalty_points, result, failure_code, failure_message, metadata"
)
NOT_EXPORTED = (
    "Property .exported_object should be equal to one of the allowed values [ voucher, redemption, customer, "
    "publication, order, points_expiration, voucher_transactions ]"
)
NO_ORDER = (
    "Property .parameters.order should be equal to one of the allowed values [ -created_at, created_at, "
    "-updated_at, updated_at, -status, status ]"
)


def created(client: FlaskClient, exported_object: str, **parameters: Any) -> dict[str, Any]:
    answer = client.post("/v1/exports", json={"exported_object": exported_object, "parameters": parameters})
    assert answer.status_code == 200
    export: dict[str, Any] = answer.get_json()
    return export


def exported(client: FlaskClient, exported_object: str, **parameters: Any) -> list[list[str]]:
    """The header and the rows of a new export's file."""
    export = finished(client, f"/v1/exports/{created(client, exported_object, **parameters)['id']}")
    assert export["status"] == "DONE"
    answer = client.get(export["result"]["url"])
    assert answer.mimetype == "text/plain"
    return list(csv.reader(answer.text.splitlines()))


def everything(client: FlaskClient, path: str) -> list[dict[str, Any]]:
    """All items of a list of fewer than 900."""
    pages = [
        client.get(f"{path}{'&' if '?' in path else '?'}limit=100&page={page}").get_json() for page in range(1, 10)
    ]
    return [item for page in pages for item in page[page["data_ref"]]]


def test_an_export_from_order_to_file(client: FlaskClient) -> None:
    client.put("/_sandbox/settings", json={"async_progress": "reads:3"})
    answer = client.post("/v1/exports", json={"exported_object": "customer"})
    export = answer.get_json()
    assert answer.status_code == 200
    assert export["id"].startswith("exp_")
    assert {name: export[name] for name in export if name not in ("id", "created_at")} == {
        "object": "export", "status": "SCHEDULED", "channel": "API", "exported_object": "customer", "parameters": {},
        "result": None, "user_id": None,
    }  # fmt: skip
    looks = [client.get(f"/v1/exports/{export['id']}").get_json() for _ in range(3)]
    assert [look["status"] for look in looks] == ["SCHEDULED", "IN_PROGRESS", "DONE"]
    assert looks[1]["result"] is None
    url = looks[2]["result"]["url"]
    assert url.startswith(f"http://localhost/v1/exports/{export['id']}?token=")
    stranger = client.application.test_client()
    assert stranger.get(url).text == (
        'Name,Source ID\nAnna Nowak,crm-1\n"Hanna ""Hania"" Nowak",crm-2\nBob Stone,bob@example.com\n,\n'
        "Slash 100%,a/b?c=d#e%2F+x@y z\n"
    )
    for asking in (client, stranger):
        refused = asking.get(url + "x")
        assert (refused.status_code, refused.get_json()) == (
            401,
            {"code": 401, "message": "Unauthorized", "key": "unauthorized"},
        )


@pytest.mark.parametrize("kind", KINDS)
def test_default_columns(shop: FlaskClient, kind: str) -> None:
    header, *rows = exported(shop, kind)
    assert header == DEFAULTS[kind]
    assert rows
    assert {len(row) for row in rows} == {len(header)}


def test_customers_are_as_the_api_shows_them(shop: FlaskClient) -> None:
    fields = ["id", "name", "email", "address_city", "orders_total_amount", "orders_last_order_date",
              "redemptions_total_succeeded", "loyalty_points", "loyalty_referred_customers", "updated_at"]  # fmt: skip
    _, *rows = exported(shop, "customer", fields=fields, order="-created_at")
    customers = everything(shop, "/v1/customers?order=-created_at")
    assert rows == [
        [
            str(value if value is not None else "")
            for value in (
                each["id"],
                each.get("name"),
                each.get("email"),
                (each["address"] or {}).get("city"),
                each["summary"]["orders"]["total_amount"],
                each["summary"]["orders"].get("last_order_date"),
                each["summary"]["redemptions"]["total_succeeded"],
                each["summary"]["redemptions"]["loyalty_card"]["points_to_go"],
                each["loyalty"]["referred_customers"],
                each.get("updated_at"),
            )
        ]
        for each in customers
    ]


def test_metadata_columns(shop: FlaskClient) -> None:
    shop.post("/v1/customers", json={"source_id": "meta", "metadata": {"favorite_brands": ["A", "B"], "fax": "1"}})
    header, row = exported(
        shop,
        "customer",
        fields=["metadata.favorite_brands", "metadata.fax", "metadata"],
        filters={"source_id": {"conditions": {"$is": ["meta"]}}},
    )
    assert header[:3] == ["metadata.favorite_brands", "metadata.fax", "metadata.membership_level"]
    assert "metadata.fax" not in header[2:]
    assert row[:3] == ['["A", "B"]', "1", ""]


def test_filters_and_order(shop: FlaskClient) -> None:
    orders = everything(shop, "/v1/orders?order=-created_at")
    _, *rows = exported(
        shop,
        "order",
        fields=["id", "amount", "customer_id"],
        order="-created_at",
        filters={
            "junction": "and",
            "status": {"conditions": {"$in": ["PAID", "FULFILLED"]}},
            "amount": {"conditions": {"$more_than": [2000]}},
        },
    )
    wanted = [each for each in orders if each["status"] in ("PAID", "FULFILLED") and each["amount"] > 2000]
    assert 0 < len(wanted) < len(orders)
    assert rows == [[each["id"], str(each["amount"]), each["customer_id"] or ""] for each in wanted]


def test_money_is_in_minor_units_but_a_vouchers_value_has_decimals(shop: FlaskClient) -> None:
    vouchers = {each["code"]: each for each in everything(shop, "/v1/vouchers")}
    _, *rows = exported(shop, "voucher", fields=["code", "voucher_type", "value", "gift_balance", "customer_id"])
    assert len(rows) == len(vouchers)
    for code, kind, value, gift_balance, _ in rows:
        voucher = vouchers[code]
        if kind == "GIFT_VOUCHER":
            assert gift_balance == str(voucher["gift"]["balance"])
            assert value == f"{voucher['gift']['balance'] / 100:.2f}"
        elif kind == "LOYALTY_CARD":
            assert value == str(voucher["loyalty_card"]["balance"])
    owners = {code: customer_id for code, _, _, _, customer_id in rows if customer_id}
    code, customer_id = next(iter(owners.items()))
    held = shop.get(f"/v1/customers/{customer_id}/redeemables?limit=100").get_json()["data"]
    assert vouchers[code]["id"] in {each["redeemable_id"] for each in held}


def test_orders_have_an_endpoint_of_their_own(shop: FlaskClient) -> None:
    export = shop.post("/v1/orders/export", json={}).get_json()
    assert (export["exported_object"], export["status"]) == ("order", "SCHEDULED")
    assert finished(shop, f"/v1/exports/{export['id']}")["status"] == "DONE"


@pytest.mark.parametrize(
    ("body", "key", "details"),
    [
        (
            {"exported_object": "redemption", "parameters": {"fields": ["voucher"]}},
            "invalid_export_fields",
            REDEMPTION_FIELDS,
        ),
        (
            {"exported_object": "product"},
            "invalid_payload",
            NOT_EXPORTED,
        ),
        (
            {"exported_object": "order", "parameters": {"order": "amount"}},
            "invalid_payload",
            NO_ORDER,
        ),
        (
            {"exported_object": "order", "parameters": {"fields": "id"}},
            "invalid_payload",
            "Property .parameters.fields should be an array",
        ),
    ],
)
def test_what_is_refused(client: FlaskClient, body: dict[str, Any], key: str, details: str) -> None:
    answer = client.post("/v1/exports", json=body)
    assert (answer.status_code, answer.get_json()["key"], answer.get_json()["details"]) == (400, key, details)
    assert client.get("/v1/exports").get_json()["total"] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_unknown_metadata_and_filters_are_refused(shop: FlaskClient, kind: str) -> None:
    for parameters in ({"fields": ["metadata.nowhere"]}, {"filters": {"nowhere": {"conditions": {"$is": ["1"]}}}}):
        answer = shop.post("/v1/exports", json={"exported_object": kind, "parameters": parameters})
        assert answer.status_code == 400


def test_the_list(client: FlaskClient) -> None:
    client.put("/_sandbox/clock", json={"now": "2031-05-18T00:00:00Z", "stopped": True})
    identifiers = []
    for kind in ("customer", "order", "voucher"):
        identifiers.append(created(client, kind)["id"])
        client.put("/_sandbox/clock", json={"advance": 1})
    listed = client.get("/v1/exports?limit=2").get_json()
    assert ([each["id"] for each in listed["exports"]], listed["total"]) == (identifiers[:0:-1], 3)
    assert [each["id"] for each in client.get("/v1/exports?order=created_at&limit=1&page=2").get_json()["exports"]] == [
        identifiers[1]
    ]
    assert client.get("/v1/exports?page=101").status_code == 400
    assert client.get("/v1/exports?order=name").status_code == 400


def test_deleted_with_its_file(client: FlaskClient) -> None:
    export = finished(client, f"/v1/exports/{created(client, 'customer')['id']}")
    assert client.delete(f"/v1/exports/{export['id']}").status_code == 204
    for answer in (client.get(f"/v1/exports/{export['id']}"), client.delete(f"/v1/exports/{export['id']}")):
        assert (answer.status_code, answer.get_json()["resource_type"]) == (404, "export")
    assert client.get(export["result"]["url"]).status_code == 401


def test_a_file_of_several_pieces_is_whole(client: FlaskClient) -> None:
    rows = [{"source_id": f"many-{number}", "name": f"N{number}"} for number in range(2_500)]
    bulk = client.post("/v1/customers/bulk/async", json=rows).get_json()["async_action_id"]
    finished(client, f"/v1/async-actions/{bulk}")
    filters = {"source_id": {"conditions": {"$starts_with": ["many-"]}}}
    _, *lines = exported(client, "customer", filters=filters)
    assert lines == [[row["name"], row["source_id"]] for row in rows]
