"""Placing tasks exactly: as many as can be, at the least cost, as a flow through a network.

A task sends one unit to a day, from there to a visitor's day, to the visitor's week, and out; what
a visitor may do in a day and a week bounds the arcs. Two tasks of one person meet in the person's
day, through which one of them passes. The matrix of a network is totally unimodular: the simplex
method ends at whole numbers, so that a linear program is exact (Dantzig 1951; Hoffman and Kruskal
1956). HiGHS solves it; one thread, so that the same input gives the same plan.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct, field

from generator.clock import monday
from generator.planning.loads import Loads
from generator.planning.tasks import Task

_LEFT_OUT = 1_000_000
NOT_A_CONTACT = 40

Placed = dict[tuple[str, int], tuple[date, str]]
Node = tuple[object, ...]
_OUT: Node = ()


class _Network(Struct):
    """Arcs with a cost and a bound, and how much each node gives (a task 1, others nothing)."""

    nodes: dict[Node, int] = field(default_factory=dict)
    source: list[int] = field(default_factory=list)
    target: list[int] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    bound: list[float] = field(default_factory=list)

    def node(self, name: Node) -> int:
        return self.nodes.setdefault(name, len(self.nodes))

    def arc(self, source: Node, target: Node, cost: float, bound: float) -> int:
        """Add an arc; its number."""
        self.source.append(self.node(source))
        self.target.append(-1 if target is _OUT else self.node(target))
        self.cost.append(cost)
        self.bound.append(bound)
        return len(self.cost) - 1


def exact(
    tasks: Sequence[Task], options: Mapping[tuple[str, int], Mapping[date, int]], loads: Loads
) -> Placed:
    """A day and a visitor for as many tasks as possible, at the least cost.

    `options` are the days that each task may take, and what they cost; somebody who is no contact
    costs `NOT_A_CONTACT` more. `loads` are without these tasks.
    """
    network = _Network()
    for task in tasks:
        network.node(("task", *task.key))
    given = len(network.nodes)
    counted = Counter(task.person.key for task in tasks)
    choices: list[tuple[int, Task, date]] = []
    groups: dict[Node, tuple[tuple[str, ...], date]] = {}
    ways: dict[tuple[str, date], None] = {}
    for task in tasks:
        start: Node = ("task", *task.key)
        visitors = task.person.visitors
        network.arc(start, _OUT, _LEFT_OUT, 1)
        for day, cost in options[task.key].items():
            here: Node = ("day", task.person.key, day)
            choices.append((network.arc(start, here, cost, 1), task, day))
            if here in groups:
                continue
            # One visit a day to a person; the visitors of many people are the same.
            groups[here] = (visitors, day)
            gate: Node = here
            if counted[task.person.key] > 1:
                gate = ("gate", task.person.key, day)
                network.arc(here, gate, 0, 1)
            network.arc(gate, ("all", visitors, day), NOT_A_CONTACT, 1)
            for visitor in task.person.contacts:
                network.arc(gate, ("visitor", visitor, day), 0, 1)
                ways[visitor, day] = None
    pooled = dict.fromkeys(groups.values())
    for visitors, day in pooled:
        for visitor in visitors:
            ways[visitor, day] = None
            network.arc(
                ("all", visitors, day), ("visitor", visitor, day), 0, loads.spare_day(visitor, day)
            )
    weeks: dict[tuple[str, date], int] = {}
    for visitor, day in ways:
        week: Node = ("week", visitor, monday(day))
        network.arc(("visitor", visitor, day), week, 0, loads.spare_day(visitor, day))
        weeks[visitor, monday(day)] = loads.spare_week(visitor, day)
    for (visitor, first), spare in weeks.items():
        network.arc(("week", visitor, first), _OUT, 0, spare)
    flow = _solved(network, given)
    return _read(network, flow, choices)


def _solved(network: _Network, given: int) -> list[int]:
    """The flow on each arc. Raises RuntimeError where HiGHS finds none, which cannot be."""
    import highspy  # It takes a while to load, and few plans need it.
    import numpy as np

    count = len(network.cost)
    source, target = np.array(network.source), np.array(network.target)
    inner = target >= 0
    starts = np.concatenate(([0], np.cumsum(1 + inner)))
    index = np.empty(starts[-1], dtype=np.int32)
    value = np.empty(starts[-1])
    index[starts[:-1]], value[starts[:-1]] = source, 1.0
    index[starts[:-1][inner] + 1], value[starts[:-1][inner] + 1] = target[inner], -1.0
    gives = np.zeros(len(network.nodes))
    gives[:given] = 1.0
    program: Any = highspy.HighsLp()
    program.num_col_, program.num_row_ = count, len(network.nodes)
    program.col_cost_ = np.array(network.cost)
    program.col_lower_ = np.zeros(count)
    program.col_upper_ = np.array(network.bound)
    program.row_lower_ = program.row_upper_ = gives
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = starts.astype(np.int32)
    program.a_matrix_.index_, program.a_matrix_.value_ = index, value
    # `Highs` says on the console that it runs as soon as it is made; what lies below it does not.
    solver: Any = highspy._Highs()  # type: ignore[attr-defined]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("solver", "simplex")
    solver.passModel(program)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(solver.modelStatusToString(solver.getModelStatus()))
    return [round(each) for each in solver.getSolution().col_value]


def _read(
    network: _Network, flow: Sequence[int], choices: Sequence[tuple[int, Task, date]]
) -> Placed:
    """Follow each task's unit through the network."""
    names = list(network.nodes)
    # What flows from a node to visitors, not yet taken up.
    leaving: dict[Node, list[list[Any]]] = {}
    for arc, amount in enumerate(flow):
        if amount > 0 and network.target[arc] >= 0:
            leaving.setdefault(names[network.source[arc]], []).append(
                [names[network.target[arc]], amount]
            )
    found: Placed = {}
    for arc, task, day in choices:
        if not flow[arc]:
            continue
        here: Node = ("day", task.person.key, day)
        while here[0] != "visitor":
            way = next(each for each in leaving[here] if each[1] > 0)
            way[1] -= 1
            here = way[0]
        found[task.key] = (day, str(here[1]))
    return found
