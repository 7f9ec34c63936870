"""Writes the coverage table of docs/sandbox.md from the code: `python scripts/sandbox_coverage.py`.

For every operation: what its view says it does, the error keys that the code it can reach names, and the tests that
call it. All of it is read from the source, nothing is run.
"""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).parents[1]
SANDBOX = ROOT / "webapp" / "sandbox"
DOCS = ROOT / "docs" / "sandbox.md"
START, END = "<!-- coverage: start -->", "<!-- coverage: end -->"
TESTS = ("tests/sandbox", "tests/contract")
VERBS = ("get", "post", "put", "delete")

ERROR_KEYS = re.compile(
    r"already_rolled_back|duplicate_\w+|duplicated_redeemables|\w+_exceeded|invalid_\w+|metadata_validation_failed"
    r"|missing_\w+|no_voucher_suitable_for_publication|not_enough_source_ids|not_found|page_over_limit|too_many_tokens"
    r"|voucher_(already_published|disabled|expired)"
)
# Where the way of a request ends: behind these, other requests' work is done.
NOT_FOLLOWED = ("webapp.sandbox.world", "webapp.sandbox.jobs", "webapp.sandbox.app")

Node = tuple[str, str]  # module, name in it


class Source:
    """One module: its functions, classes and constants by name, and what its imports mean."""

    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text())
        self.imports: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                self.imports |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}

    @cached_property
    def definitions(self) -> dict[str, ast.AST]:
        found: dict[str, ast.AST] = {}
        for node in self.tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                found[node.name] = node
            elif isinstance(node, ast.Assign):
                found |= {target.id: node for target in node.targets if isinstance(target, ast.Name)}
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found[node.target.id] = node
        return found


@cache
def source(module: str) -> Source | None:
    path = ROOT.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return Source(file) if file.exists() else None


def references(module: str, node: ast.AST) -> Iterator[Node]:
    """What of our own a piece of code names: `thing` of this module, an imported thing, or `module.thing`."""
    here = source(module)
    assert here is not None  # noqa: S101 -- for the type checker
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            if part.id in here.definitions:
                yield module, part.id
            elif part.id in here.imports:
                yield tuple(here.imports[part.id].rsplit(".", 1))  # type: ignore[misc]
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in here.imports:
            yield here.imports[part.value.id], part.attr


def reachable(start: Node) -> Iterator[tuple[str, ast.AST]]:
    """The definitions that a piece of code leads to, itself included; a class brings its methods along."""
    seen: set[Node] = set()
    waiting = [start]
    while waiting:
        module, name = waiting.pop()
        here = None if module.startswith(NOT_FOLLOWED) else source(module)
        if (module, name) in seen or here is None or not module.startswith("webapp.sandbox"):
            continue
        seen.add((module, name))
        definition = here.definitions.get(name)
        if definition is None and name in here.imports:  # handed on by a package
            waiting.append(tuple(here.imports[name].rsplit(".", 1)))  # type: ignore[arg-type]
        elif definition is not None:
            yield module, definition
            yield from ((module, part) for part in ast.walk(definition) if isinstance(definition, ast.ClassDef))
            waiting += references(module, definition)


def errors(start: Node) -> list[str]:
    """The error keys that the code behind a view names: in a function, or in a constant a function refuses with."""
    words: set[str] = set()
    for module, node in reachable(start):
        if not isinstance(node, ast.FunctionDef):
            continue
        words |= _strings(node)
        named = list(references(module, node))
        if ("webapp.sandbox.wire", "ApiError") in named:
            for other, name in named:
                there = source(other)
                definition = there.definitions.get(name) if there else None
                if isinstance(definition, (ast.Assign, ast.AnnAssign)):
                    words |= _strings(definition)
    return sorted(word for word in words if ERROR_KEYS.fullmatch(word))


def _strings(node: ast.AST) -> set[str]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def operations() -> Iterator[tuple[str, str, Node, str]]:
    """Verb, path, view and what it does, for each route of the API."""
    for path in sorted(SANDBOX.glob("routes/*.py")):
        module = f"webapp.sandbox.routes.{path.stem}"
        here = source(module)
        assert here is not None  # noqa: S101 -- for the type checker
        prefix = next(iter(re.findall(r'url_prefix="([^"]+)"', path.read_text())), "")
        for name, view in here.definitions.items():
            if not isinstance(view, ast.FunctionDef):
                continue
            for decorator in view.decorator_list:
                if (
                    isinstance(decorator, ast.Call)
                    and isinstance(decorator.func, ast.Attribute)
                    and decorator.func.attr in VERBS
                    and isinstance(rule := decorator.args[0], ast.Constant)
                ):
                    place = re.sub(r"<identifier:(\w+)>", r"{\1}", prefix + str(rule.value))
                    yield decorator.func.attr.upper(), place, (module, name), _words(view, name)


