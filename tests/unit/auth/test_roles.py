"""From a provider's claims to a role, in every shape providers write them."""

import pytest

from webapp.auth.openid.roles import role_of
from webapp.auth.permissions import Role

ROLE_MAP = {"readers": "viewer", "support": "agent", "leads": "supervisor", "owners": "admin"}


@pytest.mark.parametrize(
    ("claims", "claim"),
    [
        ({"groups": ["support"]}, "groups"),
        ({"groups": "support"}, "groups"),
        ({"realm_access": {"roles": ["support"]}}, "realm_access.roles"),
        ({"resource_access": {"front.desk": {"roles": ["support"]}}}, "resource_access.front.desk.roles"),
        ({"https://example.com/roles": ["support"]}, "https://example.com/roles"),
        ({"https://example.com/app": {"roles": ["support"]}}, "https://example.com/app.roles"),
        ({"realm_access.roles": ["support"]}, "realm_access.roles"),
        ({"realm_access.roles": [], "realm_access": {"roles": ["support"]}}, "realm_access.roles"),
        (
            {"urn:zitadel:iam:org:project:roles": {"support": {"42": "example.com"}}},
            "urn:zitadel:iam:org:project:roles",
        ),
        ({"groups": [7, None, {"name": "leads"}, "support", "unknown"]}, "groups"),
    ],
)
def test_a_claim_is_found_wherever_it_stands(claims: dict, claim: str):
    assert role_of(claims, claim, ROLE_MAP) is Role.AGENT


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"groups": None},
        {"groups": []},
        {"groups": 7},
        {"groups": True},
        {"groups": ["SUPPORT", "support-team", "agent"]},
        {"groups": [["support"]]},
        {"other": ["support"]},
    ],
)
def test_nothing_less_than_the_very_value_gives_a_role(claims: dict):
    assert role_of(claims, "groups", ROLE_MAP) is None


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["readers", "support"], Role.AGENT),
        (["leads", "readers"], Role.SUPERVISOR),
        (["support", "owners", "leads"], Role.ADMIN),
    ],
)
def test_the_highest_role_wins_in_any_order(groups: list[str], role: Role):
    assert role_of({"groups": groups}, "groups", ROLE_MAP) is role
    assert role_of({"groups": groups[::-1]}, "groups", ROLE_MAP) is role
