"""Leaks sown over every place and every format of a site: each is found, and nothing is released."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audience import made, seeds
from tests.site import Site

NOTICE = "content/notices/kangqiao/2026/0012/notice.yaml"
Sown = Callable[[str], dict[str, str | bytes]]


def notice(extra: str = "", title: str = "公示") -> str:
    return (
        f"title: {title}\nheading: 发展党员\ndoc: 公示\nscope: 本单位\nbranch: kangqiao\n"
        f"issued: 2026-11-20\n{extra}"
    )


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def attached(name: str, make: Callable[[str], bytes]) -> Sown:
    def sown(text: str) -> dict[str, str | bytes]:
        beside = NOTICE.replace("notice.yaml", name)
        return {NOTICE: notice(f"attachments:\n  - file: {name}\n"), beside: make(text)}

    return sown


def text_in(extra: str) -> Sown:
    return lambda text: {NOTICE: notice(extra.replace("@", quoted(text)))}


def escaped(text: str) -> bytes:
    return json.dumps({"a": text}).encode()


PLACES: dict[str, Sown] = {
    "title": lambda text: {NOTICE: notice(title=quoted(text))},
    "summary": text_in("summary: @\n"),
    "plain": lambda text: {NOTICE: notice(f"body: 说明，{text}\n".replace("：", " ："))},
    "block": lambda text: {NOTICE: notice(f"body: |\n  说明\n\n  {text}\n")},
    "folded": lambda text: {NOTICE: notice(f"body: >\n  说明\n  {text}\n")},
    "table": lambda text: {
        NOTICE: notice(f"body: |\n  | 序号 | 内容 |\n  |---|---|\n  | 1 | {text} |\n")
    },
    "list": lambda text: {NOTICE: notice(f"body: |\n  - 一\n  - {text}\n")},
    "tag": text_in("tags: [@]\n"),
    "source": text_in("source: @\n"),
    "reply": text_in("replies:\n  - opinion: @\n"),
    "outcome": text_in("outcome: @\n"),
    "step": text_in("steps:\n  proposed: {by: @}\n"),
    "attachment-title": lambda text: {
        NOTICE: notice(f"attachments:\n  - {{file: a.txt, title: {quoted(text)}}}\n"),
        NOTICE.replace("notice.yaml", "a.txt"): "一\n",
    },
    "file-name": lambda text: {
        NOTICE: notice(f"attachments:\n  - file: {quoted(text.replace('/', '') + '.txt')}\n"),
        NOTICE.replace("notice.yaml", f"{text.replace('/', '')}.txt"): "一\n",
    },
    "hand-written": lambda text: {"content/pages/about.md": f"# 关于\n\n{text}\n"},
    "settings": lambda text: {
        "content/settings/site.yaml": f"name: 测试\ndemo_today: 2026-11-23\nfooter: {quoted(text)}\n"
    },
    "branch": lambda text: {
        "content/branches/kangqiao.yaml": f'name: 党总支\ntype: 党总支\ncode: "210000011"\nabout: {quoted(text)}\n'
    },
    "docx": attached("a.docx", made.docx),
    "docx-header": attached("a.docx", lambda text: made.docx(header=text)),
    "docx-comment": attached("a.docx", lambda text: made.docx(comment=text)),
    "docx-properties": attached("a.docx", lambda text: made.docx(about=text)),
    "docx-table": attached("a.docx", lambda text: made.docx(f"一\t{text}", cells=True)),
    "xlsx-shared": attached("a.xlsx", made.xlsx),
    "xlsx-hidden": attached("a.xlsx", lambda text: made.xlsx(hidden=text)),
    "xlsx-inline": attached("a.xlsx", lambda text: made.xlsx(inline=text)),
    "xlsx-comment": attached("a.xlsx", lambda text: made.xlsx(comment=text)),
    "odt": attached("a.odt", made.odf),
    "pdf": attached("a.pdf", made.pdf),
    "pdf-title": attached("a.pdf", lambda text: made.pdf("一", text)),
    "zip": attached("a.zip", lambda text: made.packed({"名单.txt": text})),
    "zip-name": attached("a.zip", lambda text: made.packed({f"{text.replace('/', '')}.txt": "一"})),
    "zip-nested": attached(
        "a.zip", lambda text: made.packed({"b.zip": made.packed({"c.docx": made.docx(text)})})
    ),
    "csv-gbk": attached("a.csv", lambda text: f"序号,内容\n1,{text}".encode("gb18030")),
    "txt-utf-16": attached("a.txt", lambda text: text.encode("utf-16")),
    "html": attached("a.html", lambda text: f"<p><b>{text[:5]}</b>{text[5:]}</p>".encode()),
    "json": attached("a.json", escaped),
    "jpeg": attached("a.jpg", made.jpeg),
    "jpeg-comment": attached("a.jpg", lambda text: made.jpeg(comment=text)),
    "png": attached("a.png", made.png),
    "png-packed": attached("a.png", lambda text: made.png("", text)),
    "webp": attached("a.webp", made.webp),
    "gif": attached("a.gif", made.gif),
    "doc": attached("a.doc", made.doc),
}


def sow(site: Site, files: dict[str, str | bytes]) -> None:
    for path, content in files.items():
        target = site.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())


def fits(place: str, seed: seeds.Seed) -> bool:
    """What cannot stand there: a name of a file has a length; a list on one line has no colon."""
    return not (place == "file-name" and len(seed.text.encode()) > 200)


@pytest.mark.parametrize("place", PLACES)
def test_every_sort_is_found_in_every_place(place: str, tmp_path: Path) -> None:
    draw = random.Random(place)
    missed = []
    for number, seed in enumerate(seeds.seeds(draw)):
        if not fits(place, seed):
            continue
        site = Site(tmp_path / str(number))
        sow(site, PLACES[place](seed.text))
        found = {each["code"] for each in site.check()}
        if seed.code not in found:
            missed.append((seed, found))
    assert missed == []


def test_there_are_enough_of_them() -> None:
    assert len(PLACES) * len(seeds.seeds(random.Random(1))) >= 200


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_the_console_never_shows_a_whole_number(form: str, tmp_path: Path) -> None:
    draw = random.Random(7)
    number, phone = seeds.identity(draw), seeds.mobile(draw)
    site = Site(tmp_path)
    sow(site, PLACES["block"](f"{number}，{phone}"))
    out = site.run("check", "--format", form).out
    assert "E701" in out
    assert "E703" in out
    assert number not in out
    assert phone not in out


def test_numbers_that_a_sheet_keeps_as_numbers(tmp_path: Path) -> None:
    draw = random.Random(8)
    phone, number = seeds.mobile(draw), seeds.identity(draw)
    site = Site(tmp_path)
    sow(site, attached("a.xlsx", lambda text: made.xlsx(number=text))(phone))
    [found] = site.check()
    assert found["code"] == "E703"
    assert (found["line"], found["column"]) == (8, 11)
    assert "a.xlsx" in found["message"]
    assert "“名单” C2" in found["message"]
    # Excel keeps fifteen digits of a number: what is left says what it was.
    rows = [["姓名", "身份证号"], *[["孟凡", "无"]] * 40, ["赵守田", f"{number[:15]}000"]]
    sow(site, {NOTICE.replace("notice.yaml", "a.xlsx"): made.xlsx(rows=rows)})
    assert [each["code"] for each in site.check()] == ["E701"]
    sow(
        site,
        {
            NOTICE.replace("notice.yaml", "a.xls"): made.xls(int(phone)),
            NOTICE: notice("attachments:\n  - file: a.xls\n"),
        },
    )
    assert {each["code"] for each in site.check()} >= {"E703"}


def test_columns_are_read_with_their_heads(tmp_path: Path) -> None:
    rows = [
        ["社区老党员名册"],
        ["序号", "姓名", "出生年月", "住址", "身体状况"],
        ["1", "买买提江", "1941-03", "青松路12号", "偏瘫"],
    ]
    text = "\n".join(",".join(row) for row in rows)
    for name, content in (
        ("a.xlsx", made.xlsx(rows=rows)),
        ("a.csv", text.encode("gb18030")),
        ("a.docx", made.docx("\n".join("\t".join(row) for row in rows), cells=True)),
    ):
        site = Site(tmp_path / name)
        sow(site, attached(name, lambda _, content=content: content)(""))  # type: ignore[misc]
        assert {each["code"] for each in site.check()} == {"E704", "E705", "E706"}, name


def locked() -> bytes:
    """An archive whose member says that it has a password."""
    data = bytearray(made.packed({"a.txt": "一"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.zip", locked(), "E707"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00", "E707"),
        ("a.pdf", b"%PDF-1.4\nnothing", "E707"),
        ("a.docx", b"PK\x03\x04nothing", "E707"),
        ("a.pdf", made.pdf(), "E707"),
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(40), "E708"),
        ("a.tif", b"II*\0" + bytes(40), "E708"),
        ("a.jpg", b"\xff\xd8\xff\xe1\xff\xffExif", "E708"),
        (
            "a.zip",
            made.packed(
                {"x/[Content_Types].xml": ""}
                | {
                    "b.xlsx": made.packed(
                        {"[Content_Types].xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}
                    )
                }
            ),
            "E707",
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_cannot_be_looked_into_is_said(
    name: str, content: bytes, code: str, tmp_path: Path
) -> None:
    site = Site(tmp_path)
    sow(site, attached(name, lambda _: content)(""))
    assert [each["code"] for each in site.check()] == [code]


def test_bombs_are_not_opened(tmp_path: Path) -> None:
    bomb = made.packed({"a.txt": b"0" * (300 << 20)})
    assert len(bomb) < 1 << 20
    site = Site(tmp_path)
    sow(site, attached("a.zip", lambda _: bomb)(""))
    assert [each["code"] for each in site.check()] == ["E707"]
    deep = made.packed({"a.txt": "一"})
    for _ in range(8):
        deep = made.packed({"a.zip": deep})
    sow(site, attached("a.zip", lambda _: deep)(""))
    assert [each["code"] for each in site.check()] == ["E707"]
