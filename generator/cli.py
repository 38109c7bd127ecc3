"""The command `dangwu`: parse, call, print."""

import argparse
import getpass
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from msgspec.structs import asdict
from pydantic_core import PydanticCustomError

from generator import __version__, drafting, texts
from generator.audience.view import Edition
from generator.build import Order
from generator.calling import CLEAN, FOUND, MISUSED, MisusedError, content_folder, named
from generator.deploy import commands as deployment
from generator.desk import commands as desk
from generator.locks import commands as locking
from generator.locks.keys import KeyFileError, ring
from generator.problems.prints import PRINTS, as_text
from generator.problems.problem import ProblemsFound, errors
from generator.records import scalars
from generator.review import commands as reviewing
from generator.search.publish import FOLDER
from generator.shell.engine import DEFAULT_CONFIG
from generator.watching import summary, watched

_SITES: dict[Edition, str] = {"members": "site", "organisers": "site-organisers"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `dangwu` and give its exit code: 0 clean, 1 with errors, 2 when misused."""
    root = parser()
    try:
        given = root.parse_args(arguments)
    except SystemExit as error:
        return MISUSED if error.code else CLEAN
    try:
        code: int = given.run(given)
    except MisusedError as error:
        print(error, file=sys.stderr)
        return MISUSED
    except KeyFileError as error:
        print(error, file=sys.stderr)
        return FOUND
    return code


def _day(text: str) -> date:
    try:
        return scalars.day(text)
    except PydanticCustomError:
        raise argparse.ArgumentTypeError(texts.BAD_DAY.format(value=text)) from None


# Who calls `main` again and again, as tests do, need not have it made each time.
@cache
def parser() -> argparse.ArgumentParser:
    """Every command and option; the help is held against it."""
    root = argparse.ArgumentParser("dangwu", description=texts.PROGRAM)
    root.add_argument(
        "--version", action="version", version=__version__, help=texts.OPTIONS["version"]
    )
    commands = root.add_subparsers(required=True, metavar="COMMAND")
    reviewing.add(commands, _content)
    make = commands.add_parser("build", help=texts.COMMANDS["build"])
    _content(make)
    _site(make)
    make.add_argument("--strict", action="store_true", help=texts.OPTIONS["strict"])
    make.add_argument("--portable", action="store_true", help=texts.OPTIONS["portable"])
    make.add_argument(
        "--preview", nargs="?", const=texts.PREVIEW, default="", metavar="TEXT",
        help=texts.OPTIONS["preview"],
    )  # fmt: skip
    make.add_argument("--jobs", type=int, default=0, metavar="N", help=texts.OPTIONS["jobs"])
    make.add_argument("--profile", metavar="FILE", help=texts.OPTIONS["profile"])
    make.set_defaults(run=_build)
    serve = commands.add_parser("serve", help=texts.COMMANDS["serve"])
    _content(serve)
    _edition(serve)
    serve.add_argument("--address", default="127.0.0.1:8000", help=texts.OPTIONS["address"])
    serve.set_defaults(run=_serve, site=None, strict=False, portable=False, jobs=0, preview="")
    _registers(commands)
    pack = commands.add_parser("pack", help=texts.COMMANDS["pack"])
    pack.add_argument("lessons", nargs="+", metavar="LESSON", help=texts.OPTIONS["lessons"])
    pack.add_argument("--out", required=True, metavar="DIR", help=texts.OPTIONS["out"])
    pack.add_argument("--media", metavar="DIR", help=texts.OPTIONS["media"])
    _content(pack)
    pack.set_defaults(run=_pack)
    search = commands.add_parser("search", help=texts.COMMANDS["search"])
    search.add_argument("query", metavar="QUERY", help=texts.OPTIONS["query"])
    search.add_argument("--site", default="site", metavar="DIR", help=texts.OPTIONS["search_site"])
    search.add_argument("--json", action="store_true", help=texts.OPTIONS["json"])
    search.set_defaults(run=_search)
    look = commands.add_parser("scan", help=texts.COMMANDS["scan"])
    look.add_argument(
        "folder", nargs="?", default="site", metavar="SITE", help=texts.OPTIONS["scanned"]
    )
    _content(look)
    look.add_argument(
        "--format", choices=sorted(PRINTS), default="text", help=texts.OPTIONS["format"]
    )
    look.set_defaults(run=_scan)
    plan = commands.add_parser("plan", help=texts.COMMANDS["plan"])
    plan.add_argument("what", choices=drafting.folders(), help=texts.OPTIONS["plan_what"])
    plan.add_argument("--year", type=int, required=True, metavar="YYYY", help=texts.OPTIONS["year"])
    plan.add_argument("--branch", default="", metavar="ID", help=texts.OPTIONS["branch"])
    plan.add_argument("--dry-run", action="store_true", help=texts.OPTIONS["dry_run"])
    _content(plan)
    plan.set_defaults(run=_plan)
    desk.add(commands, _content)
    deployment.add(commands, _day)
    ill = commands.add_parser("doctor", help=texts.COMMANDS["doctor"])
    ill.add_argument("--content", default="content", metavar="DIR", help=texts.OPTIONS["content"])
    ill.add_argument("--site", default="site", metavar="DIR", help=texts.OPTIONS["site"])
    ill.add_argument("--target", metavar="TARGET", help=texts.OPTIONS["doctor_target"])
    ill.add_argument("--ssh", metavar="COMMAND", help=texts.OPTIONS["ssh"])
    ill.set_defaults(run=_doctor)
    return root


def _registers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands of who works with the registers."""
    lock = commands.add_parser("lock", help=texts.COMMANDS["lock"])
    lock.add_argument("paths", nargs="*", metavar="PATH", help=texts.OPTIONS["lock_paths"])
    lock.add_argument("--renew", action="store_true", help=texts.OPTIONS["renew"])
    lock.set_defaults(run=lambda given: locking.lock(_desk(given), given.paths, given.renew))
    unlock = commands.add_parser("unlock", help=texts.COMMANDS["unlock"])
    unlock.add_argument("paths", nargs="*", metavar="PATH", help=texts.OPTIONS["unlock_paths"])
    unlock.set_defaults(run=lambda given: locking.unlock(_desk(given), given.paths))
    edit = commands.add_parser("edit", help=texts.COMMANDS["edit"])
    edit.add_argument("path", metavar="PATH", help=texts.OPTIONS["edit_path"])
    edit.set_defaults(run=lambda given: locking.edit(_desk(given), given.path, _again))
    counts = commands.add_parser("counts", help=texts.COMMANDS["counts"])
    counts.set_defaults(run=lambda given: locking.counts(_desk(given)))
    key = commands.add_parser("key", help=texts.COMMANDS["key"])
    key.add_argument("action", choices=["new"], help=texts.OPTIONS["key_action"])
    key.add_argument("file", metavar="FILE", help=texts.OPTIONS["key_file"])
    key.add_argument("--passphrase", action="store_true", help=texts.OPTIONS["passphrase"])
    key.set_defaults(
        run=lambda given: locking.new_key(
            _desk(given), Path(given.file), given.passphrase, getpass.getpass
        )
    )
    for each in (lock, unlock, edit, counts, key):
        _content(each)


def _desk(given: argparse.Namespace) -> locking.Desk:
    content = content_folder(given)
    return locking.Desk(content, named(content), ring(given.key), given.today)


def _again() -> bool:
    """Whether somebody who made a mistake wants to mend it; nobody does where nobody looks on."""
    return sys.stdin.isatty() and input(texts.EDIT_AGAIN).strip().lower() not in ("n", "no", "否")


def _content(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--content", default="content", metavar="DIR", help=texts.OPTIONS["content"]
    )
    parser.add_argument("--key", metavar="FILE", help=texts.OPTIONS["key"])
    parser.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help=texts.OPTIONS["today"])


