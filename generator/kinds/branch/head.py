"""What the head of an organisation's page says of it: nothing of a person."""

from collections.abc import Sequence

from generator.audience.shown import Link
from generator.kinds.branch.view import BranchView
from generator.pages.head import Head, organisation, thing


def head(branch: BranchView, crumbs: Sequence[Link]) -> Head:
    named = thing(
        "Organization",
        {
            "name": branch.name,
            "alternateName": branch.short,
            "parentOrganization": organisation(branch.parent),
            "address": branch.address,
            "telephone": branch.phone,
        },
    )
    return Head(tuple(crumbs), named, keywords=(*branch.entry.tags, branch.type))
