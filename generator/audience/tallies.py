"""Counts as they are, before anything of them may be shown: how many, and of how many people."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")


class Tally(Struct, frozen=True):
    """`number` of what was counted (visits), and the different `people` whom it tells of."""

    number: int
    people: int


Table = Mapping[str, Tally]


class Sum(Struct, frozen=True):
    """Money: its total, the most that one person got of it, and how many people there are."""

    total: Decimal
    most: Decimal
    people: int


def tally(things: Iterable[T], person: Callable[[T], Hashable]) -> Tally:
    """All of them in one number."""
    people = [person(each) for each in things]
    return Tally(len(people), len(set(people)))


def table(
    things: Iterable[T], label: Callable[[T], str], person: Callable[[T], Hashable]
) -> dict[str, Tally]:
    """A number for each label that occurs, in order of the labels."""
    groups: dict[str, list[T]] = {}
    for each in things:
        groups.setdefault(label(each), []).append(each)
    return {name: tally(groups[name], person) for name in sorted(groups)}


def money(amounts: Iterable[tuple[Hashable, Decimal]]) -> Sum:
    """(person, amount) added up."""
    of_person: dict[Hashable, Decimal] = {}
    for person, amount in amounts:
        of_person[person] = of_person.get(person, Decimal(0)) + amount
    shares = of_person.values()
    return Sum(sum(shares, Decimal(0)), max(shares, default=Decimal(0)), len(of_person))
