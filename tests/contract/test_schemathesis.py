"""schemathesis over the vendor's whole OpenAPI file: nothing it thinks of brings a 5xx or an undocumented answer.

The sandbox's judge (tests/support/judging.py) holds each answer against the file: its status and its shape. Every
operation gets a few examples, the same in every run; `make fuzz` tries many more.
"""

import os
from collections.abc import Iterator
from zlib import crc32

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from requests import Session
from schemathesis import Case, HookContext
from schemathesis.generation.meta import TestPhase

from tests.support.openapi import contract
from tests.support.sandbox_server import SandboxServer
from webapp.sandbox.authentication import CLIENT_ID, CLIENT_TOKEN

the_contract = contract()
if the_contract is None:
    pytest.skip("The vendor's OpenAPI file is not here", allow_module_level=True)

CLIENT_KEYS = {"X-Client-Application-Id": CLIENT_ID, "X-Client-Token": CLIENT_TOKEN, "Origin": "http://127.0.0.1"}
# Operations with thousands of explicit examples, most of them of filters: making them takes minutes.
MANY = r"/(exports?|campaigns|publications|redemptions|redeemables)$"
DRAWN = int(os.environ.get("FUZZ_EXAMPLES", "5"))  # of each operation
MOST_EXPLICIT = 5 * DRAWN
ONE_OF = max(1, 30 // DRAWN)  # cases at the bounds of the schemas are 5,000: one of so many must do

api = schemathesis.openapi.from_dict(the_contract.document)
bounded = settings(
    max_examples=DRAWN,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
drawn_only = settings(bounded, max_examples=2 * DRAWN, phases=[Phase.generate])


@api.hook
def before_add_examples(context: HookContext, examples: list[Case]) -> None:  # noqa: ARG001 -- the name and arguments of a hook
    """Leaves the vendor's examples spread over all of them, where they are combined to hundreds."""
    examples[:] = examples[:: 1 + len(examples) // MOST_EXPLICIT]


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with SandboxServer(customers=40) as server:
        yield server


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """One connection for thousands of calls."""
    with Session() as session:
        session.trust_env = False
        yield session


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
def test_every_answer_is_documented(case: Case, server: SandboxServer, session: Session, named: dict[str, str]) -> None:
    judge(case, server, session, named)


@api.include(path_regex=MANY).parametrize()
@drawn_only
def test_every_answer_to_many_filters_is_documented(
    case: Case, server: SandboxServer, session: Session, named: dict[str, str]
) -> None:
    judge(case, server, session, named)


def judge(case: Case, server: SandboxServer, session: Session, named: dict[str, str]) -> None:
    """Sends the case as it is and, where its path names something, once more with something that is there."""
    parts = f"{case.method} {case.path} {case.path_parameters} {case.query} {case.body}"
    if case.meta and case.meta.phase.name == TestPhase.COVERAGE and crc32(parts.encode(errors="replace")) % ONE_OF:
        return
    keys = CLIENT_KEYS if case.path.startswith("/client/") else server.keys
    known = {name: named[name] for name in case.path_parameters if name in named}
    for parameters in (case.path_parameters, case.path_parameters | known) if known else (case.path_parameters,):
        case.path_parameters = parameters
        answer = case.call(base_url=server.url, headers=keys, session=session, timeout=10)
        assert answer.status_code < 500, answer.text
        server.check()
