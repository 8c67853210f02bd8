"""The pictures of a set, and the video made of them and the tones. Needs PyAV (the extra `media`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache, partial
from pathlib import Path

from PIL import Image

from bot.media.body import paint
from bot.media.brush import Brush, Colour
from bot.media.figure import between, eased, skeleton
from bot.media.motions import MOTIONS, Motion
from bot.media.pace import HEIGHT, WIDTH, NoEncoderError, Pace, Part, Phase, timeline
from bot.media.scenes import GROUND, Place, brush_for, furnish, furnish_front
from bot.media.tones import RATE, sound

FPS = 12
STAGE = 326  # pixels from the top; below the stage are the counters
QUALITY = "28"  # x264's crf: larger is smaller
AUDIO_BITS = 24_000

BOARD: Colour = (30, 41, 60)
FAINT: Colour = (74, 88, 112)
LIGHT: Colour = (238, 242, 247)
PHASE_COLOURS: dict[Phase, Colour] = {
    Phase.READY: (176, 188, 204),
    Phase.UP: (120, 182, 255),
    Phase.HOLD: (255, 150, 112),
    Phase.DOWN: (126, 214, 170),
    Phase.CHANGE: (250, 208, 110),
    Phase.END: (126, 214, 170),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """What one picture shows. `share`: how far the movement is (0 to 1); `left`: whole seconds left."""

    part: Part
    share: float
    left: int
    passed: float


def moments(pace: Pace) -> Iterator[Moment]:
    """The pictures of a set, FPS for each second."""
    for part in timeline(pace):
        count = part.seconds * FPS
        for n in range(count):
            passed = n / count
            share = {Phase.UP: eased(passed), Phase.HOLD: 1.0, Phase.DOWN: 1 - eased(passed)}
            yield Moment(part, share.get(part.phase, 0.0), part.seconds - n // FPS, passed)


def film(pace: Pace, path: Path) -> None:
    """Write the whole set as an MP4 (H.264 yuv420p, AAC, index in front).

    Raises NoEncoderError without PyAV, OSError when it cannot be written.
    """
    try:
        import av
        from av.audio.frame import AudioFrame
        from av.video.frame import VideoFrame
    except ImportError as error:
        raise NoEncoderError from error

    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=FPS)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.options = {"crf": QUALITY, "preset": "faster", "tune": "animation", "g": str(FPS * 10)}
        audio = container.add_stream("aac", rate=RATE, layout="mono")
        audio.bit_rate = AUDIO_BITS
        samples, screen = sound(pace), Screen(pace)
        for n, moment in enumerate(moments(pace)):
            picture = VideoFrame.from_image(screen.at(moment))  # type: ignore[no-untyped-call]  # in its stubs
            picture.pts, picture.time_base = n, Fraction(1, FPS)
            container.mux(video.encode(picture))
            if n % FPS == 0:
                heard = AudioFrame("s16", "mono", RATE)
                heard.planes[0].update(samples[n // FPS * RATE : (n // FPS + 1) * RATE].tobytes())
                heard.sample_rate, heard.pts = RATE, n // FPS * RATE
                container.mux(audio.encode(heard))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))


class Screen:
    """Draws the moments of one set; what comes again (every repetition does) is drawn once."""

    def __init__(self, pace: Pace) -> None:
        # Face down with the head on the left, the left leg is the near one; on the back, the right one.
        self._mirrored_side = 1 if MOTIONS[pace.motion].start.front < 0 and pace.sides > 1 else 2
        self._stage = cache(partial(stage, MOTIONS[pace.motion]))
        self._ring = cache(ring)
        self._board = lru_cache(maxsize=1)(partial(board, pace))

    def at(self, moment: Moment) -> Image.Image:
        whole = Image.new("RGB", (WIDTH, HEIGHT))
        picture, part = self._stage(round(moment.share, 3)), moment.part
        # The leg that works is the near one: for the other side, look from the other side.
        mirrored = part.side == self._mirrored_side
        whole.paste(picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirrored else picture)
        whole.paste(self._board(part), (0, STAGE))
        whole.paste(self._ring(part.phase, moment.left, round(moment.passed, 4)), (0, STAGE))
        return whole


def stage(motion: Motion, share: float) -> Image.Image:
    """The person on the bed, `share` of the way through the movement."""
    brush = brush_for(Place.BED, (WIDTH, STAGE), GROUND, fine=2, above=motion.above)
    furnish(brush, Place.BED)
    paint(brush, skeleton(between(motion.start, motion.end, share)), motion.works, effort=share)
    furnish_front(brush, Place.BED)
    return brush.finished()


def board(pace: Pace, part: Part) -> Image.Image:
    """The counters: what to do, repetitions, side. No words; the ring comes on top."""
    size = (WIDTH, HEIGHT - STAGE)
    brush = Brush(size, BOARD, scale=1.0, origin=(0, 0), fine=2)
    middle = -size[1] / 2
    _sign(brush, part.phase, (206, middle), PHASE_COLOURS[part.phase])
    _reps(brush, pace, part, 286 if pace.sides > 1 else 300, middle)
    if pace.sides > 1:
        _feet(brush, part, (572, middle))
    return brush.finished()


def ring(phase: Phase, left: int, passed: float) -> Image.Image:
    """The seconds that are left of a phase, and a ring that runs out with it; at the end a tick."""
    side = HEIGHT - STAGE
    brush = Brush((side, side), BOARD, scale=1.0, origin=(0, 0), fine=2)
    x, y, colour = 86.0, -side / 2, PHASE_COLOURS[phase]
    if phase is Phase.END:
        brush.circle((x, y), 64, colour, 11)
        brush.line([(x - 26, y - 2), (x - 8, y - 22), (x + 28, y + 22)], colour, 11)
    else:
        brush.circle((x, y), 64, FAINT, 11)
        brush.arc((x, y), 64, 360 * passed, 360, colour, 11)
        brush.text(str(left), (x, y + 1), 78, LIGHT, bold=0.8)
    return brush.finished()


def _sign(brush: Brush, phase: Phase, centre: tuple[float, float], colour: Colour) -> None:
    """An arrow up, two bars, an arrow down, two arrows that change places."""
    x, y = centre
    match phase:
        case Phase.UP:
            brush.arrow([(x, y - 40), (x, y + 34)], colour, 17)
        case Phase.READY:
            brush.arrow([(x, y - 40), (x, y + 34)], FAINT, 17)
        case Phase.DOWN:
            brush.arrow([(x, y + 40), (x, y - 34)], colour, 17)
        case Phase.HOLD:
            for side in (-16, 16):
                brush.line([(x + side, y + 32), (x + side, y - 32)], colour, 17)
        case Phase.CHANGE:
            brush.arrow([(x - 32, y + 22), (x + 28, y + 22)], colour, 12)
            brush.arrow([(x + 32, y - 22), (x - 28, y - 22)], colour, 12)
        case Phase.END:
            pass


def _reps(brush: Brush, pace: Pace, part: Part, left: float, middle: float) -> None:
    """Which repetition of how many, as a number and as dots."""
    over = part.phase is Phase.END
    words, of = str(part.rep), f"/{pace.reps}"
    brush.text(words, (left, middle + 22), 72, LIGHT, "lm", bold=0.8)
    brush.text(of, (left + brush.width_of(words, 72) + 6, middle + 14), 44, PHASE_COLOURS[Phase.READY], "lm")
    for n in range(1, pace.reps + 1):
        done = n < part.rep or over or (n == part.rep and part.phase is Phase.DOWN)
        x = left + 8 + (n - 1) * min(24.0, 216 / pace.reps)
        brush.disc((x, middle - 42), 8, PHASE_COLOURS[Phase.DOWN] if done else FAINT)
        if n == part.rep and not done:
            brush.disc((x, middle - 42), 5, LIGHT)


def _feet(brush: Brush, part: Part, centre: tuple[float, float]) -> None:
    """Two soles seen from above, left and right: the one whose turn it is shines. The right one begins."""
    for side, x in ((2, centre[0] - 26), (1, centre[0] + 26)):
        colour = PHASE_COLOURS[Phase.CHANGE] if part.side == side else FAINT
        inward = 1 if side == 2 else -1
        y = centre[1] - 6
        brush.soft(
            [(x, y - 34, 11), (x - inward * 2, y - 8, 10), (x, y + 16, 15)],
            colour,
        )
        for n, (across, up, radius) in enumerate(
            ((10, 40, 6.2), (2, 44, 4.6), (-6, 42, 4.0), (-13, 38, 3.6), (-19, 32, 3.2))
        ):
            brush.disc((x + inward * across * 0.9, y + up - n * 0.3), radius, colour)
