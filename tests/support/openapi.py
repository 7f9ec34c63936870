"""Judging answers by the vendor's OpenAPI file, where it is present."""

import json
import re
from functools import cache, cached_property, reduce
from operator import getitem
from pathlib import Path
from typing import Any

import jsonschema_rs

FILE = Path(__file__).parents[2].parent / "shared" / "reference" / "voucherify-openapi.json"

# The vendor's known defects: what the file says, and the vendor's own examples and guides contradict.
# The array of this list is called `schemas`.
NOT_REQUIRED = (("MetadataSchemasListResponseBody", "data"),)
# A field of an export may also be `metadata.<key>`; a publication's channel is whatever was sent.
NO_ENUM = (
    *(f"Export{kind}Fields" for kind in ("Customer", "Order", "Publication", "Redemption", "Voucher")),
    "PublicationsCreateBaseResponseBody.properties.channel",
)

# Statuses that the vendor's guides document for every operation and the file leaves out of most.
ANYWHERE = {
    "400": "a parameter or body that is refused",
    "401": "no keys, or wrong ones",
    "402": "a feature the plan lacks",
    "403": "a permission or scope the caller lacks",
    "404": "an object named in the path or body that is not there, a route that is not there",
    "405": "another verb",
    "409": "a duplicate",
    "413": "more than 10 MB, in a shape of its own",
    "415": "a body of another type",
    "429": "too many calls",
}
ERROR: dict[str, Any] = {"$ref": "#/components/schemas/Error"}
DOCUMENT = "urn:openapi"
DRAFT = jsonschema_rs.Draft4
TOO_LARGE: dict[str, Any] = {"type": "object", "required": ["statusCode", "error", "message"]}


class Contract:
    """The OpenAPI file with every property nullable and `oneOf` read as `anyOf`, as real answers are.

    `document` is the file so changed, with the statuses that are documented anywhere added to each operation.
    """

    def __init__(self, path: Path = FILE) -> None:
        self.document: Any = _lenient(_without_defects(json.loads(path.read_text())))
        for operations in self.document["paths"].values():
            for operation in operations.values():
                if isinstance(operation, dict):
                    operation["responses"] = _anywhere() | operation["responses"]

    @cached_property
    def _routes(self) -> list[tuple[re.Pattern[str], str]]:
        templates = sorted(self.document["paths"], key=lambda template: template.count("{"))
        return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", template)), template) for template in templates]

    def template(self, path: str) -> str | None:
        """The path template of a raw path, `/v1/customers/{customerId}` for `/v1/customers/a%2Fb`."""
        return next((template for route, template in self._routes if route.fullmatch(path)), None)

    def problems(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """What is wrong with an answer; nothing for an operation the file does not show."""
        template = self.template(path)
        operation = template and self.document["paths"][template].get(method.lower())
        if not template or not operation:
            return []
        if str(status) not in operation["responses"]:
            return [f"{method} {template} answered {status}, which is not documented"]
        content = operation["responses"][str(status)].get("content", {})
        schema = content.get("application/json", {}).get("schema")
        validator = self._validator(json.dumps(schema)) if schema is not None else None
        errors = validator.iter_errors(body) if validator else ()
        return [f"{method} {template} {status}: {error.message} at {error.instance_path}" for error in errors]

    @cached_property
    def _registry(self) -> Any:
        return jsonschema_rs.Registry([(DOCUMENT, {"components": self.document["components"]})], draft=DRAFT)

    @cache  # noqa: B019 -- one contract lives as long as the tests
    def _validator(self, schema: str) -> Any:
        """Made once for operations that answer alike: compiling takes its time and memory."""
        absolute = json.loads(schema.replace('"#/components/', f'"{DOCUMENT}#/components/'))
        return jsonschema_rs.Draft4Validator(absolute, registry=self._registry)


@cache
def contract() -> Contract | None:
    """The contract, read once; None where the file is absent."""
    return Contract() if FILE.exists() else None


def _anywhere() -> dict[str, Any]:
    return {
        status: {
            "description": meaning,
            "content": {"application/json": {"schema": TOO_LARGE if status == "413" else ERROR}},
        }
        for status, meaning in ANYWHERE.items()
    }


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
    for schema, name in NOT_REQUIRED:
        document["components"]["schemas"][schema]["required"].remove(name)
    for place in NO_ENUM:
        reduce(getitem, place.split("."), document["components"]["schemas"]).pop("enum")
    return document
