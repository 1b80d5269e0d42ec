"""A program of its own: copies the picture and sound of a recording into a new container, and nothing else.

`python remux.py CONTAINER INPUT OUTPUT MOST_VIDEO_S MOST_AUDIO_S` prints the media type of what it wrote. It reads
what strangers send with a large library, therefore in a process of its own with little memory and time; it imports
nothing of the project. Ends with 1 when no browser plays the recording, and when it is too long: then the limit in
seconds is printed.
"""

from __future__ import annotations

import os
import resource
import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from av.container import InputContainer

MEMORY_BYTES = 3 << 30
CPU_S = 60
MOST_PIXELS = 4096 * 2304
#: First packets of a stream whose time to decode the reader may not know.
MOST_WITHOUT_TIME = 60
#: What browsers play, by container.
MP4_VIDEO = frozenset({"h264", "hevc", "av1"})
MP4_AUDIO = frozenset({"aac", "mp3", "opus"})
WEBM_VIDEO = frozenset({"vp8", "vp9", "av1"})
WEBM_AUDIO = frozenset({"opus", "vorbis"})
PCM = frozenset({"pcm_s16le", "pcm_u8", "pcm_s24le"})


class NotPlayableError(Exception):
    """No browser plays it."""


class TooLongError(Exception):
    """It lasts longer than this many seconds."""


def choose_container(video: str, audio: str) -> tuple[str, str]:
    """Return the container to write and its media type for these codecs ("" where there is none)."""
    if video:
        if video in MP4_VIDEO and audio in MP4_AUDIO | {""}:
            return "mp4", "video/mp4"
        if video in WEBM_VIDEO and audio in WEBM_AUDIO | {""}:
            return "webm", "video/webm"
        raise NotPlayableError(video, audio)
    if audio in WEBM_AUDIO:
        return "webm", "audio/webm"
    if audio == "aac":
        return "mp4", "audio/mp4"
    if audio.startswith("mp3"):
        return "mp3", "audio/mpeg"
    if audio in PCM:
        return "wav", "audio/wav"
    raise NotPlayableError(video, audio)


def check_playable(source: InputContainer, streams: list[Any]) -> None:
    """Decode the first moment of each stream: what cannot be decoded is no recording."""
    for stream in streams:
        frame = next(iter(source.decode(stream)), None)
        if frame is None:
            raise NotPlayableError(stream.type)
        if stream.type == "video" and frame.width * frame.height > MOST_PIXELS:
            raise NotPlayableError(stream.type)


def with_times(packets: Iterable[Any]) -> Iterator[Any]:
    """Yield the packets, each with the time to decode it; a reader may not know that of a stream's first ones.

    Those are put a tick each before the first one known.
    """
    waiting: dict[int, list[Any]] = {}
    for packet in packets:
        if packet.size == 0 or packet.time_base is None:  # the reader's last, empty one
            continue
        index = packet.stream.index
        if packet.dts is None:
            waiting.setdefault(index, []).append(packet)
            if len(waiting[index]) > MOST_WITHOUT_TIME:
                raise NotPlayableError
            continue
        for back, earlier in enumerate(reversed(waiting.get(index, [])), start=1):
            earlier.dts = packet.dts - back
        yield from waiting.pop(index, [])
        yield packet
    if any(waiting.values()):
        raise NotPlayableError


def copy_streams(source: InputContainer, streams: list[Any], target: Any, most_s: int) -> None:
    """Copy the packets as they are; the time is counted from them, since a container may say none, or a wrong one."""
    copies = {stream.index: target.add_stream_from_template(stream) for stream in streams}
    for copy in copies.values():
        copy.metadata.clear()
    first: dict[int, Fraction] = {}
    for packet in with_times(source.demux(streams)):
        at_s = packet.dts * packet.time_base
        if at_s - first.setdefault(packet.stream.index, at_s) > most_s:
            raise TooLongError(most_s)
        packet.stream = copies[packet.stream.index]
        target.mux(packet)
    if not first:
        raise NotPlayableError


def remux(container: str, source_path: str, target_path: str, most_video_s: int, most_audio_s: int) -> str:
    """Write the recording anew without metadata, attachments and other streams; return its media type."""
    local = {"protocol_whitelist": "file"}
    with av.open(source_path, format=container, options=local, metadata_errors="ignore") as source:
        pictures = [each for each in source.streams.video if each.codec_context.name not in {"mjpeg", "png"}][
            :1
        ]
        sounds = list(source.streams.audio[:1])
        streams: list[Any] = [*pictures, *sounds]
        names = [next((each.codec_context.name for each in kind), "") for kind in (pictures, sounds)]
        wanted, media_type = choose_container(names[0].removeprefix("lib"), names[1].removesuffix("float"))
        indexes = [each.index for each in streams]
        check_playable(source, streams)
    options = {"fflags": "+bitexact"}
    if wanted == "mp4":
        options["movflags"] = "+faststart"
    if wanted == "mp3":
        options |= {"id3v2_version": "0", "write_xing": "0"}
    most_s = most_video_s if pictures else most_audio_s
    with (
        av.open(source_path, format=container, options=local, metadata_errors="ignore") as source,
        av.open(target_path, "w", format=wanted, options=options) as target,
    ):
        target.metadata.clear()
        copy_streams(source, [source.streams[index] for index in indexes], target, most_s)
    return media_type


def main(arguments: list[str]) -> int:
    """Run within the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    container, source, target, most_video_s, most_audio_s = arguments
    try:
        said = remux(container, source, target, int(most_video_s), int(most_audio_s))
    except TooLongError as error:
        os.write(1, str(error).encode())
        return 1
    except (NotPlayableError, av.FFmpegError, ValueError, MemoryError, KeyError, IndexError):
        return 1
    os.write(1, said.encode())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