def _site(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--site", metavar="DIR", help=texts.OPTIONS["site"])
    _edition(parser)


def _edition(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--edition", choices=sorted(_SITES), default="members", help=texts.OPTIONS["edition"]
    )


def order(given: argparse.Namespace) -> Order:
    """The build that the command line asks for."""
    content = content_folder(given)
    own = content.resolve().parent / "mkdocs.yml"
    return Order(
        content=content,
        shown=named(content),
        site=Path(given.site or _SITES[given.edition]),
        config=own if own.is_file() else DEFAULT_CONFIG,
        edition=given.edition,
        today=given.today,
        strict=given.strict,
        portable=given.portable,
        preview=given.preview,
        jobs=given.jobs,
        cache=content.resolve().parent / ".cache" / "dangwu",
        opener=ring(given.key).opened,
    )


def _build(given: argparse.Namespace) -> int:
    wanted = order(given)
    try:
        report = watched(wanted, given.profile)
    except ProblemsFound as found:
        print(as_text(found.problems), file=sys.stderr)
        wrong = len(errors(found.problems))
        text = texts.BUILD_STOPPED if wrong else texts.BUILD_STRICT
        print(text.format(errors=wrong, warnings=len(found.problems)), file=sys.stderr)
        return FOUND
    said = report.said
    if said.warnings:
        print(as_text(said.warnings), file=sys.stderr)
    for line in summary(report, wanted.site):
        print(line)
    return CLEAN


def _pack(given: argparse.Namespace) -> int:
    from generator.pack import command as packing
    from generator.pack.folder import Asked

    content = content_folder(given)
    media = Path(given.media) if given.media else None
    if media is not None and not media.is_dir():
        raise MisusedError(texts.NO_FOLDER.format(path=media))
    shown, out = named(content), Path(given.out)
    asked = Asked(content, shown, given.lessons, out, media, given.today)
    return CLEAN if packing.pack(asked) else FOUND


def _search(given: argparse.Namespace) -> int:
    from generator.search.reader import NoIndexError, Reader

    try:
        found = Reader(Path(given.site) / FOLDER / "data").search(given.query)
    except NoIndexError:
        raise MisusedError(texts.NO_INDEX.format(site=given.site)) from None
    if given.json:
        print(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
    else:
        for each in found:
            facts = " · ".join(fact for fact in (each.kind, each.branch, each.date) if fact)
            print(
                texts.SEARCH_HIT.format(
                    title=each.title, facts=facts, snippet=each.snippet, url=each.url
                )
            )
        print(texts.SEARCH_COUNT.format(count=len(found)))
    return CLEAN if found else FOUND


def _scan(given: argparse.Namespace) -> int:
    folder = Path(given.folder)
    if not folder.is_dir():
        raise MisusedError(texts.NO_FOLDER.format(path=folder))
    # It is not loaded for the sake of other commands.
    from generator import scan

    opened = ring(given.key).opened
    watch = scan.gate(folder, Path(given.content), given.today, opened)
    problems = list(scan.scan(folder, watch))
    wrong = len(errors(problems))
    if given.format == "text":
        if problems:
            print(as_text(problems))
        said = texts.SCAN_FOUND if problems else texts.SCAN_CLEAN
        count = len(scan.files(folder))
        print(said.format(files=count, errors=wrong, warnings=len(problems) - wrong))
    else:
        print(PRINTS[given.format](problems))
    return FOUND if wrong else CLEAN


def _doctor(given: argparse.Namespace) -> int:
    from generator.doctor import doctor

    return doctor(given)


def _serve(given: argparse.Namespace) -> int:
    from generator.shell.serve import serve

    host, _, port = given.address.rpartition(":")
    if not host or not port.isdigit():
        raise MisusedError(texts.BAD_ADDRESS.format(value=given.address))
    return serve(order(given), host, int(port))


def _plan(given: argparse.Namespace) -> int:
    content = content_folder(given)
    shown = named(content)
    asked = drafting.Asked(given.year, given.branch)
    opened = ring(given.key).opened
    wanted = drafting.Drafting(content, shown, given.what, asked, given.today, opened)
    try:
        draft = drafting.drafted(wanted)
        if not given.dry_run:
            drafting.write(wanted, draft.files)
    except drafting.CannotDraftError as error:
        raise MisusedError(error) from None
    except ProblemsFound as found:
        print(as_text(found.problems), file=sys.stderr)
        print(texts.PLAN_STOPPED.format(errors=len(found.problems)), file=sys.stderr)
        return FOUND
    for line in _drafted(draft, shown, given.dry_run):
        print(line)
    return FOUND if draft.lacking else CLEAN


def _drafted(draft: drafting.Draft, shown: str, dry_run: bool) -> Iterator[str]:
    """What was drafted, for the console."""
    yield from draft.said
    wrote = texts.PLAN_WOULD_WRITE if dry_run else texts.PLAN_WROTE
    yield from (wrote.format(file=f"{shown}/{name}") for name in draft.files)
    if draft.files:
        yield texts.PLAN_REVIEW
    elif not draft.lacking:
        yield texts.PLAN_NOTHING
    if draft.lacking:
        yield texts.PLAN_LACKING_HEAD
        yield from draft.lacking
