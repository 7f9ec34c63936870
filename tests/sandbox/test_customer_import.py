import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from requests import Response

from tests.support.finished import finished
from tests.support.sandbox_server import SandboxServer


def imported(client: FlaskClient, text: str) -> dict[str, Any]:
    """The result of an import."""
    content = io.BytesIO(text.encode())
    answer = client.post("/v1/customers/importCSV", data={"file": (content, "customers.csv")})
    action = finished(client, f"/v1/async-actions/{answer.get_json()['async_action_id']}")
    assert action["status"] == "DONE"
    result: dict[str, Any] = action["result"]
    return result


def customer(client: FlaskClient, identifier: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/v1/customers/{identifier}").get_json()
    return found


def events(client: FlaskClient, identifier: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/v1/customers/{identifier}/activity").get_json()["data"]
    return found


HEADERS = [
    (
        "Source_id,Name,Email,Phone,Birthdate,Description,Address_line_1,Address_line_2,Address_Postal_Code,"
        "Address_City,Address_State,Address_Country"
    ),
    "SOURCE_ID,name,EMAIL,phone,BirthDate,description,address_line_1,address_line_2,Postal_Code,City,State,Country",
]


@pytest.mark.parametrize("header", HEADERS)
def test_both_spellings_of_the_headers(client: FlaskClient, header: str) -> None:
    row = 'new-1,"Zoë ""Zo"" Ω",zoe@example.org,+1 5,1990-02-03T09:00:00.000Z,"two\nlines",'
    row += "Main 1,Flat 2,00-1,Łódź,ŁD,Poland"
    result = imported(client, f"{header}\r\n{row}\r\n")
    assert result == {
        "message": "1 customer(s) imported successfully, 0 failed.",
        "failed": [],
        "done_count": 1,
        "failed_count": 0,
    }
    found = customer(client, "new-1")
    assert (found["name"], found["email"], found["phone"]) == ('Zoë "Zo" Ω', "zoe@example.org", "+1 5")
    assert (found["birthdate"], found["description"]) == ("1990-02-03", "two\nlines")
    assert found["address"] == {
        "line_1": "Main 1", "line_2": "Flat 2", "postal_code": "00-1",
        "city": "Łódź", "state": "ŁD", "country": "Poland",
    }  # fmt: skip
    assert "metadata" not in found


def test_a_new_customer_is_like_any_other(client: FlaskClient) -> None:
    imported(client, "Name,Source_id,City\nZelda Quill,new-1,Vaduz\n")
    posted = client.post("/v1/customers", json={"source_id": "new-2", "name": "Other"}).get_json()
    found = customer(client, "new-1")
    assert found.keys() == posted.keys() | {"assets"}
    assert {name: found[name] for name in ("summary", "loyalty", "referrals", "system_metadata")} == {
        name: posted[name] for name in ("summary", "loyalty", "referrals", "system_metadata")
    }
    for query in ("name=elda+qui", "city=vaduz", "name=zelda&city=VADUZ"):
        assert [each["id"] for each in client.get(f"/v1/customers?{query}").get_json()["customers"]] == [found["id"]]
    (created,) = events(client, "new-1")
    del found["assets"]
    assert created["type"] == "customer.created"
    assert created["data"]["data"] == {"customer": found}
    assert created["data"]["event_source"]["channel"] == "API"


def test_a_known_customer_is_overwritten(client: FlaskClient) -> None:
    before = customer(client, "crm-1")
    imported(client, "Source_id,Name,colour\ncrm-1,Anna Nova,red\n")
    found = customer(client, "crm-1")
    assert (found["name"], found["metadata"], found["address"]) == ("Anna Nova", {"colour": "red"}, None)
    assert "email" not in found
    assert (found["id"], found["created_at"]) == (before["id"], before["created_at"])
    assert found["updated_at"] > before["updated_at"]
    assert events(client, "crm-1")[0]["type"] == "customer.updated"
    by_name = client.get("/v1/customers?name=anna+no").get_json()["customers"]
    assert [each["name"] for each in by_name] == ["Anna Nova"]
    assert client.get("/v1/customers?name=anna+nowak").get_json()["total"] == 0


def test_an_id_wins_over_a_source_id(client: FlaskClient) -> None:
    imported(client, "Id,Source_id,Name\ncust_anna,crm-2,By id\ncust_fresh,crm-9,Fresh\n")
    assert (customer(client, "crm-1")["name"], customer(client, "crm-2")["name"]) == ("By id", 'Hanna "Hania" Nowak')
    assert customer(client, "cust_fresh")["source_id"] is None


def test_one_customer_twice_in_a_file(client: FlaskClient) -> None:
    result = imported(client, "Source_id,Name,Email\ntwice,First,first@example.org\ntwice,Second,\n")
    assert result["done_count"] == 2
    assert customer(client, "twice")["name"] == "Second"
    assert "email" not in customer(client, "twice")
    assert [event["type"] for event in events(client, "twice")] == ["customer.updated", "customer.created"]


def test_of_two_columns_with_one_meaning_the_first_counts(client: FlaskClient) -> None:
    imported(client, "Source_id,City,Address_City,colour,colour\nnew-1,Rome,Paris,red,blue\n")
    found = customer(client, "new-1")
    assert (found["address"], found["metadata"]) == ({"city": "Rome"}, {"colour": "red"})
    assert client.get("/v1/customers?city=rome").get_json()["total"] == 1


def test_rows_without_any_identity_make_customers(client: FlaskClient) -> None:
    imported(client, "Name\nNobody Special\nNobody Special\n")
    assert client.get("/v1/customers?name=nobody+special").get_json()["total"] == 2


def test_metadata_are_typed_by_the_schema(shop: FlaskClient) -> None:
    header = "Source_id,store_visits,accepts_marketing,favorite_brands,anniversaries,fax,unheard_of,last_visit"
    row = 'typed,3,TRUE,"Nike, Fenty",2020-01-02,555,true,2024-01-02T03:04:05Z'
    assert imported(shop, f"{header}\n{row}\nnulled,2.5,null,,,,,\n")["failed"] == []
    assert customer(shop, "typed")["metadata"] == {
        "store_visits": 3, "accepts_marketing": True, "favorite_brands": ["Nike", "Fenty"],
        "anniversaries": ["2020-01-02"], "fax": "555", "unheard_of": "true", "last_visit": "2024-01-02T03:04:05Z",
    }  # fmt: skip
    assert customer(shop, "nulled")["metadata"] == {"store_visits": 2.5, "accepts_marketing": None}


def test_rows_fail_one_by_one(shop: FlaskClient) -> None:
    result = imported(
        shop,
        "Source_id,Name,membership_level,store_visits,Birthdate\n"
        "good,Good,gold,1,\n"
        ",,,,\n"
        "bad,Bad,iron,many,\n"
        ",Nameless,,-1,\n"
        "worse,Worse,,,31.12.1999\n"
        "long,Long,,,,surplus\n"
        "short,Short\n",
    )
    assert (result["done_count"], result["failed_count"]) == (2, 4)
    assert result["message"] == "2 customer(s) imported successfully, 4 failed."
    assert [(each["row"], each["source_id"]) for each in result["failed"]] == [
        (2, "bad"), (3, ""), (4, "worse"), (5, "long"),
    ]  # fmt: skip
    assert result["failed"][0]["reason"] == (
        "membership_level: must be a string, must be equal to one of bronze,silver,gold (actual value is 'iron'); "
        "store_visits: must be a number, must be greater than or equal to 0 (actual value is 'many')"
    )
    assert "birthdate: must be a date" in result["failed"][2]["reason"]
    assert shop.get("/v1/customers/bad").status_code == 404
    assert customer(shop, "short")["name"] == "Short"


def test_segments_follow(shop: FlaskClient) -> None:
    imported(shop, "Source_id,Email,membership_level\nmember,a@example.org,gold\n")
    names = {segment["name"] for segment in shop.get("/v1/customers/member/segments").get_json()["data"]}
    assert {"VIP", "Reachable by e-mail"} <= names
    entered = [event for event in events(shop, "member") if event["type"] == "customer.segment.entered"]
    assert [event["data"]["data"]["segment"]["name"] for event in entered] == ["VIP"]
    assert entered[0]["data"]["data"]["customer"]["source_id"] == "member"
    imported(shop, "Source_id,Email\nmember,a@example.org\n")
    assert events(shop, "member")[0]["type"] in ("customer.segment.left", "customer.updated")
    assert "VIP" not in {each["name"] for each in shop.get("/v1/customers/member/segments").get_json()["data"]}


@pytest.mark.parametrize(("limit", "fits"), [("1", True), ("0", False)])
def test_segments_that_ask_for_what_all_newcomers_have_in_common(client: FlaskClient, limit: str, fits: bool) -> None:
    condition = {"summary.orders.total_count": {"conditions": {"$less_than": [limit]}}}
    client.post("/v1/segments", json={"name": "Few orders", "type": "auto-update", "filter": condition})
    imported(client, "Source_id\nfirst\nsecond\n")
    for newcomer in ("first", "second"):
        assert client.get(f"/v1/customers/{newcomer}/segments").get_json()["total"] == int(fits)
        entered = [event["type"] for event in events(client, newcomer)].count("customer.segment.entered")
        assert entered == int(fits)


@pytest.mark.parametrize("change", ["profile", "figures", "import"])
def test_what_happened_to_a_newcomer_is_told_of_them_as_they_were(shop: FlaskClient, change: str) -> None:
    imported(shop, "Source_id,Name,membership_level\nmember,Zoë,gold\n")
    before = events(shop, "member")
    was = customer(shop, "member")
    del was["assets"]
    assert [event["type"] for event in before] == ["customer.segment.entered", "customer.created"]
    assert [event["data"]["data"]["customer"] for event in before] == [was, was]
    if change == "profile":
        shop.post("/v1/customers", json={"source_id": "member", "name": "Other"})
    elif change == "figures":
        with shop.application.extensions["sandbox"].database.write() as connection:
            points = "UPDATE customers SET figures = json_set(shown_figures, '$.loyalty.points', 5) WHERE source_id = ?"
            connection.execute(points, ["member"])
    else:
        imported(shop, "Source_id,Name\nmember,Other\n")
    assert customer(shop, "member") != was | {"assets": {}}
    assert events(shop, "member")[-2:] == before


def test_more_rows_than_one_chunk(client: FlaskClient) -> None:
    rows = "".join(f"bulk-{number},Number {number}\n" for number in range(10_001))
    text = "Source_id,Name\n" + rows
    assert imported(client, text)["done_count"] == 10_001
    assert client.get("/v1/customers?name=number").get_json()["total"] == 10_001
    assert customer(client, "bulk-10000")["name"] == "Number 10000"
    assert [event["type"] for event in events(client, "bulk-4000")] == ["customer.created"]


def test_a_file_with_a_byte_order_mark_and_no_rows(client: FlaskClient) -> None:
    assert imported(client, "\ufeffSource_id\nmarked\n")["done_count"] == 1
    assert customer(client, "marked")["source_id"] == "marked"
    assert imported(client, "Source_id,Name\n")["message"] == "0 customer(s) imported successfully, 0 failed."
    assert imported(client, "")["done_count"] == 0


@pytest.mark.parametrize("form", [{}, {"file": (io.BytesIO(b"Name\n\xff\xfe\n"), "customers.csv")}])
def test_what_is_no_file_of_text_is_refused(client: FlaskClient, form: dict[str, Any]) -> None:
    answer = client.post("/v1/customers/importCSV", data=form, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert answer.get_json()["key"] == "invalid_payload"


def test_ten_megabytes_and_no_more(server: SandboxServer) -> None:
    def sent(text: str) -> Response:
        return server.call("POST", "/v1/customers/importCSV", files={"file": ("customers.csv", text)})

    header = "Description,Source_id\n"
    assert sent(header + "x" * (10_485_760 - len(header) - len(",large")) + ",large").status_code == 202
    refused = sent(header + "x" * 10_485_760)
    assert refused.status_code == 413
    assert refused.json() == {
        "statusCode": 413,
        "error": "Request Entity Too Large",
        "message": "Payload content length greater than maximum allowed: 10485760",
    }
