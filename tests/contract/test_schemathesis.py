"""schemathesis over the vendor's whole OpenAPI file: nothing it thinks of brings a 5xx or an undocumented answer.

The sandbox's judge (tests/support/judging.py) holds each answer against the file: its status and its shape.
"""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case

from tests.support.openapi import contract
from tests.support.sandbox_server import SandboxServer
from webapp.sandbox.authentication import CLIENT_ID, CLIENT_TOKEN

the_contract = contract()
if the_contract is None:
    pytest.skip("The vendor's OpenAPI file is not here", allow_module_level=True)

CLIENT_KEYS = {"X-Client-Application-Id": CLIENT_ID, "X-Client-Token": CLIENT_TOKEN, "Origin": "http://127.0.0.1"}
# Operations with hundreds or thousands of explicit examples, most of them of filters: some drawn ones must do.
MANY = r"/(exports?|campaigns|publications|redemptions|redeemables)$"

api = schemathesis.openapi.from_dict(the_contract.document)
bounded = settings(
    max_examples=15,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
drawn_only = settings(bounded, max_examples=30, phases=[Phase.generate])


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with SandboxServer(customers=40) as server:
        yield server


@pytest.fixture(scope="module")
def named(server: SandboxServer) -> dict[str, str]:
    """What the parameters of paths may name, or little would be seen beyond 404."""
    voucher, *_ = server.call("GET", "/v1/vouchers?filters[type][conditions][$is]=LOYALTY_CARD").json()["vouchers"]
    return {
        "customerId": voucher["holder_id"],
        "campaignId": voucher["campaign_id"],
        "code": voucher["code"],
        "memberId": voucher["code"],
        "orderId": server.call("GET", "/v1/orders").json()["orders"][0]["id"],
        "redemptionId": server.call("GET", "/v1/redemptions?result=SUCCESS").json()["redemptions"][0]["id"],
        "segmentId": server.call("GET", "/v1/segments").json()["data"][0]["id"],
        "resource": "customer",
    }


@api.exclude(path_regex=MANY).parametrize()
@bounded
def test_every_answer_is_documented(case: Case, server: SandboxServer, named: dict[str, str]) -> None:
    judge(case, server, named)


@api.include(path_regex=MANY).parametrize()
@drawn_only
def test_every_answer_to_many_filters_is_documented(case: Case, server: SandboxServer, named: dict[str, str]) -> None:
    judge(case, server, named)


def judge(case: Case, server: SandboxServer, named: dict[str, str]) -> None:
    """Sends the case as it is and, where its path names something, once more with something that is there."""
    keys = CLIENT_KEYS if case.path.startswith("/client/") else server.keys
    known = {name: named[name] for name in case.path_parameters if name in named}
    for parameters in (case.path_parameters, case.path_parameters | known) if known else (case.path_parameters,):
        case.path_parameters = parameters
        answer = case.call(base_url=server.url, headers=keys, timeout=10)
        assert answer.status_code < 500, answer.text
        server.check()
