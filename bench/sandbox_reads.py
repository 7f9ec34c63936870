"""Every documented read of the sandbox, with 100,000 customers and with 1,000: at most twice the time.

Two sandboxes stand side by side and the same read goes to both in turn, over HTTP as any client sends it. What a path
names is looked up in each world, so that both have as much to answer.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import quote

from requests import Session

from bench import Ratio

MANY, FEW = 100_000, 1_000
ROUNDS = 21
MOST = 2.0
KEYS = {"X-App-Id": "sandbox-app-id", "X-App-Token": "sandbox-app-token"}

READS = {
    "customer": "/v1/customers/{customer}",
    "customer by source_id": "/v1/customers/{source_id}",
    "customers": "/v1/customers?limit=100",
    "customers, page 99": "/v1/customers?page=99",
    "customers by name": "/v1/customers?name=ann",
    "customers by whole name": "/v1/customers?name={name}",
    "customers by e-mail": "/v1/customers?email={email}",
    "customers by city": "/v1/customers?city=Berlin",
    "customers by city and update": "/v1/customers?city=Berlin&order=-updated_at",
    "customers by segment": "/v1/customers?segment_id={segment}",
    "customers by segment of the oldest": "/v1/customers?segment_id={segment_of_the_oldest}",
    "customers by segment, from a cursor": "/v1/customers?segment_id={segment}&starting_after={moment}",
    "customers by name and city": "/v1/customers?name=an&city=Berlin",
    "customers created after": "/v1/customers?created_at[after]={moment}",
    "customers created before": "/v1/customers?created_at[before]={moment}",
    "customers updated after": "/v1/customers?updated_at[after]={moment}",
    "customers updated before": "/v1/customers?updated_at[before]={moment}&order=updated_at",
    **{
        f"customers, order {order}": f"/v1/customers?order={order}"
        for order in ("created_at", "updated_at", "-updated_at", "source_id", "-source_id")
    },
    **{
        f"customers from a cursor, order {order}": f"/v1/customers?starting_after={{moment}}&order={order}"
        for order in ("-created_at", "created_at", "updated_at")
    },
    "activity": "/v1/customers/{customer}/activity",
    "activity by type": "/v1/customers/{customer}/activity?type=customer.order.paid",
    "activities": "/v1/customers/{customer}/activities",
    "redeemables": "/v1/customers/{holder}/redeemables",
    "redeemables by type": "/v1/customers/{holder}/redeemables?filters[voucher_type][conditions][$is]={held_type}",
    "segments of a customer": "/v1/customers/{customer}/segments",
    "segments of nobody": "/v1/customers/nobody/segments",
    "consents": "/v1/consents",
    "orders": "/v1/orders",
    "orders, order created_at": "/v1/orders?order=created_at",
    "orders, order -updated_at": "/v1/orders?order=-updated_at",
    "order": "/v1/orders/{order}",
    "segments": "/v1/segments",
    "segment": "/v1/segments/{segment}",
    "metadata schemas": "/v1/metadata-schemas",
    "metadata schema": "/v1/metadata-schemas/customer",
    "async actions": "/v1/async-actions",
    "exports": "/v1/exports",
    "voucher": "/v1/vouchers/{voucher}",
    **{f"vouchers, order {order}": f"/v1/vouchers?order={order}" for order in ("-created_at", "-updated_at", "code")},
    **{
        f"vouchers of a campaign, order {order}": f"/v1/vouchers?campaign_id={{campaign}}&order={order}"
        for order in ("-created_at", "-updated_at", "code")
    },
    "vouchers by code": "/v1/vouchers?code={voucher}",
    "vouchers of a campaign by name": "/v1/vouchers?campaign={campaign_name}",
    "vouchers of a customer": "/v1/vouchers?customer={holder}",
    "vouchers created after": "/v1/vouchers?created_at[after]={moment}",
    "vouchers updated after": "/v1/vouchers?updated_at[after]={moment}",
    "vouchers, filter by code": "/v1/vouchers?filters[code][conditions][$is]={voucher}",
    "vouchers, filter by holder": "/v1/vouchers?filters[holder_id][conditions][$is]={holder}",
    "transactions": "/v1/vouchers/{card}/transactions",
    "redemptions of a voucher": "/v1/vouchers/{voucher}/redemption",
    "member": "/v1/loyalties/members/{card}",
    "redemption": "/v1/redemptions/{redemption}",
    **{
        f"redemptions, order {order}": f"/v1/redemptions?order={order}"
        for order in ("-created_at", "-id", "voucher_code", "tracking_id", "customer_id")
    },
    "redemptions by result": "/v1/redemptions?result=SUCCESS",
    "redemptions of a campaign": "/v1/redemptions?campaign={redeemed_campaign}",
    "redemptions of a customer": "/v1/redemptions?customer={redeemer}",
    "redemptions since": "/v1/redemptions?created_at[after]={moment}",
    "redemptions, filter by code": "/v1/redemptions?filters[voucher_code][conditions][$is]={redeemed_code}",
    "redemptions, filter by failure": "/v1/redemptions?filters[failure_code][conditions][$is]=quantity_exceeded",
    **{
        f"publications, order {order}": f"/v1/publications?order={order}"
        for order in ("-created_at", "-id", "voucher_code", "tracking_id", "customer_id", "channel")
    },
    "publications of a campaign": "/v1/publications?campaign={campaign_name}",
    "publications of a customer": "/v1/publications?customer={holder}",
    "publications of referral codes": "/v1/publications?is_referral_code=true",
    "publications by voucher type": "/v1/publications?voucher_type=loyalty",
    "campaigns": "/v1/campaigns",
    "campaign": "/v1/campaigns/{campaign}",
}


@dataclass(frozen=True)
class Sandbox:
    """One running world; `facts` are what paths name."""

    url: str
    session: Session
    facts: dict[str, str]

    def seconds(self, template: str) -> float:
        address = self.url + template.format_map(self.facts)
        began = time.perf_counter()
        answer = self.session.get(address)
        elapsed = time.perf_counter() - began
        assert answer.status_code == 200, (address, answer.text)  # noqa: S101 - a bench that measures errors lies
        return elapsed


def main() -> Iterator[Ratio]:
    with ExitStack() as stack:
        few, many = (stack.enter_context(_running(customers)) for customers in (FEW, MANY))
        for name, template in READS.items():
            yield Ratio(f"{name}: {MANY:,} customers / {FEW:,}", _ratio(few, many, template), MOST)


def _ratio(few: Sandbox, many: Sandbox, template: str) -> float:
    times: list[tuple[float, float]] = [(few.seconds(template), many.seconds(template)) for _ in range(ROUNDS + 2)]
    small, large = zip(*times[2:], strict=True)
    return quantiles(large)[0] / quantiles(small)[0]  # the quicker quarter: a busy machine slows some of the others


@contextmanager
def _running(customers: int) -> Iterator[Sandbox]:
    with tempfile.TemporaryDirectory() as folder, Session() as session:
        command = [sys.executable, "-m", "webapp.sandbox", "--port", "0", "--customers", str(customers)]
        command += ["--database", str(Path(folder) / "sandbox.sqlite3")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - a process of our own
        try:
            assert process.stdout is not None  # noqa: S101 - for the type checker
            url = process.stdout.readline().split()[3]  # "Sandbox answers on http://…"
            session.headers.update(KEYS)
            yield Sandbox(url, session, _facts(session, url))
        finally:
            process.terminate()
            process.wait(timeout=30)


def _facts(session: Session, url: str) -> dict[str, str]:
    def listed(path: str) -> list[dict[str, Any]]:
        answer = session.get(url + path).json()
        return list(answer[answer["data_ref"]])

    customers = listed("/v1/customers?limit=100&page=4")
    customer = next(each for each in customers if each["source_id"] and each.get("name") and each.get("email"))
    segments = {segment["name"]: segment["id"] for segment in listed("/v1/segments?limit=100")}
    publication = next(each for each in listed("/v1/publications?voucher_type=discount") if each.get("voucher"))
    campaign = next(each for each in listed("/v1/campaigns") if each["name"] == publication["voucher"]["campaign"])
    card = listed("/v1/vouchers?filters[type][conditions][$is]=LOYALTY_CARD")[0]
    redemption = next(each for each in listed("/v1/redemptions?limit=100") if each.get("voucher"))
    [held, *_] = listed(f"/v1/customers/{publication['customer_id']}/redeemables")
    facts = {
        "customer": customer["id"],
        "source_id": customer["source_id"],
        "name": customer["name"],
        "email": customer["email"],
        "moment": customers[50]["created_at"],
        "segment": segments["No telephone number"],
        "segment_of_the_oldest": segments["With us for two years"],
        "holder": publication["customer_id"],
        "held_type": held["voucher_type"],
        "order": listed("/v1/orders?page=3")[0]["id"],
        "voucher": publication["voucher"]["code"],
        "campaign": campaign["id"],
        "campaign_name": campaign["name"],
        "card": card["code"],
        "redemption": redemption["id"],
        "redeemed_code": redemption["voucher"]["code"],
        "redeemed_campaign": redemption["voucher"]["campaign"],
        "redeemer": redemption["customer_id"],
    }
    return {name: quote(value, safe="") for name, value in facts.items()}
