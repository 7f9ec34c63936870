"""Judging answers by the vendor's OpenAPI file, where it is present."""

import json
import re
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs

FILE = Path(__file__).parents[2].parent / "shared" / "reference" / "voucherify-openapi.json"

# The array of this list is called `schemas`.
NOT_REQUIRED = (("MetadataSchemasListResponseBody", "data"),)


class Contract:
    """The OpenAPI file with every property nullable and `oneOf` read as `anyOf`, as real answers are."""

    def __init__(self, path: Path = FILE) -> None:
        self._document = _lenient(_without_defects(json.loads(path.read_text())))

    @cached_property
    def _routes(self) -> list[tuple[re.Pattern[str], str]]:
        templates = sorted(self._document["paths"], key=lambda template: template.count("{"))
        return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", template)), template) for template in templates]

    def template(self, path: str) -> str | None:
        """The path template of a raw path, `/v1/customers/{customerId}` for `/v1/customers/a%2Fb`."""
        return next((template for route, template in self._routes if route.fullmatch(path)), None)

    def problems(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """What is wrong with an answer; nothing for an operation or an error status the file does not show."""
        template = self.template(path)
        validator = template and self._validator(template, method.lower(), str(status))
        return (
            [f"{error.message} at {error.instance_path}" for error in validator.iter_errors(body)] if validator else []
        )

    @cache  # noqa: B019 -- one contract lives as long as the tests
    def _validator(self, template: str, method: str, status: str) -> Any:
        operation = self._document["paths"][template].get(method, {})
        content = operation.get("responses", {}).get(status, {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        if schema is None:
            return None
        return jsonschema_rs.Draft4Validator({"components": self._document["components"], "allOf": [schema]})


def _lenient(node: Any) -> Any:
    if isinstance(node, list):
        return [_lenient(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        "anyOf" if name == "oneOf" else name: _nullable(value) if name == "properties" else _lenient(value)
        for name, value in node.items()
    }


def _nullable(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: {"anyOf": [{"type": "null"}, _lenient(schema)]} for name, schema in properties.items()}


def _without_defects(document: Any) -> Any:
    """Takes out what the file says and the vendor's own examples contradict."""
    for schema, name in NOT_REQUIRED:
        document["components"]["schemas"][schema]["required"].remove(name)
    return document
