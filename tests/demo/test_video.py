"""A pacing video in the chat page: a real browser plays its picture and its sound."""

from __future__ import annotations

import aiohttp
import pytest
from playwright.async_api import expect

from bot.demo.server import StandIn
from bot.media.film import film
from bot.media.pace import Pace
from tests.demo.browser import CHROMIUM, MISSING, PHONE, opened

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)

PACE = Pace("hip-lift", 1, 1, 1, 1)
PLAY = """async video => {
  video.muted = true;  // a page may not make sound by itself
  await video.play();
  await new Promise(done => video.addEventListener("timeupdate", () => video.currentTime > 0.5 && done()));
  return {
    size: [video.videoWidth, video.videoHeight],
    seconds: video.duration,
    heard: video.webkitAudioDecodedByteCount > 0,
    fault: video.error,
  };
}"""


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("film") / "set.mp4"
    film(PACE, path)
    return path.read_bytes()


async def test_a_browser_plays_it(server: StandIn, chromium: str, video: bytes) -> None:
    emma = await server.person("Emma", "en")
    form = aiohttp.FormData({"chat_id": str(emma.chat_id), "caption": "Set 1"})
    form.add_field("video", video, filename="set.mp4", content_type="video/mp4")
    async with opened(chromium, server.url, PHONE) as browser:
        await browser.page.get_by_role("button", name="Emma").click()
        await browser.say("/start")
        await browser.sees("/start")
        async with aiohttp.ClientSession() as session:
            answer = await session.post(f"{server.url}/bot{server.token}/sendVideo", data=form)
            assert answer.status == 200, await answer.text()
        shown = browser.page.locator("#messages video")
        await expect(shown).to_be_visible()
        played = await shown.evaluate(PLAY)
    assert played == {
        "size": [640, 480],
        "seconds": pytest.approx(PACE.seconds, abs=0.1),
        "heard": True,
        "fault": None,
    }
