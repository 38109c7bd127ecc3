"""What a site loads of ours is short, and means what its source means."""

from pathlib import Path

import pytest

from generator import minify
from tests.site import Site


@pytest.mark.parametrize(
    ("source", "shorter"),
    [
        # Comments and white space go; a comment in a text is none.
        ("/* 一 */ let a = 1; // 二\nlet b = '/* 三 */ // 四';\n", "let a=1;let b='/* 三 */ // 四';"),
        ("if (a) {\n  b();\n}\nelse c();\n", "if(a){b();}\nelse c();"),
        # Breaks that may end a statement stay.
        ("let a = b\nlet c = d\n", "let a=b\nlet c=d"),
        ("return\n[1]\n", "return\n[1]"),
        ("a\n++b\n", "a\n++b"),
        ("i++\n/ 2\n", "i++\n/2"),
        # What would become another operator, word or comment keeps its space.
        ("a + +b - -c + ++d", "a+ +b- -c+ ++d"),
        ("typeof a in b", "typeof a in b"),
        ("a = b / /c d/.d", "a=b/ /c d/.d"),
        ("1 .toFixed()", "1 .toFixed()"),
        # Regular expressions and divisions.
        ("a = /[/'\"`]  */g, b", "a=/[/'\"`]  */g,b"),
        ("if (/\\/  x/.test(a)) b", "if(/\\/  x/.test(a))b"),
        ("/ab/ in c", "/ab/ in c"),
        ("a = b / c / d; // e", "a=b/c/d;"),
        ("a = (b) / c; d = e[1] / f /  g", "a=(b)/c;d=e[1]/f/g"),
        # Templates hold code that holds templates.
        ("a = ` 一  ${ b  ? ` 二 // ${ { c: 1 }.c }  三` : '' }  四 `", "a=` 一  ${b?` 二 // ${{c:1}.c}  三`:''}  四 `"),
        ("a = `\\`  $  \\${  ${ b }` // c", "a=`\\`  $  \\${  ${b}`"),
    ],
)  # fmt: skip
def test_scripts(source: str, shorter: str) -> None:
    assert minify.script(source) == f"{shorter}\n"
    assert minify.script(shorter) == f"{shorter}\n"


def test_style_sheets() -> None:
    text = "/* 一 */\n@media (min-width: 48em) and (max-width: 60em) {\n  a:is(.b, .c) > d + e { width: calc(1px + 2em); }\n}\n"
    assert minify.styles(text) == (
        "@media (min-width:48em) and (max-width:60em){a:is(.b,.c)>d + e{width:calc(1px + 2em)}}\n"
    )


@pytest.mark.parametrize("options", [(), ("--portable",)], ids=["served", "from-a-stick"])
def test_a_site_has_no_comments_of_ours(tmp_path: Path, options: tuple[str, ...]) -> None:
    built = Site(tmp_path).build(*options)
    own = [
        path
        for folder in ("javascripts", "stylesheets", "search")
        for path in (built / folder).glob("*.*s*")
        if path.suffix in (".js", ".css")
    ]
    assert len(own) >= 3
    for path in own:
        text = path.read_text(encoding="utf-8")
        assert "/*" not in text, path
        assert "\n  " not in text, path


def test_what_a_site_has_replaced_is_left_alone(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/pages/stylesheets/dangwu.css", "/* 我们自己的 */\nbody { color: red }\n")
    built = site.build()
    text = (built / "stylesheets/dangwu.css").read_text(encoding="utf-8")
    assert text == "/* 我们自己的 */\nbody { color: red }\n"
