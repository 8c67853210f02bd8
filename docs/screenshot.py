"""Makes docs/chat.png: the demo in a real browser, a person at their plan. `make screenshot` runs it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET_CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PICTURE = Path(__file__).with_name("chat.png")
CHANGED = "before => document.getElementById('messages').textContent !== before"
PRESSES = (
    "Start the check",
    "Yes, I agree",
    "None of these",
    "None of these",
    "None of these",
    "3. Stairs tire my legs",
    "6. Strain in the knees",
    "Continue with 2 ticked",
    "Both are fine",
    "Now and then",
    "0, no pain",
)


@contextlib.contextmanager
def demo() -> Iterator[str]:
    """The demo on a free port; its address. It is ended with the block."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "bot.demo", "--port", "0", "--data", data, "--no-open"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert process.stdout is not None
        address = process.stdout.readline().split()[2]
        try:
            yield address
        finally:
            process.terminate()
            process.wait()


def to_the_plan(page: Page) -> None:
    page.get_by_role("button", name="Start", exact=True).last.click()
    for label in PRESSES:
        button = page.locator("#messages button", has_text=label).last
        button.wait_for()
        before = page.locator("#messages").text_content()
        button.click()
        page.wait_for_function(CHANGED, arg=before)  # the next screen may have a button of the same name
    page.get_by_text("Why this one").wait_for()
    page.wait_for_timeout(500)  # the page scrolls to the newest message


def main() -> None:
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_CHROMIUM)
        page = browser.new_page(viewport={"width": 1100, "height": 760})
        page.goto(address)
        to_the_plan(page)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
