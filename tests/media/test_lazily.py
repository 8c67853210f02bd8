from __future__ import annotations

import subprocess
import sys


def test_the_bot_itself_loads_neither_pillow_nor_pyav() -> None:
    """They are for the processes that draw: together they would cost it a second and 60 MB."""
    code = "import bot.app, sys; print(*sorted({'PIL', 'av'} & sys.modules.keys()))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
