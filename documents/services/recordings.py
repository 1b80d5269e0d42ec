"""Video and voice from outside: opened, checked and written anew by a program of its own (`remux.py`)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from documents.errors import FileTooLarge, NotARecording, RecordingTooLong

#: Run, not imported: the library that it reads with stays out of this process.
PROGRAM = Path(__file__).with_name("remux.py")
MAX_BYTES = 60 * 1024 * 1024
MOST_VIDEO_S = 5 * 60
MOST_AUDIO_S = 15 * 60
#: The copy takes a second or two; what takes this long is made to.
TIMEOUT_S = 120


def clean_recording(content: bytes, container: str) -> tuple[bytes, str]:
    """Return the recording with its picture and sound alone (no places, names, covers) and its media type.

    Raises NotARecording, RecordingTooLong or FileTooLarge.
    """
    if len(content) > MAX_BYTES:
        raise FileTooLarge(MAX_BYTES // 1024 // 1024)
    with tempfile.TemporaryDirectory(prefix="hydria-recording-") as folder:
        source, target = Path(folder, "source"), Path(folder, "target")
        source.write_bytes(content)
        # -I: neither the folder of the program nor the variables of the environment lend it modules.
        command = [sys.executable, "-I", str(PROGRAM), container, str(source), str(target)]
        try:
            ended = subprocess.run(  # noqa: S603 - our own program; of what was sent it is given only the file
                [*command, str(MOST_VIDEO_S), str(MOST_AUDIO_S)],
                capture_output=True, timeout=TIMEOUT_S, check=False, cwd=folder, env={},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise NotARecording from None
        said = ended.stdout.decode()
        if said.isdigit():
            raise RecordingTooLong(int(said) // 60)
        if ended.returncode != 0 or not target.exists():
            raise NotARecording
        return target.read_bytes(), said
