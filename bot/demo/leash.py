"""python -m bot.demo.leash PID: ends the process group PID as soon as our standard input ends.

Whoever starts us keeps the other end of that pipe. However it goes, even by SIGKILL, the pipe goes with it.
"""

import os
import signal
import sys
import time
from contextlib import suppress

GRACE = 10.0
STEP = 0.1


def end_group(group: int) -> None:
    """SIGTERM, and SIGKILL for what is still there after the grace time."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGTERM)
        for _ in range(round(GRACE / STEP)):
            time.sleep(STEP)
            os.killpg(group, 0)  # raises once nobody is left
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    sys.stdin.buffer.read()
    end_group(int(sys.argv[1]))
