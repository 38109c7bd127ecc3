"""A Party organisation as its page shows it."""

from generator.audience.shown import Link, Shown


class BranchView(Shown, frozen=True):
    """`entry.title` is the short name; `depth` is 0 for a root of the tree."""

    key: str
    name: str
    short: str
    type: str
    depth: int
    parent: Link | None
    children: tuple[Link, ...]
    basis: str
    attached_to: Link | None
    attached: tuple[Link, ...]
    secretary: str
    address: str
    hours: str
    office: str
    phone: str
    about: str

    def texts(self) -> tuple[str, ...]:
        return (self.about,)

    def words(self) -> tuple[str, ...]:
        return tuple(
            each
            for each in (self.secretary, self.address, self.office, self.hours, self.phone)
            if each
        )
