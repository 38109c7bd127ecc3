"""The database in which a build remembers: its tables, and how it is opened."""

import sqlite3
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
  file TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER,
  digest BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes (
  number INTEGER PRIMARY KEY, kind TEXT, key TEXT, file TEXT, place INTEGER, note BLOB);
CREATE UNIQUE INDEX IF NOT EXISTS notes_by_name ON notes (kind, key);
CREATE TABLE IF NOT EXISTS needs (
  need TEXT, number INTEGER, PRIMARY KEY (need, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS needs_by_note ON needs (number);
CREATE TABLE IF NOT EXISTS claims (
  claim TEXT, number INTEGER, PRIMARY KEY (claim, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS claims_by_note ON claims (number);
CREATE TABLE IF NOT EXISTS shown (
  number INTEGER, place INTEGER, day TEXT, url TEXT, digest BLOB,
  PRIMARY KEY (number, place)) WITHOUT ROWID;
"""


class Database:
    """A database that is opened anew where it is damaged, and does without a file where it must."""

    def __init__(self, path: Path | None) -> None:
        self.connection = _opened(path)

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *error: object) -> None:
        self.connection.close()


def _opened(path: Path | None) -> sqlite3.Connection:
    if path is None:
        return _prepared(":memory:")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _prepared(str(path))
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            return _prepared(str(path))
    except (OSError, sqlite3.Error):
        # No place to remember anything, such as a read-only disk: every build is the first.
        return _prepared(":memory:")


def _prepared(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        # What was taken down shall not be read out of the file's free pages.
        connection.execute("PRAGMA secure_delete = ON")
        connection.executescript(_TABLES)
        connection.execute("SELECT count(*) FROM about").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
