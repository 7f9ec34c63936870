"""The text of docs/roles.md, made from the table of roles and the app's own addresses."""

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

from webapp.auth.access import PUBLIC, declaration
from webapp.auth.permissions import ROLE_SUMMARIES, Permission, Role, roles_with

INTRODUCTION = """# Roles and what each may do

Made by `flask --app webapp roles > docs/roles.md`; a test compares it with the code. Each role may do what the one
before it may. A page or button that a role may not use is not offered, and the server refuses it anyway, with 403 and
the names of the roles that may.
"""


def roles_page(app: Flask) -> str:
    """The whole page, in Markdown."""
    return "\n".join([INTRODUCTION, *_roles(), "", *_permissions(), "", *_addresses(app), ""])


def _roles() -> Iterator[str]:
    yield "| role | what it is for |"
    yield "|---|---|"
    yield from (f"| `{role}` | {summary} |" for role, summary in ROLE_SUMMARIES.items())


def _permissions() -> Iterator[str]:
    yield "## Permissions"
    yield ""
    yield f"| permission | may | {' | '.join(Role)} |"
    yield f"|---|---|{'---|' * len(Role)}"
    for permission in Permission:
        marks = ("yes" if role in roles_with(permission) else "–" for role in Role)
        yield f"| `{permission}` | {permission.meaning} | {' | '.join(marks)} |"


def _addresses(app: Flask) -> Iterator[str]:
    yield "## Addresses"
    yield ""
    yield "| address | method | permission | from which role |"
    yield "|---|---|---|---|"
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, _method(rule))):
        declared = declaration(app.view_functions[rule.endpoint])
        if declared == PUBLIC:
            access = "public | everybody"
        else:
            permission = Permission(str(declared))
            access = f"`{permission}` | {roles_with(permission)[0]}"
        yield f"| `{_address(rule)}` | {_method(rule)} | {access} |"


def _address(rule: Rule) -> str:
    return rule.rule.replace("<identifier:", "<").replace("<int:", "<").replace("<path:", "<")


def _method(rule: Rule) -> str:
    [method] = (rule.methods or set()) - {"HEAD", "OPTIONS"}
    return method
