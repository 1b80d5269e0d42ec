"""A contract of ours for import-linter: an app's private modules are imported by that app alone."""

from __future__ import annotations

from typing import cast

import grimp
from importlinter import Contract, ContractCheck, fields, output

Link = tuple[str, str, int]


class PublicModulesContract(Contract):
    """From another app one may import only the modules that the list names.

    Options: `public`, module names inside every app; `also_public`, full names of further modules.
    """

    public = fields.SetField(subfield=fields.StringField())
    also_public = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Return every direct import of another app's private module."""
        links = sorted(
            self._link(graph, importer, imported)
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if importer.split(".")[0] != imported.split(".")[0] and not self._is_public(imported)
        )
        return ContractCheck(kept=not links, metadata={"links": links})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line for every import that is not allowed."""
        for importer, imported, line in cast("list[Link]", check.metadata["links"]):
            output.print_error(f"- {importer} -> {imported} (line {line}): private to its app", bold=False)

    def _is_public(self, module: str) -> bool:
        also_public = cast("set[str]", self.also_public) or set()
        if any(module == name or module.startswith(f"{name}.") for name in also_public):
            return True
        parts = module.split(".")
        return len(parts) > 1 and parts[1] in cast("set[str]", self.public)

    @staticmethod
    def _link(graph: grimp.ImportGraph, importer: str, imported: str) -> Link:
        details = graph.get_import_details(importer=importer, imported=imported)
        return importer, imported, details[0]["line_number"] if details else 0
