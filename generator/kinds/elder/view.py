"""An elderly member as organisers see them: member, family, state of mind."""

from dataclasses import dataclass
from datetime import date

from generator.audience.shown import Confined, Link


@dataclass(frozen=True)
class ElderSheet(Confined):
    """`age` and `standing` (党龄) are whole years on the day of the build."""

    key: str
    name: str
    sex: str
    born: str
    age: int
    joined: str
    regular: str
    standing: int
    branch: Link | None
    grid: str
    address: str
    phone: str
    living: str
    health: str
    family: str
    thoughts: str
    contact: str
    covered: bool
    why_not: str
    surveyed: date | None
    status: str
    since: date | None
