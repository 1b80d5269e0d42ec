"""Rules that import-linter cannot see, as functions from a source to its violations."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

WRITES = frozenset(
    {
        "abulk_create", "abulk_update", "acreate", "adelete", "aget_or_create", "asave", "aupdate",
        "aupdate_or_create", "bulk_create", "bulk_update", "create", "delete", "get_or_create", "save",
        "update", "update_or_create",
    }
)  # fmt: skip
MODEL_SIGNALS = frozenset(
    {
        "class_prepared",
        "m2m_changed",
        "post_delete",
        "post_init",
        "post_save",
        "pre_delete",
        "pre_init",
        "pre_save",
    }
)
SQL_WRITE = re.compile(
    r"\b(?:insert\s+into|delete\s+from|merge\s+into|truncate(?:\s+table)?|copy|update(?:\s+only)?)\s+"
    r"(?:only\s+)?\"?([a-z_][a-z0-9_]*)\"?",
    re.IGNORECASE,
)
SQL_NOISE = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)
SQL_BODY = re.compile(r"(\$[a-z_]*\$).*?\1", re.DOTALL | re.IGNORECASE)
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def local_imports(tree: ast.Module) -> Iterator[str]:
    """Yield imports that stand inside a function."""
    for function in ast.walk(tree):
        if isinstance(function, FunctionNode):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"line {node.lineno}: import inside {function.name}()"


def star_imports(tree: ast.Module) -> Iterator[str]:
    """Yield imports of everything a module has."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            yield f"line {node.lineno}: from {node.module} import *"


def model_signals(tree: ast.Module) -> Iterator[str]:
    """Yield uses of Django's signals about models."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.signals":
            if {name.name for name in node.names} <= {"post_migrate"}:  # of the set-up, not of rows
                continue
            yield f"line {node.lineno}: imports model signals"
        elif isinstance(node, ast.Attribute) and node.attr in MODEL_SIGNALS:
            yield f"line {node.lineno}: uses {node.attr}"


def foreign_writes(tree: ast.Module, app: str, apps: Mapping[str, int]) -> Iterator[str]:
    """Yield writes to models that the file imports from another app."""
    foreign = _foreign_models(tree, app, apps)
    held = _names_annotated_with(tree, foreign)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        root, attributes = _chain(node.func)
        if root in foreign and not attributes:
            yield f"line {node.lineno}: makes a {root} of {foreign[root]}"
        elif root in foreign and attributes[-1] in WRITES and len(attributes) > 1:
            yield f"line {node.lineno}: {root}.{'.'.join(attributes)}() writes a table of {foreign[root]}"
        elif root in held and len(attributes) == 1 and attributes[0] in WRITES:
            yield f"line {node.lineno}: {root}.{attributes[0]}() writes a table of another app"


def sql_foreign_writes(sql: str, app: str, owners: Mapping[str, str]) -> Iterator[str]:
    """Yield tables of other apps that the SQL text writes; `owners` names the app of each table."""
    for match in SQL_WRITE.finditer(SQL_NOISE.sub(" ", sql)):
        table = match.group(1).lower()
        if owners.get(table, app) != app:
            yield f"writes {table} of {owners[table]}"


def sql_strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of string literals that may hold SQL: more than one word of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_WRITE.search(node.value):
            yield node.lineno, node.value


def sql_file_faults(sql: str) -> Iterator[str]:
    """Yield what is missing from a file of `<app>/sql/`: its header, or that it is one statement."""
    header = "".join(line for line in sql.splitlines(keepends=True)[:12] if line.startswith("--")).lower()
    if not sql.startswith("--"):
        yield "does not begin with a header"
    else:
        for word in ("index", "rows"):
            if word not in header:
                yield f"its header does not speak of {word}"
    bare = SQL_BODY.sub(" ", SQL_NOISE.sub(" ", sql)).strip().removesuffix(";")
    if not bare.strip():
        yield "holds no statement"
    if ";" in bare:
        yield "holds more than one statement"


def _foreign_models(tree: ast.Module, app: str, apps: Mapping[str, int]) -> dict[str, str]:
    """Return the names of model classes taken from other apps, with their app."""
    return {
        alias.asname or alias.name: module[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for module in [node.module.split(".")]
        if module[0] in apps and module[0] != app and module[1:2] == ["models"]
        for alias in node.names
    }


def _names_annotated_with(tree: ast.Module, models: Mapping[str, str]) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and _annotation(node.annotation) in models:
            names.add(node.arg)
        elif isinstance(node, ast.AnnAssign) and _annotation(node.annotation) in models:
            names.add(ast.unparse(node.target))
    return names


def _annotation(node: ast.expr | None) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _chain(node: ast.expr) -> tuple[str, list[str]]:
    """Return the name a chain of attributes and calls begins with, and the attributes in order."""
    attributes: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            attributes.insert(0, node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return (node.id if isinstance(node, ast.Name) else ""), attributes
