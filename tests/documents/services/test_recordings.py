"""Video and voice keep picture and sound and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from typing import Any

import av
import numpy as np
import pytest

from documents.errors import FileTooLarge, NotARecording, RecordingTooLong
from documents.services import recordings
from documents.services.media import clean_media


def record(container: str, *, video: str = "", audio: str = "", seconds: int = 1) -> bytes:
    """Return a recording with a place, a name and an hour in it, as a phone makes it."""
    buffer = BytesIO()
    with av.open(buffer, "w", format=container) as target:
        target.metadata.update(
            {"location": "+40.6401+022.9444/", "title": "At Eleni's", "comment": "SecretPhone"}
        )
        streams: list[Any] = []
        if video:
            picture: Any = target.add_stream(video, rate=10)
            picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
            picture.metadata["handler_name"] = "SecretHandler"
            streams.append(picture)
        if audio:
            streams.append(target.add_stream(audio, rate=48_000, layout="mono"))
        for stream in streams:
            for packet in frames(stream, seconds):
                target.mux(packet)
            for packet in stream.encode(None):
                target.mux(packet)
    return buffer.getvalue()


def frames(stream: Any, seconds: int) -> Iterator[Any]:
    """Yield the packets of a grey picture ten times a second, or of a tone."""
    if stream.type == "video":
        for index in range(10 * seconds):
            picture = av.VideoFrame(64, 48, "yuv420p")
            picture.pts, picture.time_base = index, Fraction(1, 10)
            yield from stream.encode(picture)
        return
    for index in range(50 * seconds):
        tone = (np.sin(np.arange(960) / 20) * 9000).astype(np.int16)[np.newaxis]
        sound = av.AudioFrame.from_ndarray(tone, format="s16", layout="mono")
        sound.sample_rate, sound.pts, sound.time_base = 48_000, index * 960, Fraction(1, 48_000)
        yield from stream.encode(sound)


def opened(content: bytes) -> list[tuple[str, int]]:
    with av.open(BytesIO(content), "r") as container:
        kinds = [stream.codec_context.name for stream in container.streams]
        found = dict.fromkeys(range(len(kinds)), 0)
        for packet in container.demux():
            if packet.dts is not None:
                found[packet.stream.index] += 1
        assert not container.metadata.get("location")
        assert not container.metadata.get("title")
        return list(zip(kinds, found.values(), strict=True))


@pytest.mark.parametrize(
    ("container", "video", "audio", "media_type"),
    [
        ("mp4", "libx264", "aac", "video/mp4"),
        ("mov", "libx264", "aac", "video/mp4"),
        ("webm", "libvpx", "libopus", "video/webm"),
        ("matroska", "libx264", "libopus", "video/mp4"),
        ("webm", "", "libopus", "audio/webm"),
        ("ogg", "", "libopus", "audio/webm"),
        ("mp4", "", "aac", "audio/mp4"),
        ("wav", "", "pcm_s16le", "audio/wav"),
        ("mp3", "", "libmp3lame", "audio/mpeg"),
    ],
)
def test_picture_and_sound_stay_and_nothing_else(
    container: str, video: str, audio: str, media_type: str
) -> None:
    content = record(container, video=video, audio=audio)
    cleaned, found = clean_media(content)
    assert found == media_type
    for told in (b"40.6401", b"Eleni", b"SecretPhone", b"SecretHandler"):
        assert told not in cleaned
    streams = opened(cleaned)
    assert len(streams) == bool(video) + bool(audio)
    assert [kind for kind, count in streams if count < 9] == [], streams
    assert opened(clean_media(cleaned).content) == streams, "once more loses nothing"


def test_what_only_looks_like_a_recording_is_refused() -> None:
    for broken in (
        b"\x1a\x45\xdf\xa3" + b"\0" * 400,
        b"\0\0\0\x18ftypmp42" + b"x" * 400,
        b"OggS" + b"\xff" * 400,
        record("mp4", video="libx264")[:300],
    ):
        with pytest.raises(NotARecording):
            clean_media(broken)


def test_a_recording_that_no_browser_plays_is_refused() -> None:
    with pytest.raises(NotARecording):
        clean_media(record("matroska", video="mpeg4", audio="aac"))


def test_the_length_is_counted_whatever_the_container_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "MOST_AUDIO_S", 3)
    assert clean_media(record("webm", audio="libopus", seconds=2)).media_type == "audio/webm"
    with pytest.raises(RecordingTooLong):
        clean_media(record("webm", audio="libopus", seconds=5))


def test_a_recording_of_too_many_bytes_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "MAX_BYTES", 1000)
    with pytest.raises(FileTooLarge):
        clean_media(record("wav", audio="pcm_s16le"))


def test_the_way_up_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone held upright films lying down and says so beside the picture."""
    content = bytearray(record("mp4", video="libx264"))
    at = content.index(b"tkhd") + 4 + 40  # version 0: the matrix stands 40 bytes behind the flags
    quarter = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000]
    content[at : at + 36] = b"".join(value.to_bytes(4, "big", signed=True) for value in quarter)
    cleaned = clean_media(bytes(content)).content
    with av.open(BytesIO(cleaned), "r") as container:
        assert abs(next(container.decode(video=0)).rotation) == 90
