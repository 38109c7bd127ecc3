"""What is left of a style sheet: all that a page may use, and nothing that none can."""

from pathlib import Path

import pytest

from generator.shell import styles
from tests.site import Site


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        ("a{color:red}.used{top:0}.other{top:1px}", "a{color:red}.used{top:0}"),
        (".used .other,.used>b{top:0}", ".used>b{top:0}"),
        ("#used:hover{top:0}#other{top:0}", "#used:hover{top:0}"),
        # Within a pseudo-class a name may be one of several, or one that must not be there.
        ("a:not(.other){top:0}:is(.other,b){top:0}", "a:not(.other){top:0}:is(.other,b){top:0}"),
        ("@media print{.other{top:0}.used{top:0}}", "@media print{.used{top:0}}"),
        ("@media print{.other{top:0}}", ""),
        ("[dir=rtl] .used{left:0}[dir=ltr] .used{left:0}", "[dir=ltr] .used{left:0}"),
        ("[data-used=other]{top:0}", "[data-used=other]{top:0}"),
        # Properties that are asked for by others, by a page, by nobody.
        (
            ":root{--a:1px;--b:var(--c);--c:2px;--page:3px;--gone:var(--far);--far:4px}b{top:var(--a);left:var(--b)}",
            ":root{--a:1px;--b:var(--c);--c:2px;--page:3px}b{top:var(--a);left:var(--b)}",
        ),
        (":root{--gone:1px}", ""),
        (
            "@keyframes turn{to{top:0}}@keyframes gone{to{top:0}}b{animation:turn 1s}",
            "@keyframes turn{to{top:0}}b{animation:turn 1s}",
        ),
        ('@charset "UTF-8";.used{content:";}";top:0!important}', '@charset "UTF-8";.used{content:";}";top:0!important}'),
        ('.used{background:url("data:image/svg+xml,<svg/>")}', '.used{background:url("data:image/svg+xml,<svg/>")}'),
        # What cannot be read is passed on.
        (".used{top:0;*zoom:1}", ".used{top:0;*zoom:1}"),
    ],
)  # fmt: skip
def test_what_is_left(sheet: str, left: str) -> None:
    texts = ['<p class="used" style="top:var(--page)">', "let name = 'data-used';"]
    assert styles.pruned(sheet, texts).strip() == left


def test_a_page_that_asks_for_more_gets_more(tmp_path: Path) -> None:
    site = Site(tmp_path)
    [before] = (site.build() / "assets/stylesheets").glob("main.*")
    assert ".md-button" not in before.read_text(encoding="utf-8")
    name, text = before.name, before.read_bytes()
    site.write("content/pages/help/more.md", "# 多\n\n[去](../){ .md-button }\n")
    [after] = (site.build() / "assets/stylesheets").glob("main.*")
    assert ".md-button" in after.read_text(encoding="utf-8")
    # A browser keeps a sheet by its name.
    assert after.name != name
    assert after.name in (tmp_path / "site/help/more/index.html").read_text(encoding="utf-8")
    records = [*tmp_path.glob("site/notices/**/index.html")]
    assert records
    assert all(after.name in each.read_text(encoding="utf-8") for each in records)
    site.write("content/pages/help/more.md", "(removed)\n")
    [again] = (site.build() / "assets/stylesheets").glob("main.*")
    assert (again.name, again.read_bytes()) == (name, text)


def test_with_material_s_script_its_sheet_stays_whole(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write(
        "mkdocs.yml",
        "site_name: 站\nplugins: [dangwu]\ntheme:\n  name: material\n  features: [content.code.copy]\n",
    )
    [sheet] = (site.build() / "assets/stylesheets").glob("main.*.min.css")
    assert ".md-clipboard" in sheet.read_text(encoding="utf-8")
