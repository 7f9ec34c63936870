import pytest
from flask.testing import FlaskClient


def names(shop: FlaskClient, query: str) -> list[str]:
    answer = shop.get(f"/v1/campaigns?{query}")
    assert answer.status_code == 200, answer.get_json()
    return [campaign["name"] for campaign in answer.get_json()["campaigns"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("campaign_type=PROMOTION", ["Free delivery weeks"]),
        ("is_referral_code=true", ["Bring a friend"]),
        ("campaign_status=FAILED", []),
        ("campaign_status=DONE&campaign_type=LOYALTY_PROGRAM", ["Harbour Club"]),
        ("filters[campaigns][conditions][$starts_with]=Wel", ["Welcome 10"]),
        ("filters[status][conditions][$expired]=", ["Summer sale"]),
        ("filters[status][conditions][$before_start]=", ["Early winter"]),
        ("filters[active][conditions][$disabled]=", []),
        ("filters[voucher_type][conditions][$in][0]=GIFT_VOUCHER", ["Gift cards"]),
        ("filters[is_referral_code][conditions][$is]=TRUE", ["Bring a friend"]),
        ("page=100", []),
    ],
)
def test_filters(shop: FlaskClient, query: str, found: list[str]) -> None:
    assert names(shop, query) == found


def test_the_newest_come_first(shop: FlaskClient) -> None:
    page = shop.get("/v1/campaigns?expand=category").get_json()
    made = [campaign["created_at"] for campaign in page["campaigns"]]
    assert made == sorted(made, reverse=True)
    assert page["total"] == len(made) == 8
    assert names(shop, "order=created_at&limit=100")[::-1] == names(shop, "order=-created_at&limit=100")


@pytest.mark.parametrize("query", ["page=101", "campaign_type=LUCKY_DRAW", "order=name", "expand=everything"])
def test_a_bad_query_is_refused(shop: FlaskClient, query: str) -> None:
    answer = shop.get(f"/v1/campaigns?{query}")
    assert (answer.status_code, answer.get_json()["key"]) == (400, "invalid_query_params")


def test_by_name_and_by_id(shop: FlaskClient) -> None:
    campaign = shop.get("/v1/campaigns/Free%20delivery%20weeks").get_json()
    assert [tier["name"] for tier in campaign["promotion"]["tiers"]] == ["Parcel locker", "To the door"]
    assert shop.get(f"/v1/campaigns/{campaign['id']}").get_json() == campaign


def test_no_such_campaign(shop: FlaskClient) -> None:
    answer = shop.get("/v1/campaigns/50%25%20off")
    assert answer.status_code == 404
    assert answer.get_json()["details"] == "Cannot find campaign with id 50% off"
    assert answer.get_json()["resource_type"] == "campaign"
