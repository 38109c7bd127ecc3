"""Listening as a reader does: nothing loaded unasked, the place kept, the text that follows."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watch
from tests.browser.lessons import CUES, HEARD, SECONDS, STORAGE, lessons
from tests.browser.ranges import Asked, serving

pytestmark = pytest.mark.browser
SOUND = f"/{HEARD}talk.wav"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    with serving(lessons(tmp_path_factory.mktemp("lessons")).build()) as found:
        yield found


@pytest.fixture(params=[360, 1280], ids=["360px", "1280px"])
def page(request: pytest.FixtureRequest, browser: Browser, asked: Asked) -> Iterator[Page]:
    asked.paths.clear()
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    watched = watch(context, asked.address)
    yield watched.open(HEARD)
    context.close()
    assert watched.wrong == []


def _now(page: Page) -> float:
    found = page.locator("audio").evaluate("node => node.currentTime")
    assert isinstance(found, int | float)
    return float(found)


def _reach(page: Page, seconds: float) -> None:
    page.wait_for_function("at => document.querySelector('audio').currentTime >= at", arg=seconds)


def test_nothing_is_loaded_before_it_is_played(page: Page, asked: Asked) -> None:
    page.wait_for_load_state("networkidle")
    assert [path for path in asked.paths if path.endswith((".wav", ".vtt"))] == []
    assert page.locator("audio").evaluate("node => node.readyState") == 0
    expect(page.locator(".dw-media a[download]")).to_have_attribute("href", "../../../" + SOUND[1:])
    page.locator("audio").evaluate("node => node.play()")
    _reach(page, 0.3)
    assert SOUND in asked.paths


def test_speed_stays_over_lessons(page: Page) -> None:
    speeds = page.get_by_role("group", name="播放速度").get_by_role("button")
    expect(speeds).to_have_count(5)
    fast = page.get_by_role("button", name="2 倍")
    fast.focus()
    page.keyboard.press("Enter")
    expect(fast).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("button", name="2 倍")).to_have_attribute("aria-pressed", "true")
    page.locator("audio").evaluate("node => node.play()")
    _reach(page, 1)
    assert page.locator("audio").evaluate("node => node.playbackRate") == 2
    # The browser's own menu is followed as well.
    page.locator("audio").evaluate("node => { node.playbackRate = 1.25; }")
    expect(page.get_by_role("button", name="1.25 倍")).to_have_attribute("aria-pressed", "true")


def test_it_goes_on_where_it_was_left(page: Page) -> None:
    audio = page.locator("audio")
    audio.evaluate("node => node.play()")
    _reach(page, 0.3)
    audio.evaluate(
        """node => new Promise((done) => { node.currentTime = 5.2; node.addEventListener('pause', done);
        node.addEventListener('timeupdate', () => { if (node.currentTime > 5.5) node.pause(); }); })"""
    )
    page.reload()
    kept = json.loads(page.evaluate("localStorage.getItem('dangwu.played')"))
    left = kept[SOUND[1:]]["at"]
    assert 6 <= left < 12
    expect(page.get_by_text(f"上次放到 0:{left:02}，按播放键接着放。")).to_be_visible()
    audio.evaluate("node => node.play()")
    _reach(page, left - 0.5)
    audio.evaluate("node => node.pause()")
    page.reload()
    again = page.get_by_role("button", name="从头放")
    again.focus()
    page.keyboard.press("Enter")
    _reach(page, 0.2)
    assert _now(page) < 5
    expect(again).to_be_hidden()
    # Heard to the end, it begins at the beginning.
    audio.evaluate(f"node => {{ node.currentTime = {SECONDS - 0.4}; }}")
    page.wait_for_function("document.querySelector('audio').ended")
    page.reload()
    expect(page.locator(".dw-media__line")).to_be_hidden()


def test_the_text_follows_and_can_be_chosen_by_keyboard(page: Page) -> None:
    box = page.locator(".dw-cues ol")
    lines = box.get_by_role("button")
    expect(lines).to_have_count(len(CUES))
    before = page.evaluate("scrollY")
    assert box.evaluate("node => node.scrollHeight > node.clientHeight + 50")
    # One stop on the way through the page, arrows within.
    assert box.locator('button[tabindex="0"]').count() == 1
    lines.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(lines.nth(2)).to_be_focused()
    page.keyboard.press("End")
    expect(lines.last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    _reach(page, 1.1)
    expect(lines.nth(1)).to_have_attribute("aria-current", "true")
    expect(box.locator("[aria-current]")).to_have_count(1)
    # With the mouse, and what is said scrolls into the box without moving the page.
    page.evaluate("document.activeElement.blur(); scrollTo(0, 300)")
    before = page.evaluate("scrollY")
    page.locator("audio").evaluate("node => { node.currentTime = 10.1; }")
    expect(lines.nth(10)).to_have_attribute("aria-current", "true")
    inside = """([item, box]) => { const a = item.getBoundingClientRect(), b = box.getBoundingClientRect();
      return a.top >= b.top - 1 && a.bottom <= b.bottom + 1; }"""
    page.evaluate("document.querySelector('audio').pause()")
    if not box.evaluate("node => node.scrollTop"):
        # Right after a key it is left where the reader put it; a little later it follows again.
        page.locator("audio").evaluate("node => { node.currentTime = 3; }")
        page.wait_for_timeout(6100)
        page.locator("audio").evaluate("node => { node.currentTime = 10.1; }")
        expect(lines.nth(10)).to_have_attribute("aria-current", "true")
    assert page.evaluate(inside, [lines.nth(10).element_handle(), box.element_handle()])
    assert page.evaluate("scrollY") == before
    box.evaluate("node => { node.scrollTop = 0; }")
    lines.nth(2).click()
    page.wait_for_function("Math.abs(document.querySelector('audio').currentTime - 2) < 1")


def test_captions_are_those_of_the_file(page: Page) -> None:
    """What the script makes of the page is what the browser itself reads in the captions' file."""
    ours = """() => Array.from(document.querySelector('audio').textTracks[0].cues)
      .map((cue) => [cue.startTime, cue.endTime, cue.text])"""
    theirs = """(src) => new Promise((done) => {
      const audio = document.createElement('audio'), track = document.createElement('track');
      track.src = src; track.kind = 'captions';
      audio.appendChild(track); document.body.appendChild(audio);
      track.track.mode = 'hidden';
      track.addEventListener('load', () => {
        audio.remove();
        done(Array.from(track.track.cues).map((cue) => [cue.startTime, cue.endTime, cue.text]));
      });
    })"""
    assert page.evaluate(ours) == page.evaluate(theirs, "talk.vtt")
    assert page.locator("audio").evaluate("node => node.textTracks[0].mode") == "showing"
    page.locator("audio").evaluate("node => { node.textTracks[0].mode = 'disabled'; }")
    page.wait_for_function("localStorage.getItem('dangwu.captions') === 'off'")
    page.reload()
    page.wait_for_function("document.querySelector('audio').textTracks.length")
    assert page.locator("audio").evaluate("node => node.textTracks[0].mode") == "disabled"


