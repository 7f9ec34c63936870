"""Roles are one table, and each role may do what the one before it may."""

from itertools import pairwise

import pytest

from webapp.auth.permissions import ROLE_PERMISSIONS, ROLE_SUMMARIES, Permission, Role, roles_with


def test_every_role_is_in_the_table_and_explained():
    assert set(ROLE_PERMISSIONS) == set(ROLE_SUMMARIES) == set(Role)


@pytest.mark.parametrize(("less", "more"), list(pairwise(Role)))
def test_a_more_trusted_role_may_all_that_the_less_trusted_may(less: Role, more: Role):
    assert ROLE_PERMISSIONS[less] <= ROLE_PERMISSIONS[more]


def test_an_admin_may_everything():
    assert ROLE_PERMISSIONS[Role.ADMIN] == frozenset(Permission)


def test_everybody_may_read_customers():
    assert roles_with(Permission.CUSTOMERS_READ) == list(Role)
