"""Customers in the running sandbox, as tests make them and look at them behind the dashboard's back."""

from typing import Any
from urllib.parse import quote

from tests.support.sandbox_server import SandboxServer

PUT_CUSTOMER = {"method": "PUT", "route": "/v1/customers/{customerId}"}


def make(sandbox: SandboxServer, **fields: Any) -> str:
    """Create a customer and give the id."""
    customer_id: str = sandbox.call("POST", "/v1/customers", json=fields).json()["id"]
    return customer_id


def stored(sandbox: SandboxServer, identifier: str) -> dict[str, Any]:
    """The customer as stored now."""
    customer: dict[str, Any] = sandbox.call("GET", f"/v1/customers/{quote(identifier, safe='')}").json()
    return customer


def change(sandbox: SandboxServer, customer_id: str, **fields: Any) -> None:
    """What somebody else does meanwhile."""
    sandbox.call("PUT", f"/v1/customers/{customer_id}", json=fields).raise_for_status()


def writes(sandbox: SandboxServer) -> list[str]:
    """The calls that were more than reading, since the requests seen were last forgotten."""
    return [f"{call['method']} {call['path']}" for call in sandbox.requests() if call["method"] != "GET"]
