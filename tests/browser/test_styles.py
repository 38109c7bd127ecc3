"""No page looks different with Material's whole style sheet than with what is left of it."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import ROOT
from tests.search.serving import serving
from tests.site import Site

pytestmark = pytest.mark.browser
# Everything that a hand-written page may have with the extensions that a site begins with.
RICH = """---
title: 什么都有
section: help
---

# 什么都有

一段[链接](../)，**重**、*斜*、`代码`、<kbd>Ctrl</kbd>、<mark>标</mark>、<del>删</del>、<ins>加</ins>、H<sub>2</sub>O、<abbr title="缩写">缩</abbr>。

## 列表

1. 一
    - 甲
        1. 子
2. 二

术语
:   解释

> 引用

| 左 | 右 |
|:---|---:|
| 一 | 2 |

```python
# 注释
print("一", 2, True)
```

!!! warning "注意"
    提醒。

!!! tip
    提示。

??? question "折叠"
    里面。

???+ danger "展开"
    里面。

<figure markdown="span">![图](../images/icon.svg)<figcaption>图</figcaption></figure>

[按钮](../){ .md-button .md-button--primary }

---

###### 六级
"""
# Elements that stand alike are looked at once: their names and classes, and those of what is around.
_DIFFERENCES = """async (whole) => {
  const seen = new Set();
  const line = (node) => (node ? `${line(node.parentElement)}>${node.localName}.${node.getAttribute("class") ?? ""}` : "");
  const nodes = Array.from(document.querySelectorAll("*")).filter((node) => {
    const found = line(node);
    return !seen.has(found) && seen.add(found);
  });
  const names = Array.from(getComputedStyle(document.body)).filter((name) => !name.startsWith("--"));
  const all = (style) => names.map((name) => `${name}: ${style.getPropertyValue(name)}`);
  /* What has no content is not there. */
  const one = (style, part) => (part && ["none", "normal"].includes(style.content) ? [] : all(style));
  const looks = () => nodes.flatMap((node) => [null, "::before", "::after"].map((part) => one(getComputedStyle(node, part), part)));
  const before = looks();
  const link = document.querySelector('link[href*="stylesheets/main."]');
  await new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = reject;
    link.href = whole;
  });
  const found = [];
  looks().forEach((after, i) => {
    const where = line(nodes[Math.floor(i / 3)]);
    if (after.length !== before[i].length) found.push([where, "there or not"]);
    after.forEach((value, n) => { if (value !== before[i][n]) found.push([where, before[i][n], value]); });
  });
  return [nodes.length, found];
}"""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The sample in the organisers' edition, which has the most, with a page that has it all."""
    folder = tmp_path_factory.mktemp("styles")
    for path in sorted((ROOT / "content").rglob("*")):
        if path.is_file():
            target = folder / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    (folder / "content/pages/help/rich.md").write_text(RICH, encoding="utf-8")
    built = Site(folder, base="").build("--edition", "organisers")
    with serving(built) as address:
        yield built, address


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_nothing_looks_different(
    browser: Browser, both: tuple[Path, str], width: int, scheme: str
) -> None:
    built, address = both
    [left] = (built / "assets/stylesheets").glob("main.*.css")
    material = find_spec("material")
    assert material is not None
    assert material.origin is not None
    [whole] = Path(material.origin).parent.glob("templates/assets/stylesheets/main.*.min.css")
    assert left.stat().st_size < whole.stat().st_size / 3
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.route("**/whole.css", lambda route: route.fulfill(path=whole))
    pages = ["", "help/rich/", "search/", "about/", *_one_of_each(built)]
    assert len(pages) > 14
    for url in pages:
        page.goto(address + url)
        looked_at, found = page.evaluate(_DIFFERENCES, f"{address}whole.css")
        assert looked_at > 30, url
        assert found == [], url
    context.close()


def _one_of_each(built: Path) -> list[str]:
    """A page of each depth in each section: its list, its archive, one of its records."""
    found: dict[tuple[str, int], str] = {}
    for path in sorted(built.rglob("index.html")):
        url = path.parent.relative_to(built).as_posix()
        if b'http-equiv="refresh"' in path.read_bytes():
            continue
        found.setdefault((url.split("/")[0], url.count("/")), f"{url}/")
    return [url for (section, _), url in found.items() if section != "."]
