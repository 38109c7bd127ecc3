"""A corpus in the form that each program reads: records, HTML, Markdown, content for Hugo."""

import json
import shutil
from datetime import date, timedelta
from html import escape
from pathlib import Path

from bench.corpus import Branch, Corpus, Record

_TABLE = "table.csv"


def write_content(corpus: Corpus, target: Path) -> int:
    """The corpus as a content folder for `dangwu`. Gives the bytes of the records' files."""
    shutil.copytree(corpus.content / "settings", target / "settings")
    # Sentences in another order may say of somebody that he is ill: of 100,000 records seven do. A
    # warning takes the same time to find, and does not end the build.
    privacy = target / "settings/privacy.yaml"
    text = privacy.read_text(encoding="utf-8")
    privacy.write_text(text.replace("health: 错误", "health: 警告"), encoding="utf-8")
    for branch in corpus.branches:
        _write(target / f"branches/{branch.key}.yaml", _branch(branch))
    size = 0
    for each in corpus.records():
        place, text = target / each.url.rstrip("/"), as_record(each)
        if each.rows:
            _write(place / "notice.yaml", text)
            _write(place / _TABLE, table(each))
        else:
            _write(place.with_name(f"{place.name}.yaml"), text)
        size += len(text.encode())
    return size


def as_record(record: Record) -> str:
    """The YAML of one record."""
    lines = [f"title: {_quoted(record.title)}", f"summary: {_quoted(record.summary)}"]
    lines.append(f"branch: {record.branch.key}")
    if record.speaker:
        lines += [f"date: {record.day}", f"topic: {record.group}", "form: 图文"]
        lines.append(f"speaker: {{name: {record.speaker}}}")
    else:
        lines += [f"issued: {record.day}", f"heading: {record.group}", f"item: {record.item}"]
        lines += [f"doc: {'公示' if record.days else '公开'}", f"scope: {record.scope}"]
        lines.append(f"index: {record.branch.code}/{record.day.year}-{record.number:05}")
        lines += _steps(record.day)
    if record.days:
        lines += [f"days: {record.days}", "unit: 工作日", "feedback: {phone: 0427-2000001}"]
    if record.tags:
        lines.append(f"tags: [{', '.join(record.tags)}]")
    if record.rows:
        lines += ["attachments:", f"  - {{file: {_TABLE}, title: 明细表}}"]
    body = "".join(f"  {line}\n" if line else "\n" for line in as_markdown(record).splitlines())
    return "\n".join([*lines, "body: |", body])


def _steps(day: date) -> list[str]:
    """The procedure of a notice; 上级党委 may approve whatever the sample's catalogue has."""
    return [
        "steps:",
        f"  proposed: {{by: 组织委员, on: {day - timedelta(days=6)}}}",
        f"  reviewed: {{by: 纪检委员, on: {day - timedelta(days=4)}, secrecy: 通过}}",
        f"  approved: {{by: 上级党委, on: {day - timedelta(days=2)}}}",
        f"  published: {{by: 宣传委员, on: {day}}}",
    ]


def table(record: Record) -> str:
    """A small table to be published beside a record, as CSV."""
    rows = (f"{row},{record.branch.short},{row * 37 % 1000}" for row in range(1, record.rows + 1))
    return "序号,单位,数额\n" + "".join(f"{row}\n" for row in rows)


def write_html(corpus: Corpus, target: Path) -> None:
    """The corpus as plain HTML pages, for Pagefind."""
    for each in corpus.records():
        body = "".join(
            f"<h2>{heading}</h2>" + "".join(f"<p>{escape(text)}</p>\n" for text in paragraphs)
            for heading, paragraphs in each.parts
        )
        page = (
            '<!doctype html><html lang="zh-cn"><head><meta charset="utf-8">'
            f"<title>{escape(each.title)}</title></head><body><main data-pagefind-body>"
            f"<h1>{escape(each.title)}</h1>"
            f"<p>{escape(each.summary)}</p>\n<p>{each.facts}</p>\n{body}</main></body></html>\n"
        )
        _write(target / each.url / "index.html", page)


def write_markdown(corpus: Corpus, target: Path) -> None:
    """The corpus as Markdown pages, for Material and Zensical."""
    _write(target / "index.md", "# 首页\n")
    if corpus.spread:
        for branch in corpus.branches:
            _write(target / f"branches/{branch.key}.md", f"# {branch.short}\n\n{branch.code}\n")
    for each in corpus.records():
        place = target / each.url.rstrip("/")
        facts = " ".join((each.facts, *each.tags))
        text = f"# {each.title}\n\n{each.summary}\n\n{facts}\n\n{as_markdown(each)}"
        if each.rows:
            _write(place / _TABLE, table(each))
            text += f"\n[明细表]({place.name}/{_TABLE})\n"
        _write(place.with_name(f"{place.name}.md"), text)


def write_hugo(corpus: Corpus, target: Path) -> None:
    """The corpus as a content folder for Hugo; a record with a table is a bundle."""
    for branch in corpus.branches:
        head = f"---\ntitle: {branch.short}\n---\n"
        _write(target / f"branches/{branch.key}/_index.md", f"{head}{branch.code}\n")
    for each in corpus.records():
        lines = [f"title: {_quoted(each.title)}", f"date: {each.day}"]
        lines += [f"summary: {_quoted(each.summary)}", f"branches: [{each.branch.key}]"]
        lines += [f"label: {each.label}", f"groups: [{each.group}]"]
        if each.tags:
            lines.append(f"tags: [{', '.join(each.tags)}]")
        if each.speaker:
            lines.append(f"speaker: {each.speaker}")
        text = "\n".join(("---", *lines, "---", as_markdown(each)))
        place = target / each.url.rstrip("/")
        if each.rows:
            _write(place / "index.md", text)
            _write(place / _TABLE, table(each))
        else:
            _write(place.with_name(f"{place.name}.md"), text)


def as_markdown(record: Record) -> str:
    return "\n".join(
        f"## {heading}\n\n" + "".join(f"{text}\n\n" for text in paragraphs)
        for heading, paragraphs in record.parts
    )


def _branch(branch: Branch) -> str:
    above = f"parent: {branch.parent}\n" if branch.parent else ""
    return (
        f"name: 中共{branch.short}\nshort: {branch.short}\ntype: 党支部\n"
        f"code: {json.dumps(branch.code)}\n{above}"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
