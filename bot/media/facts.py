"""What is in a video, read back from the file. Needs PyAV."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av

from bot.media.pace import Pace
from bot.media.shelf import index_is_in_front

LARGEST = 1_500_000  # bytes


@dataclass(frozen=True, slots=True)
class Facts:
    """Tracks, length in seconds beside the tempo's own, size in bytes."""

    video: str
    audio: str
    seconds: float
    wanted: int
    size: int
    in_front: bool

    def __str__(self) -> str:
        off = self.seconds - self.wanted
        return (
            f"{self.video}; {self.audio}; {self.seconds:.2f} s ({off:+.2f} s off {self.wanted} s);"
            f" {self.size / 1e6:.2f} MB; index {'in front' if self.in_front else 'at the end'}"
        )


def facts_of(path: Path, pace: Pace) -> Facts:
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert container.duration is not None, "an MP4 says how long it is"
        return Facts(
            video=f"{video.codec_context.name} {video.width}x{video.height} {video.pix_fmt}"
            f" {float(video.average_rate or 0):g} fps",
            audio=f"{audio.codec_context.name} {audio.rate} Hz {audio.layout.name}",
            seconds=container.duration / av.time_base,
            wanted=pace.seconds,
            size=path.stat().st_size,
            in_front=index_is_in_front(path),
        )
