"""Whether every row of the archive has its file, and every file its row."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from documents.models import StoredFile
from gis_core.registry import HealthResult

#: A file is written before its row is committed: younger ones may still be on their way.
GRACE_S = 600
CONTENT_NAME = re.compile(r"^[0-9a-f]{64}$")


def check_stored_files() -> HealthResult:
    """Say whether rows and files of the archive match, each file named by its content's SHA-256."""
    rows = set(StoredFile.objects.values_list("sha256", flat=True))
    files = dict(_list_files(Path(settings.MEDIA_ROOT)))
    lost = sorted(rows - files.keys())
    settled = time.time() - GRACE_S
    orphans = sorted(name for name in files.keys() - rows if files[name] < settled)
    if lost:
        return HealthResult(
            ok=False,
            detail=_("%(count)d files are lost, the first %(name)s") % {"count": len(lost), "name": lost[0]},
            remedy=_("Bring them back from the backup of the archive folder (HYDRIA_MEDIA_ROOT)."),
        )
    if orphans:
        return HealthResult(
            ok=False,
            detail=_("%(count)d files belong to no record, the first %(name)s")
            % {"count": len(orphans), "name": orphans[0]},
            remedy=_("Remove them from the archive folder (HYDRIA_MEDIA_ROOT) after a backup."),
        )
    return HealthResult(ok=True, detail=_("%(count)d files, each with its record") % {"count": len(rows)})


def _list_files(root: Path) -> Iterator[tuple[str, float]]:
    """Yield (name, time of last change) of every file named by its content."""
    for folder, _folders, names in os.walk(root):
        for name in names:
            if CONTENT_NAME.match(name):
                try:
                    yield name, (Path(folder) / name).stat().st_mtime
                except FileNotFoundError:  # gone since the folder was read
                    continue
