import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("window", "kind", "delay"),
    [("minute", "api_calls", 31), ("hour", "api_calls", 1_771), ("cycle", "api_calls_cycle", 1_207_771)],
)
def test_a_used_up_window_refuses_until_it_starts_anew(client: FlaskClient, window: str, kind: str, delay: int) -> None:
    client.put("/_sandbox/clock", json={"now": "2031-05-18T00:30:30Z", "stopped": True})
    client.put("/_sandbox/settings", json={"rate_limits": {window: 2}})
    remaining = [client.get("/v1/customers").headers["X-Rate-Limit-Remaining"] for _ in range(2)]
    refused = client.get("/v1/customers")
    assert remaining == ["1", "0"]
    assert refused.status_code == 429
    assert refused.get_json() == {"code": 429, "message": "Too many requests hit the API too quickly."}
    assert (refused.headers["Retry-After"], refused.headers["X-Rate-Limit-Type"]) == (str(delay), kind)
    assert refused.headers["X-Rate-Limit-Limit"] == "2"
    client.put("/_sandbox/clock", json={"advance": delay})
    assert client.get("/v1/customers").status_code == 200


def test_the_tightest_window_is_reported(client: FlaskClient) -> None:
    client.put("/_sandbox/clock", json={"now": "2031-05-18T00:30:30Z", "stopped": True})
    client.put("/_sandbox/settings", json={"rate_limits": {"minute": 10, "hour": 5}})
    headers = client.get("/v1/customers").headers
    assert (headers["X-Rate-Limit-Limit"], headers["X-Rate-Limit-Remaining"]) == ("5", "4")
    assert headers["X-Rate-Limit-Retry"] == "1936832400"


def test_calls_without_keys_are_not_counted(client: FlaskClient) -> None:
    client.put("/_sandbox/settings", json={"rate_limits": {"hour": 1}})
    client.application.test_client().get("/v1/customers")
    assert client.get("/v1/customers").status_code == 200


def test_without_a_limit_nothing_is_refused(client: FlaskClient) -> None:
    answers = [client.get("/v1/customers?limit=1") for _ in range(5)]
    assert {answer.headers["X-Rate-Limit-Remaining"] for answer in answers} == {"2000"}
