"""A browser with the chat page: what goes wrong in it is kept, what axe-core finds is told."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.async_api import ConsoleMessage, Dialog, Locator, Page, Route, async_playwright, expect

CHROMIUM = Path("/usr/bin/chromium")
MISSING = "no /usr/bin/chromium: the page was NOT tested"
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--mute-audio",
    "--remote-debugging-port=0",
]
LISTENING = re.compile(r"DevTools listening on (ws://\S+)")
DESKTOP, PHONE = (1200, 800), (390, 844)
SIZES = {"desktop": DESKTOP, "phone": PHONE}
MOST_TABS = 300
SERIOUS = ("serious", "critical")
# The page promises no time; how long a busy machine takes is no fault of it.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
# Which way the keyboard has to go: an element after the focused one is reached with Tab.
IS_AFTER_FOCUS = """wanted => Boolean(
  document.activeElement.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_FOLLOWING)"""
HAS_FOCUS = "element => element === document.activeElement"


@dataclass
class Browser:
    """A page of its own, and what went wrong in it."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    async def heard_dialog(self, dialog: Dialog) -> None:
        """No text may open one."""
        self.complaints.append(f"dialog {dialog.message}")
        await dialog.dismiss()

    def heard_console(self, said: ConsoleMessage) -> None:
        """Warnings are fine, errors are not."""
        if said.type == "error":
            self.complaints.append(f"console: {said.text}")

    async def say(self, text: str) -> None:
        """Write and send."""
        await self.page.locator("#text").fill(text)
        await self.page.keyboard.press("Enter")

    async def press(self, label: str) -> None:
        """Press the newest button with this label."""
        await self._newest(label).click()

    async def press_by_keyboard(self, label: str) -> None:
        """The same with Tab, Shift+Tab and Enter alone, from wherever the focus is."""
        wanted = self._newest(label)
        await expect(wanted).to_be_visible()
        step = "Tab" if await wanted.evaluate(IS_AFTER_FOCUS) else "Shift+Tab"
        for _ in range(MOST_TABS):
            await self.page.keyboard.press(step)
            if await wanted.evaluate(HAS_FOCUS):
                await self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"{label!r} cannot be reached with the keyboard")

    def _newest(self, label: str) -> Locator:
        return self.page.locator("#messages .key", has_text=label).last

    async def sees(self, words: str) -> None:
        """Wait for a message with these words."""
        await expect(self.page.locator("#messages .message", has_text=words).last).to_be_visible()

    async def faults(self) -> list[str]:
        """What axe-core finds that is serious, as rule: where."""
        axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
        await self.page.evaluate(axe)
        found: dict[str, Any] = await self.page.evaluate("() => axe.run({resultTypes: ['violations']})")
        return [
            f"{rule['id']}: {json.dumps(node['target'])} {node.get('failureSummary', '')}"
            for rule in found["violations"]
            for node in rule["nodes"]
            if rule["impact"] in SERIOUS
        ]


@contextmanager
def running_chromium(profile: Path) -> Iterator[str]:
    """One browser for many tests, for it is slow to start; the address that a test connects to."""
    command = [str(CHROMIUM), *ARGUMENTS, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        try:
            found = next(filter(None, map(LISTENING.search, process.stderr)))
            rest = threading.Thread(target=process.stderr.read, daemon=True)  # a full pipe would stop it
            rest.start()
            yield found[1]
        finally:
            process.terminate()
            rest.join()


@asynccontextmanager
async def opened(chromium: str, root: str, size: tuple[int, int], **context: Any) -> AsyncIterator[Browser]:
    """The page at `root` in a browser without memory.

    At the end nothing may have complained, and no request have left the machine.
    """
    async with async_playwright() as playwright:
        connected = await playwright.chromium.connect_over_cdp(chromium)
        fresh = await connected.new_context(viewport={"width": size[0], "height": size[1]}, **context)
        page = await fresh.new_page()
        page.set_default_timeout(PATIENCE_MS)
        browser = Browser(page)

        async def stay_inside(route: Route) -> None:
            if route.request.url.startswith(root):
                await route.continue_()
            else:
                browser.complaints.append(f"request to {route.request.url}")
                await route.abort()

        await page.route("**/*", stay_inside)
        page.on("pageerror", lambda error: browser.complaints.append(str(error)))
        page.on("dialog", browser.heard_dialog)
        page.on("console", browser.heard_console)
        try:
            await page.goto(root)
            await expect(page.locator(".message, .welcome").first).to_be_visible()
            yield browser
            assert browser.complaints == []
        finally:
            await fresh.close()
