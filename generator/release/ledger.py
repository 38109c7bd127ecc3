"""What a site's trees hold, remembered between builds in two tables of a database.

The outputs are those of the last build; each tree that is named here holds exactly them.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from generator.release.tree import Identity

_TABLES = (
    # Every file of the site and the key of what made it.
    "CREATE TABLE IF NOT EXISTS outputs (path TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID",
    # The complete trees, wherever they lie.
    "CREATE TABLE IF NOT EXISTS trees (identity TEXT PRIMARY KEY) WITHOUT ROWID",
)


class Ledger:
    """The tables of one site, in a connection that somebody else has opened.

    Changes are for use within `transaction`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        for table in _TABLES:
            connection.execute(table)

    def keys(self) -> dict[str, bytes]:
        """Path → key of every file of the last build."""
        return dict(self._connection.execute("SELECT path, key FROM outputs").fetchall())

    def trees(self) -> frozenset[Identity]:
        """The trees that hold the files of the last build and nothing else."""
        found = self._connection.execute("SELECT identity FROM trees").fetchall()
        return frozenset(identity for (identity,) in found)

    def record(self, written: Mapping[str, bytes], removed: Iterable[str], tree: Identity) -> None:
        """Set down a build: path → key of what it wrote, what it removed, the one tree that has it.

        Takes time in proportion to what changed.
        """
        many = self._connection.executemany
        many("DELETE FROM outputs WHERE path = ?", ((path,) for path in removed))
        many("INSERT OR REPLACE INTO outputs VALUES (?, ?)", written.items())
        self._connection.execute("DELETE FROM trees")
        self.add(tree)

    def add(self, tree: Identity) -> None:
        """Set down that another tree has come to hold the same."""
        self._connection.execute("INSERT INTO trees VALUES (?)", (tree,))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the body or nothing; a transaction that the caller has open already is joined."""
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
