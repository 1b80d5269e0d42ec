"""`make services` in a folder of its own: starts once, heals what was killed, stops what it started."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tests.architecture.house import ROOT


class Checkout:
    """A folder with nothing but the scripts, and its private services."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "ops", folder / "ops", ignore=shutil.ignore_patterns("__pycache__"))

    def run(self, action: str) -> str:
        """Run services.sh as if no address were set, and return what it says."""
        environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        return subprocess.run(
            [self.folder / "ops" / "services.sh", action],
            env=environment | {"PG_FSYNC": "off"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def read(self, name: str) -> str:
        """Return the content of a file under .local/."""
        return (self.folder / ".local" / name).read_text()

    @property
    def postgres_pid(self) -> int:
        """Process number of the database server."""
        return int(self.read("pg/postmaster.pid").splitlines()[0])

    @property
    def redis_pid(self) -> int:
        """Process number of Redis."""
        return int(self.read("redis/redis.pid"))

    def extensions(self, database: str = "hydria") -> set[str]:
        """Ask the database which extensions it has."""
        url = self.read("database.url").strip().replace("postgis://", "postgresql://")
        with psycopg.connect(url.removesuffix("hydria") + database) as connection:
            return {name for (name,) in connection.execute("SELECT extname FROM pg_extension").fetchall()}

    def redis_answers(self) -> bool:
        """Ring Redis."""
        with redis.Redis.from_url(self.read("redis.url").strip()) as client:
            return bool(client.ping())

    def processes(self) -> list[str]:
        """Return every living process that works under the folder's .local/."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if str(process.joinpath("cwd").readlink()).startswith(str(self.folder / ".local")):
                    found.append(process.name)
            except OSError:
                continue
        return found


@pytest.fixture
def checkout() -> Iterator[Checkout]:
    """A checkout in a folder with a blank and Greek letters, whose services are stopped at the end."""
    # Not pytest's own folder: that one admits its owner only, and root's database server is not root.
    folder = Path(tempfile.mkdtemp(prefix="hydria ύδρευση "))
    folder.chmod(0o755)
    house = Checkout(folder)
    try:
        yield house
    finally:
        house.run("stop")
        shutil.rmtree(folder)


def test_services_start_once_heal_and_stop(checkout: Checkout) -> None:
    assert "PostgreSQL: started" in checkout.run("start")
    assert {"postgis", "unaccent", "pg_trgm", "btree_gist"} <= checkout.extensions()
    assert {"postgis", "unaccent", "pg_trgm", "btree_gist"} <= checkout.extensions("template1")
    assert checkout.redis_answers()

    before = (checkout.postgres_pid, checkout.redis_pid)
    said = checkout.run("start")
    assert "PostgreSQL: already running" in said
    assert "Redis: already running" in said
    assert (checkout.postgres_pid, checkout.redis_pid) == before

    for pid in before:
        os.kill(pid, signal.SIGKILL)
    checkout.run("start")
    assert "postgis" in checkout.extensions()
    assert checkout.redis_answers()

    checkout.run("stop")
    assert checkout.processes() == []


def test_a_stranger_that_got_the_old_pid_is_neither_taken_for_the_server_nor_ended(
    checkout: Checkout,
) -> None:
    checkout.run("start")
    checkout.run("stop")
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], cwd="/") as stranger:
        for name in ("pg/postmaster.pid", "redis/redis.pid"):
            (checkout.folder / ".local" / name).write_text(f"{stranger.pid}\n")
        assert "PostgreSQL: started" in checkout.run("start")
        assert checkout.postgres_pid != stranger.pid
        assert checkout.redis_answers()
        checkout.run("stop")
        assert stranger.poll() is None
        stranger.kill()
