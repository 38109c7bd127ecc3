"""The planner by itself: plain data in, placements and shortfalls out."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.clock import monday
from generator.planning.greedy import greedy
from generator.planning.loads import Loads
from generator.planning.plan import plan
from generator.planning.request import Limits, Outcome, Person, Request, Window
from generator.planning.tasks import tasks

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
YEAR = [FIRST + timedelta(days=n) for n in range(365)]
WORKDAYS = tuple(day for day in YEAR if day.weekday() < 5)


def window(name: str, month: int, day: int, before: int, after: int) -> Window:
    target = date(2027, month, day)
    return Window(name, target - timedelta(before), target + timedelta(after), target)


SPRING = window("春节", 2, 6, 21, 15)
JULY = window("七一", 7, 1, 15, 7)
NINTH = window("重阳", 10, 8, 10, 7)


def person(key: str, contacts: str, need: int = 2, **more: object) -> Person:
    fields: dict[str, object] = {
        "first": FIRST,
        "last": LAST,
        "windows": (SPRING, JULY, NINTH),
        **more,
    }
    return Person(key=key, need=need, contacts=tuple(contacts), **fields)  # type: ignore[arg-type]


def request(
    people: list[Person], day: int = 4, week: int = 12, days: tuple[date, ...] = WORKDAYS
) -> Request:
    return Request(days, tuple(people), Limits(day, week, 60), {})


def holds(asked: Request, found: Outcome) -> None:
    """Whatever is asked: nobody above the limits, no other day, nobody twice a day, each counted."""
    days: Counter[tuple[str, date]] = Counter(asked.loads)
    weeks: Counter[tuple[str, date]] = Counter()
    for (visitor, day), count in asked.loads.items():
        weeks[visitor, monday(day)] += count
    before = Counter(weeks), Counter(days)
    people = {each.key: each for each in asked.people}
    for each in found.placements:
        own: Person = people[each.person]
        assert each.visitor in own.visitors
        assert each.day in asked.days
        assert own.first <= each.day <= own.last
        assert each.day not in own.taken
        days[each.visitor, each.day] += 1
        weeks[each.visitor, monday(each.day)] += 1
    assert all(n <= max(asked.limits.day, before[1][slot]) for slot, n in days.items())
    assert all(n <= max(asked.limits.week, before[0][slot]) for slot, n in weeks.items())
    places = [(each.person, each.day) for each in found.placements]
    assert len(places) == len(set(places))
    made = Counter(each.person for each in found.placements)
    lacking: Counter[str] = Counter()
    for short in found.shortfalls:
        lacking[short.person] += short.missing
    for own in asked.people:
        assert made[own.key] + lacking[own.key] == own.need


def gaps(found: Outcome) -> list[int]:
    """Days between visits to the same person."""
    of: dict[str, list[date]] = {}
    for each in found.placements:
        of.setdefault(each.person, []).append(each.day)
    return [(b - a).days for days in of.values() for a, b in pairwise(sorted(days))]


def test_the_contact_goes_near_the_key_dates() -> None:
    asked = request([person("a", "甲", others=("乙",))])
    found = plan(asked)
    holds(asked, found)
    assert [(each.day, each.visitor, each.window) for each in found.placements] == [
        (date(2027, 2, 5), "甲", "春节"),
        (date(2027, 7, 1), "甲", "七一"),
    ]


def test_what_exists_keeps_its_distance() -> None:
    kept = (date(2027, 6, 21),)
    found = plan(request([person("a", "甲", need=1, near=kept, taken=kept)]))
    assert [each.window for each in found.placements] == ["春节"]
    both = (date(2027, 2, 1), date(2027, 7, 1))
    found = plan(request([person("a", "甲", need=1, near=both, taken=both)]))
    assert [each.window for each in found.placements] == ["重阳"]


def test_somebody_else_goes_where_the_contact_cannot() -> None:
    week = tuple(day for day in WORKDAYS if monday(day) == date(2027, 2, 1))
    asked = request([person(key, "甲", need=1, others=("乙",)) for key in "abc"], 1, 2, week)
    found = plan(asked)
    holds(asked, found)
    assert Counter(each.visitor for each in found.placements) == {"甲": 2, "乙": 1}


def festival() -> tuple[date, ...]:
    return tuple(day for day in WORKDAYS if date(2027, 1, 25) <= day <= date(2027, 2, 7))


def tight() -> Request:
    """120 people, 12 visitors, 14 days at the Spring Festival, one visit a day: just enough.

    Of each pair of visitors, one is the contact of twelve people and the other of eight, for ten
    places each. Five of each may be visited in the second week alone. Of the other seven of the
    first, three may have the second visitor instead, in the first week alone; they come before the
    four who may not, and take their places, unless somebody thinks again.
    """
    second = date(2027, 2, 1)
    sunday = second - timedelta(days=1)
    people: list[Person] = []
    for n in range(6):
        one, two = f"走访人{n}甲", f"走访人{n}乙"
        for visitor, swap, stay in ((one, 3, 4), (two, 0, 3)):
            kinds: list[tuple[date, date, tuple[str, ...]]] = [(second, LAST, ())] * 5 + [
                (FIRST, sunday, (two,))
            ] * swap
            kinds += [(FIRST, LAST, ())] * stay
            for first, last, others in kinds:
                key = f"p{len(people):03}"
                people.append(Person(key, 1, first, last, (visitor,), others, windows=(SPRING,)))
    return request(people, day=1, week=5, days=festival())


def test_120_people_12_visitors_14_days() -> None:
    asked = tight()
    assert len(asked.people) == 120
    assert len({name for each in asked.people for name in each.visitors}) == 12
    # Greedy alone leaves some out, though there is room for all.
    assert len(greedy(tasks(asked), Loads(asked.limits, {}))) == 108
    found = plan(asked)
    holds(asked, found)
    assert found.shortfalls == ()
    # One visitor fewer in a single week, and it cannot be done; who stands in the way is said.
    away = {("走访人0乙", day): 1 for day in festival()[:1]}
    fewer = plan(Request(asked.days, asked.people, asked.limits, away))
    assert [each.missing for each in fewer.shortfalls] == [1]
    assert fewer.shortfalls[0].visitors == ("走访人0乙", "走访人0甲")
    assert (fewer.shortfalls[0].wanted, fewer.shortfalls[0].capacity) == (20, 19)


def test_the_bottleneck_is_named() -> None:
    asked = request(
        [person(f"p{n:03}", "甲乙", need=1) for n in range(25)], day=1, week=5, days=festival()
    )
    found = plan(asked)
    holds(asked, found)
    assert len(found.placements) == 20
    assert len(found.shortfalls) == 5
    for each in found.shortfalls:
        assert (each.cause, each.visitors) == ("full", ("乙", "甲"))
        assert (each.wanted, each.capacity) == (25, 20)
        assert (each.first, each.last) == (date(2027, 1, 25), date(2027, 2, 5))


def test_why_there_is_nothing_to_place() -> None:
    sunday = date(2027, 2, 7)
    asked = request(
        [
            person("a", ""),
            person("b", "甲", first=sunday, last=sunday),
            person("c", "甲", first=date(2027, 12, 31)),
        ]
    )
    found = plan(asked)
    holds(asked, found)
    assert [(each.person, each.cause, each.missing) for each in found.shortfalls] == [
        ("a", "no visitors", 2), ("b", "no days", 2), ("c", "few days", 1),
    ]  # fmt: skip


def test_late_comers_have_their_visits_as_far_apart_as_can_be() -> None:
    asked = request([person("a", "甲", first=date(2027, 11, 24))])
    found = plan(asked)
    holds(asked, found)
    assert gaps(found) == [(date(2027, 12, 31) - date(2027, 11, 24)).days]


@st.composite
def requests(draw: st.DrawFn) -> Request:
    days = tuple(sorted(draw(st.sets(st.sampled_from(WORKDAYS[10:40]), min_size=1, max_size=12))))
    crew = "甲乙丙"
    people = []
    for n in range(draw(st.integers(1, 8))):
        contacts = draw(st.lists(st.sampled_from(crew), max_size=2, unique=True))
        others = draw(st.lists(st.sampled_from(crew), max_size=2, unique=True))
        begin, end = sorted((draw(st.sampled_from(days)), draw(st.sampled_from(days))))
        taken = tuple(sorted(draw(st.sets(st.sampled_from(days), max_size=2))))
        windows = draw(st.lists(st.sampled_from([SPRING, JULY]), max_size=2, unique=True))
        people.append(
            Person(
                f"p{n}", draw(st.integers(1, 3)), begin, end, tuple(contacts), tuple(others),
                near=taken[:1], taken=taken, windows=tuple(windows),
            )
        )  # fmt: skip
    loads = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(crew), st.sampled_from(days)), st.integers(1, 3), max_size=3
        )
    )
    limits = Limits(draw(st.integers(1, 2)), draw(st.integers(1, 4)), draw(st.integers(0, 60)))
    return Request(days, tuple(people), limits, loads)


def most(asked: Request) -> int:
    """The most visits that can be made, by augmenting paths in a plain matrix of capacities."""
    weeks: Counter[tuple[str, date]] = Counter()
    for (visitor, day), count in asked.loads.items():
        weeks[visitor, monday(day)] += count
    arcs: dict[tuple[object, object], int] = {}
    for each in asked.people:
        arcs["from", each.key] = each.need
        for day in asked.days:
            if not each.first <= day <= each.last or day in each.taken or day in each.near:
                continue
            arcs[each.key, (each.key, day)] = 1
            for visitor in each.visitors:
                slot, week = ("day", visitor, day), ("week", visitor, monday(day))
                arcs[(each.key, day), slot] = 1
                arcs[slot, week] = max(asked.limits.day - asked.loads.get((visitor, day), 0), 0)
                arcs[week, "to"] = max(asked.limits.week - weeks[visitor, monday(day)], 0)
    nodes = {name: n for n, name in enumerate(dict.fromkeys(end for arc in arcs for end in arc))}
    if "to" not in nodes:
        return 0
    left = np.zeros((len(nodes), len(nodes)), dtype=int)
    for (a, b), bound in arcs.items():
        left[nodes[a], nodes[b]] = bound
    total = 0
    while True:
        above = {nodes["from"]: -1}
        waiting = [nodes["from"]]
        for node in waiting:
            for after in np.flatnonzero(left[node]):
                if int(after) not in above:
                    above[int(after)] = node
                    waiting.append(int(after))
        node = nodes["to"]
        if node not in above:
            return total
        while above[node] >= 0:
            left[above[node], node] -= 1
            left[node, above[node]] += 1
            node = above[node]
        total += 1


@settings(max_examples=150, deadline=None)
@given(requests())
def test_as_many_visits_as_the_flow_allows(asked: Request) -> None:
    found = plan(asked)
    holds(asked, found)
    assert len(found.placements) == most(asked)
    assert plan(asked) == found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 300), min_size=1, max_size=12), st.integers(1, 3))
def test_visits_lie_apart_wherever_there_is_room(starts: list[int], need: int) -> None:
    people = [
        person(f"p{n}", "甲乙丙"[n % 3], need, first=FIRST + timedelta(days=start))
        for n, start in enumerate(starts)
    ]
    asked = request(people)
    found = plan(asked)
    holds(asked, found)
    assert found.shortfalls == ()
    for each in people:
        own = sorted(p.day for p in found.placements if p.person == each.key)
        room = (WORKDAYS[-1] - each.first).days - 4 >= 62 * (need - 1)
        if room:
            assert all((b - a).days >= 60 for a, b in pairwise(own))
