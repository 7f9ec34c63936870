"""How the dashboard's own client signs its calls, by the setting VOUCHERIFY_AUTH."""

import pytest

from tests.support.app import app_for_tests
from webapp.service import voucherify


@pytest.mark.parametrize(("way", "tokens"), [("keys", 0), ("oauth", 1)])
def test_calls_are_signed_as_the_setting_says(sandbox, tmp_path, way, tokens):
    app = app_for_tests(tmp_path, voucherify_base_url=sandbox.url, voucherify_auth=way)

    with app.app_context():
        assert voucherify().customers.list(limit=1).items
        assert voucherify().segments.list(limit=1).items

    assert [call["path"] for call in sandbox.requests()].count("/v1/oauth/token") == tokens
