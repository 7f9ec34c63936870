"""Who may know whom: the rooms of the house, and the imports that break their rules."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FLASK = {"flask", "werkzeug", "jinja2", "markupsafe", "click"}
FEATURES = {
    "activity",
    "bulk",
    "consents",
    "customer_orders",
    "customers",
    "deletion",
    "editing",
    "exports",
    "history",
    "home",
    "imports",
    "lookup",
    "order_imports",
    "orders",
    "people",
    "personal_data",
    "redeemables",
    "segments",
    "trail",
}


def modules() -> dict[str, str]:
    """The source of every module of the dashboard and the sandbox, by its dotted name."""
    found = {}
    for path in sorted((ROOT / "webapp").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text()
    return found


def broken_rules(module: str, source: str) -> Iterator[str]:
    """The imports of a module that its room may not have."""
    for imported in _imported(source):
        if (reason := _reason_against(module, imported)) is not None:
            yield f"{module} imports {imported}: {reason}"


def _imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield "." * node.level + (node.module or "")
            else:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _reason_against(module: str, imported: str) -> str | None:
    if imported.startswith("."):
        return "imports name the whole path"
    room = module.split(".")[1] if "." in module else ""
    top = imported.split(".", maxsplit=1)[0]
    checks = {
        "voucherify": _of_a_library({"requests"}, "webapp.voucherify"),
        "sandbox": _of_a_library(FLASK | {"orjson"}, "webapp.sandbox"),
        "store": _of_a_library({"sqlalchemy", "alembic"}, "webapp.store"),
    }
    if room in checks:
        return checks[room](top, imported)
    if _is_within(imported, "webapp.sandbox"):
        return "client and sandbox meet over HTTP only"
    if top in {"requests", "urllib3"}:
        return "only the service layer speaks HTTP"
    if room in FEATURES:
        return _against_feature(module, room, top, imported)
    return None


def _of_a_library(allowed: set[str], own: str):
    """The rule of a room that knows nothing but itself, the standard library and a few others."""

    def check(top: str, imported: str) -> str | None:
        if _is_within(imported, own) or top in sys.stdlib_module_names or top in allowed:
            return None
        return f"{own} knows only itself, the standard library and {', '.join(sorted(allowed))}"

    return check


def _against_feature(module: str, room: str, top: str, imported: str) -> str | None:
    for other in FEATURES - {room}:
        if _is_within(imported, f"webapp.{other}"):
            return "features link to each other and never import each other"
    file = module.split(".")
    if "presenters" in file and (top in FLASK | {"wtforms", "flask_wtf", "flask_login"} or _is_client(imported)):
        return "presenters are pure functions"
    if "forms" in file and _is_client(imported):
        return "forms are given their choices"
    return None


def _is_client(imported: str) -> bool:
    return (
        imported in {"webapp.voucherify.Voucherify", "webapp.service"}
        or _is_within(imported, "webapp.voucherify.client")
        or _is_within(imported, "webapp.service")
    )


def _is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")
