"""The virus check of clamd, where one is set up (HYDRIA_CLAMD)."""

from __future__ import annotations

import socket
import struct

from django.conf import settings
from django.utils.translation import gettext as _

from documents.errors import VirusCheckFailed, VirusFound
from gis_core.registry import HealthResult

CHUNK_BYTES = 1 << 20
TIMEOUT_S = 30.0


def check_viruses(content: bytes) -> None:
    """Ask clamd about the content, when one is set up.

    Raises VirusFound, or VirusCheckFailed when it does not answer or would not look: nothing is taken unchecked.
    """
    if not settings.CLAMD_ADDRESS:
        return
    answer = ask_clamd(b"zINSTREAM\0", content)
    if answer.endswith(" FOUND"):
        raise VirusFound(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if answer != "stream: OK":
        raise VirusCheckFailed


def ask_clamd(command: bytes, content: bytes | None = None) -> str:
    """Return clamd's answer to a command, with a content behind it if there is one. Raises VirusCheckFailed."""
    try:
        with _connect() as connection:
            connection.sendall(command)
            if content is not None:
                for start in range(0, len(content), CHUNK_BYTES):
                    chunk = content[start : start + CHUNK_BYTES]
                    connection.sendall(struct.pack(">I", len(chunk)) + chunk)
                connection.sendall(struct.pack(">I", 0))
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < 4096:
                part = connection.recv(4096)
                if not part:
                    break
                answer += part
    except (OSError, ValueError):
        raise VirusCheckFailed from None
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connect() -> socket.socket:
    """Return a connection to the address: unix:/path or tcp://host:port."""
    address = str(settings.CLAMD_ADDRESS)
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT_S)
        try:
            connection.connect(address.removeprefix("unix:"))
        except BaseException:
            connection.close()
            raise
        return connection
    host, _colon, port = address.removeprefix("tcp://").rpartition(":")
    return socket.create_connection((host, int(port)), TIMEOUT_S)


def check_clamd() -> HealthResult:
    """Say whether clamd answers, where one is set up."""
    if not settings.CLAMD_ADDRESS:
        return HealthResult(ok=True, detail=_("none is set up (HYDRIA_CLAMD)"))
    try:
        answer = ask_clamd(b"zPING\0")
    except VirusCheckFailed:
        answer = ""
    if answer == "PONG":
        return HealthResult(ok=True, detail=_("clamd answers"))
    return HealthResult(
        ok=False,
        detail=_("clamd does not answer at %(address)s: no file is taken")
        % {"address": settings.CLAMD_ADDRESS},
        remedy=_("Start clamd, or take HYDRIA_CLAMD away to take files unchecked."),
    )
