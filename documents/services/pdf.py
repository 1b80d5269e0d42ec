"""PDF by typst: one compiler a template and thread, fonts given explicitly, PDF/A-2a and PDF/UA-1."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]

_local = threading.local()


def render_pdf(*, template: str, data: dict[str, Any]) -> bytes:
    """Return the template (a path below the project, for example billing/typst/bill.typ) filled with data.

    The template reads `json(bytes(sys.inputs.data))`. Raises typst.TypstError when it does not compile.
    """
    compiled = _compiler(template).compile(
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf", pdf_standards=[*STANDARDS]
    )
    if not isinstance(compiled, bytes):
        raise TypeError("a template makes one document")
    return compiled


def _compiler(template: str) -> typst.Compiler:
    """Return this thread's compiler of the template; making one takes a scan of the fonts."""
    compilers: dict[str, typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    if template not in compilers:
        path = Path(settings.BASE_DIR) / template
        compilers[template] = typst.Compiler(str(path), root=str(settings.BASE_DIR), font_paths=_fonts())
    return compilers[template]


def _fonts() -> typst.Fonts:
    fonts: typst.Fonts | None = getattr(_local, "fonts", None)
    if fonts is None:
        fonts = typst.Fonts(include_system_fonts=False, font_paths=list(settings.FONT_DIRS))
        _local.fonts = fonts
    return fonts
