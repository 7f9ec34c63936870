import csv
import io

import pytest

from webapp.voucherify import Filters, errors
from webapp.voucherify.filters import starts_with


def test_customers_are_exported(client):
    for name in ("Zora Zz", "Zelda Zz"):
        client.customers.create(source_id=name.lower(), name=name, metadata={"membership_level": "gold"})

    scheduled = client.exports.create(
        "customer",
        fields=["source_id", "name", "metadata.membership_level"],
        order="name",
        filters=Filters(source_id=starts_with("z")),
    )
    finished = client.exports.wait(scheduled.id)
    with client.exports.download(finished) as file:
        _, *rows = csv.reader(io.StringIO(b"".join(file).decode()))

    assert finished.status == "DONE"
    assert [row for row in rows if row[0].endswith(" zz")] == [
        ["zelda zz", "Zelda Zz", "gold"],
        ["zora zz", "Zora Zz", "gold"],
    ]


def test_exports_are_listed_and_deleted(client):
    created = [client.exports.create("order").id for _ in range(3)]

    assert {export.id for export in client.exports.iterate(page_size=2)} == set(created)
    assert client.exports.list(limit=1, page=2, order="created_at").total == 3
    client.exports.delete(created[0])
    with pytest.raises(errors.NotFound) as caught:
        client.exports.get(created[0])
    assert caught.value.resource_type == "export"


def test_columns_the_api_does_not_know(client):
    with pytest.raises(errors.InvalidRequest) as caught:
        client.exports.create("customer", fields=["shoe_size"])
    assert caught.value.key == "invalid_export_fields"


def test_a_file_that_is_gone(client):
    finished = client.exports.wait(client.exports.create("voucher").id)
    client.exports.delete(finished.id)

    with pytest.raises(errors.Unauthorized):
        client.exports.download(finished)
