"""Servers on ports of their own, and wrk that asks them."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
LOG = ROOT / ".local" / "log" / "bench.log"
#: As many as both workers have threads, twice: the system spreads them unevenly.
CONNECTIONS = 16
_LUA = """
local paths, at = {}, 0
wrk.headers["Cookie"] = os.getenv("WRK_COOKIE")
function init(args)
    for line in io.lines(os.getenv("WRK_PATHS")) do paths[#paths + 1] = wrk.format("GET", line) end
end
function request()
    at = at % #paths + 1
    return paths[at]
end
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(command: Sequence[str], port: int, path: str, environment: dict[str, str]) -> Iterator[str]:
    """Run a server until the block ends; yield its address when the path answers."""
    address = f"http://127.0.0.1:{port}"
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with (
        LOG.open("wb") as log,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
            start_new_session=True,
        ) as server,
    ):
        try:
            until = time.monotonic() + 60
            while not _answers(address + path):
                if server.poll() is not None or time.monotonic() > until:
                    message = f"{command[0]} does not answer"
                    raise RuntimeError(message)
                time.sleep(0.2)
            yield address
        finally:
            os.killpg(server.pid, 15)
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, 9)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def our_command(port: int, application: str = "gis_core.wsgi:application") -> list[str]:
    """Return the product's own command of its web part, for its own application or another."""
    script = ". ops/common.sh && . ops/parts.sh && part_command web"
    told = subprocess.run(["sh", "-c", script, "ops/bench"], cwd=ROOT, env={**os.environ, "PORT": str(port)},
                          capture_output=True, text=True, check=True)  # fmt: skip
    program, *rest, _ours = told.stdout.split()
    return [str(ROOT / ".venv" / "bin" / program), *rest, application]


def ask(address: str, paths: Sequence[str], *, seconds: int, cookie: str = "") -> float:
    """Ask for the paths in turn, over and over; return answers a second. Any answer but 2xx is an error."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise RuntimeError("install wrk (Debian) to run this benchmark")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "ask.lua").write_text(_LUA)
        (Path(folder) / "paths").write_text("\n".join(paths) + "\n")
        told = subprocess.run(
            [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "-s", f"{folder}/ask.lua", address],
            env={**os.environ, "WRK_PATHS": f"{folder}/paths", "WRK_COOKIE": cookie or "none=1"},
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    if "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(told)
    found = re.search(r"Requests/sec:\s*([\d.]+)", told)
    if found is None:
        raise RuntimeError(told)
    return float(found[1])
