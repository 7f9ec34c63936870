"""/v1/metadata-schemas: what the metadata of each kind of resource may hold."""

from typing import Any

from flask import Blueprint

from webapp.sandbox.rules import metadata
from webapp.sandbox.wire import list_of, not_found
from webapp.sandbox.world import reading

routes = Blueprint("metadata_schemas", __name__, url_prefix="/v1/metadata-schemas")


@routes.get("")
def list_metadata_schemas() -> dict[str, Any]:
    """All of them, under `schemas`."""
    with reading() as connection:
        schemas = list(metadata.schemas(connection).values())
    return list_of("schemas", schemas, total=len(schemas))


@routes.get("/<identifier:resource>")
def get_metadata_schema(resource: str) -> dict[str, Any]:
    """By resource, singular."""
    with reading() as connection:
        schema = metadata.find(connection, resource)
    if schema is None:
        raise not_found("metadata schema", resource)
    return schema
