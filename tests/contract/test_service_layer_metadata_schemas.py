import pytest

from webapp.voucherify import errors


def test_the_definitions_of_a_customers_metadata(client):
    schema = client.metadata_schemas.get("customer")

    assert schema.related_object == "customer"
    level = schema.properties["membership_level"]
    assert (level.type, level.array) == ("string", False)
    assert level.eq
    nested = schema.properties["preferences"]
    assert nested.type == "object"
    assert client.metadata_schemas.get(nested.object_type).properties
    assert any(definition.deleted for definition in schema.properties.values())
    assert any(definition.array for definition in schema.properties.values())


def test_all_schemas(client):
    page = client.metadata_schemas.list()

    assert page.total == len(page.items)
    assert {"customer", "order"} <= {schema.related_object for schema in page.items}


def test_an_unknown_resource(client):
    with pytest.raises(errors.NotFound) as caught:
        client.metadata_schemas.get("customers")
    assert caught.value.resource_type == "metadata schema"


def test_metadata_against_its_schema(client):
    with pytest.raises(errors.InvalidRequest) as caught:
        client.customers.create(metadata={"membership_level": "no such level"})
    assert caught.value.key == "metadata_validation_failed"
