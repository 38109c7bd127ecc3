"""The commands of who works with the registers: lock, unlock, edit, key, counts.

Each prints what it did and gives an exit code: 0 done, 1 problems found, 2 misused.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator import texts
from generator.calling import CLEAN, FOUND, MISUSED
from generator.inspection import Plan, begin, inspect
from generator.kinds.kind import all_kinds
from generator.locks import age, editing, files
from generator.locks.files import Register
from generator.locks.keys import KeyFileError, Ring
from generator.locks.publics import publics
from generator.problems import codes
from generator.problems.prints import as_text
from generator.problems.problem import Place, Problem, errors, problem
from generator.records.tree import COUNTS
from generator.registers import parting, recipients, sheet


class Desk(Struct, frozen=True):
    """Where somebody works: the content folder, its name in messages, and the keys at hand."""

    content: Path
    shown: str
    ring: Ring
    today: date | None = None

    @property
    def folders(self) -> list[str]:
        """The folders of the registers."""
        return [each.declaration.folder for each in all_kinds() if each.register]

    def named(self, path: Path) -> str:
        """A file as messages name it."""
        return f"{self.shown}/{path.resolve().relative_to(self.content.resolve()).as_posix()}"


def lock(desk: Desk, paths: Sequence[str], renew: bool) -> int:
    """Lock plain files, and remove them. What has not changed keeps the lock that it has.

    With `renew`, what is locked already is locked anew for those who are named now.
    """
    found = _registers(desk, paths)
    keys, wrong = _publics(desk)
    if found is None or keys is None:
        return FOUND if wrong else MISUSED
    locked = 0
    for each in found:
        if each.plain.is_file():
            plain: bytes = each.plain.read_bytes()
        elif renew and each.locked.is_file():
            opened = _opened(desk, each)
            if opened is None:
                return FOUND
            plain = opened
        else:
            continue
        if not renew and _same(desk, each, plain):
            print(texts.LOCKED_SAME.format(path=desk.named(each.locked)))
        else:
            files.put(each.locked, age.lock(plain, keys))
            print(texts.LOCKED_NOW.format(path=desk.named(each.locked)))
        each.plain.unlink(missing_ok=True)
        locked += 1
    if not locked:
        print(texts.NOTHING_TO_LOCK)
    _advise(desk)
    return CLEAN


def unlock(desk: Desk, paths: Sequence[str]) -> int:
    """Write the plain file beside each locked one, for its owner alone to read (0600)."""
    found = _registers(desk, paths)
    if found is None:
        return MISUSED
    locked = [each for each in found if each.locked.is_file() and not each.plain.is_file()]
    for each in locked:
        plain = _opened(desk, each)
        if plain is None:
            return FOUND
        files.put(each.plain, plain, 0o600)
        print(texts.UNLOCKED.format(path=desk.named(each.plain)))
    if not locked:
        print(texts.NOTHING_TO_UNLOCK)
    else:
        _advise(desk)
    return CLEAN


def edit(desk: Desk, path: str, again: Callable[[], bool]) -> int:
    """Edit a locked file, and lock it again if what was written has no errors."""
    found = _registers(desk, [path])
    keys, wrong = _publics(desk)
    if found is None or keys is None:
        return FOUND if wrong else MISUSED
    (register,) = found
    if register.plain.is_file():
        place = Place(desk.named(register.plain))
        print(as_text([problem(codes.E550, place, locked=register.locked.name)]), file=sys.stderr)
        return FOUND
    before = b""
    if register.locked.is_file():
        opened = _opened(desk, register)
        if opened is None:
            return FOUND
        before = opened
    with editing.desk(register.plain.name, before) as file:
        while True:
            after = editing.edited(file)
            if after is None:
                print(texts.EDIT_FAILED, file=sys.stderr)
                return FOUND
            if after == before:
                print(texts.EDIT_UNCHANGED)
                return CLEAN
            found_wrong = _judged(desk, register, after)
            if found_wrong:
                print(as_text(found_wrong), file=sys.stderr)
            if not errors(found_wrong):
                break
            if not again():
                print(texts.EDIT_DROPPED, file=sys.stderr)
                return FOUND
    files.put(register.locked, age.lock(after, keys))
    print(texts.LOCKED_NOW.format(path=desk.named(register.locked)))
    return CLEAN


def _judged(desk: Desk, register: Register, text: bytes) -> list[Problem]:
    """What is wrong in a file if it says this, by the same checks as ever."""
    held = {desk.content / register.locked.resolve().relative_to(desk.content.resolve()): text}
    if register.locked.is_file():
        return _inside(_plan(desk, replace(desk.ring, held=held)), desk.named(register.locked))
    # Not there yet: a stand-in, which nobody can read anything of.
    files.put(register.locked, b"")
    try:
        return _inside(_plan(desk, replace(desk.ring, held=held)), desk.named(register.locked))
    finally:
        register.locked.unlink(missing_ok=True)


def _plan(desk: Desk, ring: Ring) -> Plan:
    return inspect(begin(desk.content, desk.shown, desk.today, ring.opened), "organisers")


def _inside(plan: Plan, file: str) -> list[Problem]:
    return [each for each in plan.problems if each.place.file == file]


def new_key(desk: Desk, path: Path, phrase: bool, ask: Callable[[str], str]) -> int:
    """Write a new private key, for its owner alone to read, outside the repository."""
    if files.inside_repository(path, desk.content):
        print(KeyFileError(codes.E909, path=path), file=sys.stderr)
        return FOUND
    if path.exists():
        print(texts.KEY_EXISTS.format(path=path), file=sys.stderr)
        return MISUSED
    secret, public = age.new()
    raw = f"# dangwu\n# public key: {public}\n{secret}\n".encode()
    if phrase:
        said = ask(texts.ASK_NEW_PHRASE)
        if not said or said != ask(texts.ASK_AGAIN):
            print(texts.PHRASES_DIFFER if said else texts.PHRASE_EMPTY, file=sys.stderr)
            return MISUSED
        raw = age.wrap(raw, said)
    files.put(path, raw, 0o600)
    where = f"{desk.shown}/{recipients.FILE}"
    print(texts.KEY_MADE.format(path=path, public=public, recipients=where))
    return CLEAN


def counts(desk: Desk) -> int:
    """Write what builds without a key may show of the registers."""
    plan = _plan(desk, desk.ring)
    wrong = errors(plan.problems)
    if wrong:
        print(as_text(wrong), file=sys.stderr)
        if any(each.code in ("E907", "E551") for each in wrong):
            print(texts.COUNTS_LOCKED, file=sys.stderr)
        return FOUND
    for kind in all_kinds():
        note = plan.found.notes.get((kind.name, ""))
        if kind.counts is None or note is None or not kind.register:
            continue
        found = parting.sheet_of(plan.outset.registers, kind, note.made)
        path = desk.content / kind.declaration.folder / COUNTS
        raw = sheet.written(found).encode()
        shown = f"{desk.shown}/{kind.declaration.folder}/{COUNTS}"
        if path.is_file() and path.read_bytes() == raw:
            print(texts.COUNTS_SAME.format(path=shown))
        else:
            files.put(path, raw)
            print(texts.COUNTS_WRITTEN.format(path=shown, day=found.day))
    return CLEAN


def _registers(desk: Desk, paths: Sequence[str]) -> list[Register] | None:
    try:
        return list(files.registers(desk.content, desk.folders, [Path(each) for each in paths]))
    except ValueError as error:
        print(texts.NOT_LOCKABLE.format(path=error), file=sys.stderr)
        return None


def _publics(desk: Desk) -> tuple[tuple[str, ...] | None, list[Problem]]:
    """For whom to lock; None (and what is wrong) where nobody is named or a line is no key."""
    keys, wrong = publics(desk.content, desk.shown)
    if wrong:
        print(as_text(wrong), file=sys.stderr)
        return None, wrong
    if not keys:
        path = f"{desk.shown}/{recipients.FILE}"
        print(texts.NO_RECIPIENTS.format(path=path), file=sys.stderr)
        return None, []
    return keys, []


def _opened(desk: Desk, register: Register) -> bytes | None:
    """The text of a locked file; None, with a word of why, where it stays locked."""
    found = desk.ring.opened(register.locked, register.locked.read_bytes())
    if isinstance(found, bytes):
        return found
    print(as_text([problem(found, Place(desk.named(register.locked)))]), file=sys.stderr)
    return None


def _same(desk: Desk, register: Register, plain: bytes) -> bool:
    """Whether the locked file says the same. Without a key nobody can tell."""
    if not register.locked.is_file():
        return False
    try:
        return desk.ring.opened(register.locked, register.locked.read_bytes()) == plain
    except KeyFileError:
        return False


def _advise(desk: Desk) -> None:
    """What `.gitignore` should say, so that plain files are not handed on by accident."""
    path = desk.content.resolve().parent / ".gitignore"
    try:
        said = set(path.read_text(encoding="utf-8").splitlines())
    except OSError:
        said = set()
    missing = [each for each in _ignored(desk) if each not in said]
    if missing:
        print(texts.IGNORE_ADVICE.format(path=path.name, lines="\n".join(missing)))


def _ignored(desk: Desk) -> Iterable[str]:
    for folder in desk.folders:
        yield f"/{desk.content.name}/{folder}/**/*.yaml"
    for kind in all_kinds():
        if kind.register and kind.counts is not None:
            yield f"!/{desk.content.name}/{kind.declaration.folder}/{COUNTS}"
