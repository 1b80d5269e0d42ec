"""The scripts stop and heal what they started and nothing else: a pid alone proves nothing."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)", "our-program"]


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in our own directory."""
    with subprocess.Popen(SLEEP, cwd=tmp_path) as process:
        yield process
        process.kill()


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """The same program, at work elsewhere."""
    with subprocess.Popen(SLEEP, cwd="/") as process:
        yield process
        process.kill()


def _ask(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", f". ops/common.sh; {script}", "ops/asking.sh", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_our_living_process_is_known(tmp_path: Path, ours: subprocess.Popen[bytes]) -> None:
    assert _ask('is_ours "$1" "$2" our-program', ours.pid, tmp_path).returncode == 0
    assert _ask('ours_in "$1" our-program', tmp_path).stdout.split() == [str(ours.pid)]


def test_a_stranger_under_the_same_pid_is_not_ours(tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
    assert _ask('is_ours "$1" "$2" our-program', stranger.pid, tmp_path).returncode == 1
    assert _ask('ours_in "$1" our-program', tmp_path).stdout == ""


def test_another_program_in_our_directory_is_not_ours(tmp_path: Path, ours: subprocess.Popen[bytes]) -> None:
    assert _ask('is_ours "$1" "$2" postgres', ours.pid, tmp_path).returncode == 1


@pytest.mark.parametrize("pid", ["", "0", "abc", "-1", "4194305"])
def test_a_pid_file_with_rubbish_names_nobody(tmp_path: Path, pid: str) -> None:
    assert _ask('is_ours "$1" "$2" our-program', pid, tmp_path).returncode == 1


def test_a_process_that_ended_is_not_ours(tmp_path: Path, ours: subprocess.Popen[bytes]) -> None:
    ours.kill()  # not waited for: its pid stays taken, by a zombie
    assert (
        _ask('gone() { ! is_ours "$@"; }; await 5 gone "$1" "$2" our-program', ours.pid, tmp_path).returncode
        == 0
    )


def test_make_tells_every_target() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in (
        "setup", "services", "demo", "stop", "test", "check", "bench", "bench-%", "soak", "screens", "clean",
    ):  # fmt: skip
        assert f"make {target} " in told
