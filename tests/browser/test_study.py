"""我的学习记录: what is finished is kept in the reader's own browser, and goes nowhere else."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import watch
from tests.browser.lessons import ASKED, HEARD, READ, STORAGE, lessons
from tests.browser.ranges import Asked, serving

pytestmark = pytest.mark.browser
DAY = "2026-11-23"
KEPT = {
    "version": 1,
    "lessons": {
        ASKED: {"title": "问的课", "finished": "2026-03-01", "hours": 1, "by": "quiz"},
        "lessons/2025/0009/": {"title": "<b>旧课</b>", "finished": "2025-12-31", "hours": 2.5, "by": "watched"},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    with serving(lessons(tmp_path_factory.mktemp("lessons")).build()) as found:
        yield found


@pytest.fixture(params=[360, 1280], ids=["360px", "1280px"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context(viewport={"width": request.param, "height": 800})
    yield found
    found.close()


@pytest.fixture
def page(context: BrowserContext, asked: Asked) -> Iterator[Page]:
    watched = watch(context, asked.address)
    watched.open(READ)
    yield watched.page
    assert watched.wrong == []


def _kept(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.evaluate("localStorage.getItem('dangwu:study')"))
    assert found["version"] == 1
    lessons: dict[str, Any] = found["lessons"]
    return lessons


def _keep(page: Page, data: object) -> None:
    page.evaluate("text => localStorage.setItem('dangwu:study', text)", json.dumps(data))


def test_a_lesson_that_is_heard_is_finished(page: Page, asked: Asked) -> None:
    page.goto(asked.address + HEARD)
    state = page.locator("[data-study-state]")
    expect(state).to_contain_text("听到 50%")
    page.get_by_role("button", name="2 倍").click()
    audio = page.locator("audio")
    # Going on in it is not hearing it, and the end alone is not half of it.
    audio.evaluate("node => { node.play(); node.currentTime = 15; }")
    page.wait_for_function("document.querySelector('audio').ended")
    assert page.evaluate("localStorage.getItem('dangwu:study')") is None
    # Heard in two sittings.
    page.reload()
    page.get_by_role("button", name="2 倍").wait_for()
    audio.evaluate("node => node.play()")
    expect(state).to_contain_text("2026年11月23日学完（听看，1.5 学时）", timeout=20000)
    assert _kept(page) == {
        HEARD: {"title": "听的课", "finished": DAY, "hours": 1.5, "by": "watched"}
    }
    assert audio.evaluate("node => node.currentTime") < 14


def test_a_quiz_that_is_passed_finishes_a_lesson(page: Page, asked: Asked) -> None:
    page.goto(asked.address + ASKED)
    expect(page.get_by_role("button", name="读完了，记下来")).to_be_hidden()
    page.get_by_label("每月").check()
    page.get_by_label("房产证").check()
    page.get_by_role("button", name="看看对不对").click()
    expect(page.locator("[data-quiz-score]")).to_contain_text("答对 0 题")
    assert page.evaluate("localStorage.getItem('dangwu:study')") is None
    page.get_by_role("button", name="再做一次").click()
    page.get_by_label("每半年").check()
    page.get_by_label("房产证").check()
    page.get_by_role("button", name="看看对不对").click()
    expect(page.locator("[data-study-state]")).to_contain_text("学完（自测，1 学时）")
    assert _kept(page)[ASKED]["by"] == "quiz"


def test_a_lesson_to_read_is_finished_by_a_button(page: Page) -> None:
    mark = page.get_by_role("button", name="读完了，记下来")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-study-state]")).to_contain_text("学完（阅读）")
    assert _kept(page) == {READ: {"title": "读的课", "finished": DAY, "hours": 0, "by": "read"}}
    undo = page.get_by_role("button", name="取消这一条")
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    expect(mark).to_be_focused()
    assert _kept(page) == {}


def test_what_is_finished_is_marked_wherever_it_is_named(page: Page, asked: Asked) -> None:
    _keep(page, KEPT)
    page.evaluate(
        """([asked, read]) => { document.body.insertAdjacentHTML('beforeend',
        `<p id="a" data-study="${asked}"></p><p id="b" data-study="${read}"></p>
         <p id="c" data-study-progress="${asked} ${read}" hidden></p>`); }""",
        [ASKED, READ],
    )
    page.evaluate("""new Promise((done) => { const again = document.createElement('script');
      again.src = document.querySelector('script[src*="study.js"]').src; again.onload = done;
      document.head.appendChild(again); })""")
    expect(page.locator("#a")).to_have_attribute("data-finished", "2026-03-01")
    assert page.locator("#b").get_attribute("data-finished") is None
    expect(page.locator("#c")).to_have_text("已学 1 / 2")
    assert page.locator("#c progress").evaluate("bar => [bar.value, bar.max]") == [1, 2]
    # Another window finishes one as well.
    other = page.context.new_page()
    other.goto(asked.address + READ)
    other.get_by_role("button", name="读完了，记下来").click()
    expect(page.locator("#b")).to_have_attribute("data-finished", DAY)
    expect(page.locator("#c")).to_have_text("已学 2 / 2")
    other.close()


def test_the_page_shows_years_and_what_is_asked_for(page: Page, asked: Asked) -> None:
    _keep(page, KEPT)
    page.get_by_role("link", name="看我的学习记录").click()
    assert page.url == f"{asked.address}study/"
    expect(page.get_by_text("不上传，网站和支部都看不到")).to_be_visible()
    headings = page.get_by_role("heading", level=2, name="年")
    expect(page.locator(".dw-mystudy__year h2").first).to_have_text("2026 年1 节，1 学时")
    expect(headings.nth(1)).to_contain_text("2025 年")
    expect(page.get_by_text("1 / 32 学时，还差 31 学时")).to_be_visible()
    expect(page.get_by_text("2.5 / 32 学时")).to_be_visible()
    # Titles are texts, whatever a file brought.
    expect(page.get_by_role("link", name="<b>旧课</b>")).to_be_visible()
    expect(page.get_by_role("link", name="问的课")).to_have_attribute("href", f"../{ASKED}")
    page.get_by_label("我的情况").select_option("年老体弱")
    expect(page.get_by_text("32 学时，还差")).to_have_count(0)
    expect(page.locator(".dw-mystudy__year progress")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("我的情况")).to_have_value("年老体弱")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_one_is_deleted_and_put_back_and_all_are_asked_for(page: Page, asked: Asked) -> None:
    _keep(page, KEPT)
    page.goto(f"{asked.address}study/")
    page.get_by_role("button", name="删除《问的课》").focus()
    page.keyboard.press("Enter")
    assert list(_kept(page)) == ["lessons/2025/0009/"]
    back = page.get_by_role("button", name="放回去")
    expect(back).to_be_focused()
    page.keyboard.press("Enter")
    assert _kept(page) == KEPT["lessons"]
    expect(page.get_by_role("button", name="删除《问的课》")).to_be_focused()
    with page.expect_event("dialog") as asking:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.get_by_role("button", name="全部删除").click()
    assert "2 节" in asking.value.message
    assert _kept(page) == KEPT["lessons"]
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="全部删除").click()
    expect(page.get_by_text("全部删除了。")).to_be_visible()
    assert _kept(page) == {}
    expect(page.get_by_text("还没有记录。")).to_be_visible()


def test_it_goes_to_another_device_as_a_file(page: Page, asked: Asked, tmp_path: Path) -> None:
    _keep(page, KEPT)
    page.goto(f"{asked.address}study/")
    with page.expect_download() as loading:
        page.get_by_role("button", name="存成文件").click()
    assert loading.value.suggested_filename == f"学习记录-{DAY}.json"
    file = tmp_path / "there.json"
    loading.value.save_as(file)
    assert json.loads(file.read_text(encoding="utf-8")) == KEPT
    # There: one more, and one that was finished earlier. Nothing is lost on either side.
    mine = {ASKED: {**KEPT["lessons"][ASKED], "finished": "2026-02-01"},  # type: ignore[index]
            READ: {"title": "读的课", "finished": DAY, "hours": 0, "by": "read"}}  # fmt: skip
    _keep(page, {"version": 1, "lessons": mine})
    page.reload()
    page.get_by_label("从文件读入").set_input_files(file)
    expect(page.get_by_text("读入了 1 节，另外 1 节这里已经有了。")).to_be_visible()
    assert _kept(page) == {**KEPT["lessons"], **mine}  # type: ignore[dict-item]
    expect(page.locator(".dw-mystudy__item")).to_have_count(3)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("什么", "这不是学习记录的文件"),
        ("[]", "这不是学习记录的文件"),
        (json.dumps({"version": 2, "lessons": {}}), "这个文件是更新的版本存的"),
        (json.dumps({"version": 1, "lessons": {READ: {"title": "x"}}}), "这不是学习记录的文件"),
        (
            json.dumps({"version": 1, "lessons": {"javascript:alert(1)/": KEPT["lessons"][ASKED]}}),  # type: ignore[index]
            "这不是学习记录的文件",
        ),
    ],
)
def test_a_wrong_file_is_refused_and_changes_nothing(
    page: Page, asked: Asked, tmp_path: Path, content: str, said: str
) -> None:
    _keep(page, KEPT)
    page.goto(f"{asked.address}study/")
    file = tmp_path / "wrong.json"
    file.write_text(content, encoding="utf-8")
    page.get_by_label("从文件读入").set_input_files(file)
    expect(page.get_by_text(said)).to_be_visible()
    assert _kept(page) == KEPT["lessons"]


@pytest.mark.parametrize(
    ("how", "said"), [("full", "存储空间满了"), ("forbidden", "不许网站存东西")]
)
def test_where_nothing_can_be_kept_it_is_said(
    context: BrowserContext, asked: Asked, tmp_path: Path, how: str, said: str
) -> None:
    context.add_init_script(STORAGE[how])
    watched = watch(context, asked.address)
    page = watched.open(READ)
    page.get_by_role("button", name="读完了，记下来").click()
    expect(page.locator("[data-study-state]")).to_contain_text(said)
    # For as long as the page is open it is remembered, and the rest of the page works.
    expect(page.locator("[data-study-state]")).to_contain_text("学完（阅读）")
    page = watched.open("study/")
    if how == "forbidden":
        expect(page.get_by_role("alert")).to_contain_text(said)
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(KEPT), encoding="utf-8")
    page.get_by_label("从文件读入").set_input_files(file)
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.get_by_text("读入了 2 节，但没有存住。")).to_be_visible()
    expect(page.locator(".dw-mystudy__item")).to_have_count(2)
    page.get_by_label("我的情况").select_option("行动不便")
    expect(page.locator(".dw-mystudy__year progress")).to_have_count(0)
    assert watched.wrong == []


def test_a_damaged_record_is_kept_as_it_is(page: Page, asked: Asked) -> None:
    page.evaluate("localStorage.setItem('dangwu:study', '{\"version\": 1, \"les')")
    page.goto(f"{asked.address}study/")
    expect(page.get_by_role("alert")).to_contain_text("读不出来")
    page.goto(asked.address + READ)
    page.get_by_role("button", name="读完了，记下来").click()
    expect(page.locator("[data-study-state]")).to_contain_text("学完（阅读）")
    assert list(_kept(page)) == [READ]
    assert page.evaluate("localStorage.getItem('dangwu:study:unread')").endswith('"les')
    # One that a newer version wrote is left alone.
    newer = {**KEPT, "version": 2}
    _keep(page, newer)
    page.reload()
    page.get_by_role("button", name="读完了，记下来").click()
    expect(page.locator("[data-study-state]")).to_contain_text("更新的版本")
    assert json.loads(page.evaluate("localStorage.getItem('dangwu:study')")) == newer


def test_on_paper_it_is_a_sheet_for_the_branch(page: Page, asked: Asked) -> None:
    _keep(page, KEPT)
    page.goto(f"{asked.address}study/")
    expect(page.locator(".dw-mystudy__item")).to_have_count(2)
    page.get_by_label("哪一段").select_option("1")
    page.emulate_media(media="print")
    sheet = page.locator(".dw-audit")
    expect(sheet).to_be_visible()
    expect(page.locator(".dw-mystudy h1")).to_be_hidden()
    expect(page.locator(".dw-footer")).to_be_hidden()
    heads = sheet.locator("thead th").all_inner_texts()
    assert heads == ["时间", "学习内容", "方式", "学时", "组织（盖章）"]
    expect(sheet.locator("[data-study-span]")).to_have_text("2026 年上半年")
    expect(sheet.locator("[data-study-rows] tr").first).to_have_text(
        "2026年3月1日问的课自测1", use_inner_text=False
    )
    expect(sheet.locator("[data-study-sum]")).to_have_text("1")
    for each in (
        "姓名",
        "活动证编号",
        "组织关系所在党支部",
        "审核结论",
        "改进要求",
        "党组织（盖章）",
    ):
        expect(sheet.get_by_text(each, exact=True)).to_be_visible()
    expect(sheet).to_contain_text("由党员本人在浏览器中自记")
    assert sheet.locator(".dw-audit__seal").evaluate("cell => cell.offsetHeight") >= 75
    page.emulate_media(media="screen")
    page.get_by_label("哪一段").select_option("2")
    expect(page.locator("[data-study-sum]")).to_have_text("")
    page.get_by_label("哪一年").select_option("2025")
    expect(page.locator("[data-study-rows] tr").first).to_contain_text("<b>旧课</b>")


def test_two_titles_over_two_lines_fit_on_one_sheet(page: Page, asked: Asked) -> None:
    one = {
        "title": "一座自行车棚里的九十六场电影",
        "finished": "2026-03-01",
        "hours": 1,
        "by": "read",
    }
    _keep(page, {"version": 1, "lessons": {ASKED: one, HEARD: {**one, "finished": "2026-09-01"}}})
    page.goto(f"{asked.address}study/")
    expect(page.locator(".dw-mystudy__item")).to_have_count(2)
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(PdfReader(BytesIO(paper)).pages) == 1


def test_the_year_is_that_of_shanghai(browser: Browser, tmp_path: Path) -> None:
    """Eleven in the evening of New Year's Eve in Europe is next year's morning at home."""
    site = lessons(tmp_path)
    site.write("content/settings/site.yaml", "name: 测试社区\n")
    with serving(site.build("--today", "2026-12-31")) as asked:
        context = browser.new_context(timezone_id="Europe/London")
        page = context.new_page()
        page.clock.set_fixed_time("2026-12-31T23:00:00Z")
        page.goto(asked.address + READ)
        page.get_by_role("button", name="读完了，记下来").click()
        expect(page.locator("[data-study-state]")).to_contain_text("2027年1月1日学完")
        page.goto(f"{asked.address}study/")
        expect(page.locator(".dw-mystudy__year h2")).to_contain_text("2027 年")
        context.close()


def test_from_a_stick_and_without_a_script(browser: Browser, tmp_path: Path) -> None:
    built = lessons(tmp_path).build("--portable")
    context = browser.new_context()
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    page.goto((built / HEARD / "index.html").as_uri())
    # The lines are captions although no browser loads their file from a folder.
    page.locator(".dw-cues button").nth(4).click()
    page.wait_for_function("document.querySelector('audio').currentTime > 4")
    expect(page.locator(".dw-cues [aria-current]")).to_contain_text("第5句")
    assert page.locator("audio").evaluate("node => node.textTracks[0].activeCues.length") <= 1
    page.get_by_role("button", name="读完了，记下来").click()
    page.get_by_role("link", name="看我的学习记录").click()
    page.get_by_role("link", name="听的课").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("听的课")
    assert wrong == []
    context.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built / "study" / "index.html").as_uri())
    expect(page.get_by_text("这个浏览器不运行脚本")).to_be_visible()
    expect(page.locator(".dw-mystudy").get_by_role("button")).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.locator("[data-study-rows] tr")).to_have_count(10)
    expect(page.locator(".dw-audit")).to_be_visible()
    context.close()