def _words(view: ast.FunctionDef, name: str) -> str:
    told = ast.get_docstring(view)
    words = " ".join(told.split("\n\n")[0].split()) if told else name.replace("_", " ").capitalize()
    return words.rstrip(".")


@cache
def official() -> dict[str, tuple[str, str]]:
    """The official Python client's methods, each with its verb and path."""
    package = find_spec("voucherify")
    assert package is not None, "the official client is not installed"  # noqa: S101
    assert package.origin is not None  # noqa: S101 -- for the type checker
    shape = re.compile(r"def _(\w+)_serialize\(.*?method='(\w+)',\s*resource_path='([^']+)'", re.DOTALL)
    files = Path(package.origin).parent.glob("api/*.py")
    return {name: (verb, path) for file in files for name, verb, path in shape.findall(file.read_text())}


@cache
def calls() -> list[tuple[str, str, str]]:
    """Every call of the API in the tests: file, verb, and the path with `*` where the test puts something in."""
    found = []
    for folder in TESTS:
        for file in sorted((ROOT / folder).glob("test_*.py")):
            tree = ast.parse(file.read_text())
            for node in tree.body:
                found += [(file.stem, verb, path) for verb, path in _called(node, _constants(tree))]
    return found


def _constants(tree: ast.Module) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _called(block: ast.AST, constants: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The calls in a function: by verb, by the official client, or with a path that is a parameter of the test."""
    verbs: set[str] = set()
    paths: set[str] = set()
    for node in ast.walk(block):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = re.sub(r"_(with_http_info|without_preload_content)$", "", node.func.attr)
            texts = [_text(argument, constants) for argument in node.args[:3]]
            if name in official():
                yield official()[name]
            if verb := next((each.upper() for each in [*texts, name] if each.lower() in VERBS), None):
                verbs.add(verb)
                yield from ((verb, path) for text in texts if (path := _path(text)))
        elif isinstance(node, (ast.Constant, ast.JoinedStr)) and (path := _path(_text(node, constants))):
            paths.add(path)
    verbs |= {word.upper() for word in _strings(block) if word.lower() in VERBS}
    if not isinstance(block, ast.ClassDef) and any(_is_open(node) for node in ast.walk(block)):
        yield from ((verb, path) for verb in verbs for path in paths)


def _is_open(node: ast.AST) -> bool:
    """A call whose path is a variable."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in (*VERBS, "open", "call")
        and any(isinstance(argument, ast.Name) for argument in node.args[:2])
    )


def _path(text: str) -> str | None:
    start = re.search(r"/(client/)?v1/|/downloads/", text)
    return text[start.start() :].partition("?")[0].rstrip("/") if start else None


def _text(node: ast.AST, constants: dict[str, str]) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Name):
        return constants.get(node.id, "")
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, constants) or "*"
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, constants) for part in node.values)
    return ""


def tests(verb: str, path: str, others: set[str]) -> list[str]:
    """The test files that call the operation; a path that is another operation's own does not count."""
    return sorted(
        {
            file
            for file, called, place in calls()
            if called == verb and (place == path or place not in others) and _meets(place, path, file)
        }
    )


def _meets(place: str, path: str, file: str) -> bool:
    """Whether a test's path means the operation's; what the test puts into a fixed part must stand in its file."""
    pairs = zip_longest(place.split("/"), path.split("/"), fillvalue="")
    return all(
        given == wanted or (given and wanted.startswith("{")) or ("*" in given and wanted in _words_of(file))
        for given, wanted in pairs
    )


@cache
def _words_of(file: str) -> set[str]:
    """The parts of paths that stand alone in a test file, as `redemption` or `/redemption`."""
    [path] = (found for folder in TESTS if (found := ROOT / folder / f"{file}.py").exists())
    return {text.strip("/") for text in _strings(ast.parse(path.read_text()))}


def table() -> str:
    rows = sorted(operations(), key=lambda row: (row[1].replace("/client", ""), VERBS.index(row[0].lower())))
    fixed = {path for _, path, _, _ in rows if "{" not in path}
    lines = ["| operation | what it does | error keys | tests |", "|---|---|---|---|"]
    for verb, path, view, words in rows:
        keys = ", ".join(f"`{key}`" for key in errors(view))
        files = ", ".join(file.removeprefix("test_") for file in tests(verb, path, fixed))
        lines.append(f"| `{verb} {path}` | {words} | {keys} | {files} |")
    return "\n".join(lines)


def written(document: str) -> str:
    """The document with the table of now between its marks."""
    before, _, rest = document.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{table()}\n{END}{after}"


def main() -> None:
    DOCS.write_text(written(DOCS.read_text()))
    sys.stdout.write(f"{DOCS.relative_to(ROOT)}: {len(list(operations()))} operations\n")


if __name__ == "__main__":
    main()
