"""What must hold of Party organisations."""

from collections.abc import Iterator

from generator.ground import Ground
from generator.kinds.branch.fields import FLOATING, Branch
from generator.problems import codes
from generator.records.library import Fault, fault


def rules(branch: Branch, ground: Ground) -> Iterator[Fault]:
    """The parents make a tree (E302, E303); floating members say how their group was formed (E510).

    That such a group is formed by area or trade and attached to the nearest branch is the practice
    of Panjin (Liaoning, 2019).
    """
    if branch.parent == branch.key:
        yield fault(codes.E303, "parent")
    chain = [branch.key]
    above = ground.library.get(Branch, branch.parent) if branch.parent else None
    while above is not None and branch.parent != branch.key:
        chain.append(above.key)
        if above.key == branch.key:
            yield fault(codes.E302, "parent", chain=" → ".join(chain))
            break
        if above.key in chain[:-1]:
            break
        above = ground.library.get(Branch, above.parent) if above.parent else None
    if branch.type == FLOATING:
        if branch.basis is None:
            yield fault(codes.E510, "type", label="组建方式")
        if branch.attached_to is None:
            yield fault(codes.E510, "type", label="编入支部")
    if branch.attached_to == branch.key:
        yield fault(codes.E303, "attached_to")
