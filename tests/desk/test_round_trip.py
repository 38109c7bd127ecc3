"""Whatever a record says, it is the same after it was written, and after it was in a spreadsheet."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.desk import exporting, items, lines
from generator.desk.draft import canonical, typed
from generator.desk.importing import Taking
from generator.desk.layout import layout
from generator.desk.opened import Opened, kind_named, opened
from generator.desk.rows import rows
from generator.desk.spreadsheet import sheets
from generator.records import document, reading
from generator.records.document import Document
from tests.site import Site

# Signs that mean something to YAML, to CSV, to spreadsheets, to the desk itself.
ODD = "=+-@'\"、；;，,:：#[]{}|>&*!%`~?\\/·（）() \n\t_0127.无是否√年月日"
TEXT = (
    st.text(st.one_of(st.sampled_from(ODD), st.sampled_from("党员abc😀é　\u00a0")), max_size=24)
    .map(str.strip)
    .filter(lambda text: text and "x005F" not in text and "\u3000" not in (text[0], text[-1]))
)
SAID = TEXT.filter(lambda text: text not in items.NOTHING)
DAY = st.dates(date(1950, 1, 1), date(2100, 12, 31)).map(date.isoformat)
MONTH = st.one_of(DAY, DAY.map(lambda day: day[:7]))
BRANCH = st.fixed_dictionaries(
    {"name": TEXT, "type": st.sampled_from(["党支部", "党总支"]), "code": TEXT},
    optional={
        "short": TEXT, "about": st.one_of(TEXT, TEXT.map(lambda text: f"\n\n{text}")), "tags": st.lists(TEXT, min_size=1, max_size=4),
        "draft": st.sampled_from(["是", "否"]), "updated": DAY, "secretary": TEXT,
    },
)  # fmt: skip
GIFT = st.fixed_dictionaries(
    {"what": SAID},
    optional={
        "amount": st.decimals(0, 10**9, places=2).map(str),
        "fund": st.sampled_from(["区管党费", "街道经费"]),
    },
)
FOLLOWUP = st.fixed_dictionaries(
    {"what": SAID},
    optional={"by": SAID, "due": DAY, "done": st.one_of(DAY, st.sampled_from(["是", "否"]))},
)
VISIT = st.fixed_dictionaries(
    {
        "elder": st.just("kq-001"), "date": DAY, "occasion": st.sampled_from(["七一", "everyday"]),
        "way": st.sampled_from(["入户", "电话"]), "status": st.just("已完成"),
        "visitors": st.lists(TEXT, min_size=1, max_size=4),
    },
    optional={
        "needs": TEXT, "opinions": TEXT, "occasion_year": st.integers(1900, 2200).map(str),
        "gifts": st.lists(GIFT, min_size=1, max_size=3), "followups": st.lists(FOLLOWUP, min_size=1, max_size=3),
    },
)  # fmt: skip
ELDER = """\
-- content/elders/kangqiao.yaml --
- {id: kq-001, name: 一人, born: 1940-01, joined: 1960-01, branch: kangqiao, member_here: 是, lives_here: 是, status: 在册}
"""
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_a_list_in_a_cell(those: list[str]) -> None:
    assert items.split(items.joined(those)) == those


def _desk(root: Path, text: str = "") -> Opened:
    return opened(Site(root, text).root / "content", "content", None)


def _read(text: str, kind: str, desk: Opened) -> Any:
    found = kind_named(kind)
    assert found is not None
    read = document.read("x.yaml", text.encode())
    assert isinstance(read, Document), read
    [(_, node)] = reading.items(read)
    model = found.declaration.model
    record, problems = reading.model_from(read, node, model, "", desk.settings)
    assert problems == []
    return record


@SLOW
@given(
    st.one_of(BRANCH.map(lambda tree: ("branch", tree)), VISIT.map(lambda tree: ("visit", tree)))
)
def test_a_record_as_text(pair: tuple[str, dict[str, Any]]) -> None:
    name, tree = pair
    kind = kind_named(name)
    assert kind is not None
    with tempfile.TemporaryDirectory() as folder:
        desk = _desk(Path(folder), ELDER)
        record, found = typed(tree, kind.declaration, desk.settings)
        assert record is not None, found
        said = canonical(record, desk.settings)
        for labels in (False, True):
            own = lines.lines(said, kind.declaration.model, labels=labels)
            assert _read("\n".join(own) + "\n", name, desk) == record
            listed = "\n".join(lines.listed(own)) + "\n"
            assert _read(listed, name, desk) == record


@SLOW
# Three lines with a sign that may part cells: more than there are rows.
@example(
    [{"elder": "kq-001", "date": "2000-01-01", "occasion": "七一", "way": "入户",
      "status": "已完成", "visitors": [";", ";", ";"]}]
)  # fmt: skip
@given(st.lists(VISIT, min_size=1, max_size=4, unique_by=lambda tree: tree["date"]))
def test_visits_in_a_spreadsheet(trees: list[dict[str, Any]]) -> None:
    _through("visit", [{"id": f"v-{n}", **tree} for n, tree in enumerate(trees)], "visits/kangqiao")


@SLOW
@given(st.lists(BRANCH, min_size=1, max_size=3))
def test_branches_in_a_spreadsheet(trees: list[dict[str, Any]]) -> None:
    _through("branch", trees, "branches")


def _through(name: str, trees: list[dict[str, Any]], folder: str) -> None:
    """Records written to files, exported, and taken by a folder that has none of them."""
    kind = kind_named(name)
    assert kind is not None
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as other:
        site = Site(Path(made), ELDER)
        for number, tree in enumerate(trees):
            own = lines.lines(tree, kind.declaration.model)
            text = lines.listed(own) if kind.declaration.filing.listed else own
            site.write(
                f"content/{folder}/r{number}.yaml", "\n".join(text).replace("-> ", "->") + "\n"
            )
        desk = opened(site.root / "content", "content", None)
        empty = _desk(Path(other), ELDER)
        for ending in ("xlsx", "csv"):
            out = Path(made) / f"a.{ending}"
            data, count = exporting.ledger(kind, desk, out)
            out.write_bytes(data)
            [sheet] = sheets(out)
            found = layout(sheet, kind.declaration)
            assert found is not None
            read, problems = rows("a", found, kind.declaration)
            assert problems == []
            assert len(read) == count
            taking = Taking(kind, desk, {})
            taking.rows(read)
            assert taking.problems == []
            assert [each.state for each in taking.taken] == ["same"] * count
            read, _ = rows("a", found, kind.declaration)
            taking = Taking(kind, empty, {})
            taking.rows(read)
            assert taking.problems == []
            before = {
                key: canonical(r, desk.settings) for key, r in desk.library.named(name).items()
            }
            after = [canonical(each.record, empty.settings) for each in taking.taken]
            assert after == list(before.values())