@pytest.mark.parametrize("how", ["full", "forbidden"])
def test_it_plays_where_nothing_can_be_kept(browser: Browser, asked: Asked, how: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    context.add_init_script(STORAGE[how])
    watched = watch(context, asked.address)
    page = watched.open(HEARD)
    page.locator(".dw-cues button").nth(3).click()
    _reach(page, 3.2)
    page.get_by_role("button", name="1.5 倍").click()
    assert page.locator("audio").evaluate("node => node.playbackRate") == 1.5
    context.close()
    assert watched.wrong == []


def test_a_damaged_memory_is_no_hindrance(page: Page) -> None:
    for damaged in ("{", "[]", '{"x": 1}', json.dumps({HEARD + "talk.wav": {"at": "a"}})):
        page.evaluate("text => localStorage.setItem('dangwu.played', text)", damaged)
        page.reload()
        page.locator("audio").evaluate("node => node.play()")
        _reach(page, 0.2)
        page.locator("audio").evaluate("node => node.pause()")


def test_without_a_script_it_plays_and_reads(browser: Browser, asked: Asked) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(asked.address + HEARD)
    expect(page.locator("audio")).to_have_attribute("preload", "none")
    expect(page.locator(".dw-cues li").first).to_contain_text(CUES[0][1])
    # The box scrolls by the keyboard.
    expect(page.locator(".dw-cues ol")).to_have_attribute("tabindex", "0")
    expect(page.locator("track")).to_have_count(1)
    expect(page.locator(".dw-study")).to_be_hidden()
    context.close()
