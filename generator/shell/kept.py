"""The engine's work, kept between builds: frames, hand-written pages, styles and scripts.

They depend on the engine's configuration, the hand-written pages, the theme and the furniture.
Where these are as they were, the engine is neither run nor loaded.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec
import yaml
from msgspec import Struct

from generator.shell import engine
from generator.shell.engine import Furniture
from generator.shell.frames import Frame

_LIST = "shell.json"
_FILES = "files"
_ENGINES = ("markdown", "mkdocs", "mkdocs-material", "properdocs", "pymdown-extensions", "rcssmin",
            "tinycss2")  # fmt: skip


class Shell(Struct, frozen=True):
    """`files`: each file of the engine's output below `folder`, with the digest of its content."""

    folder: Path
    frames: Mapping[str, Frame]
    files: Mapping[str, bytes]


def fresh(output: Path, furniture: Furniture) -> Shell:
    """What the engine has just drawn into `output`."""
    found = engine.collect(output, furniture)
    files = {
        path.relative_to(output).as_posix(): _digest(path)
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }
    return Shell(output, found, files)


def key(config: Path, pages: Path, furniture: Furniture) -> str:
    """Hexadecimal digest of all that the engine's work depends on."""
    digest = hashlib.blake2b(digest_size=12)
    for name in _ENGINES:
        digest.update(f"{name} {_version(name)}\n".encode())
    digest.update(msgspec.json.encode(furniture))
    for place in (pages, engine.HERE, *map(Path, furniture.templates), *_configured(config, pages)):
        for path in _files(place):
            digest.update(f"{path}\n".encode())
            digest.update(_digest(path))
    return digest.hexdigest()


def load(folder: Path) -> Shell | None:
    """The shell that `keep` put there, or None where there is none."""
    try:
        found = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        frames = {name: Frame(tuple(pieces)) for name, pieces in found["frames"].items()}
        files = {name: bytes.fromhex(digest) for name, (digest, _) in found["files"].items()}
        sizes = {name: size for name, (_, size) in found["files"].items()}
        # A power cut may leave a file without its content.
        whole = all((folder / _FILES / each).stat().st_size == sizes[each] for each in files)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not whole:
        return None
    return Shell(folder / _FILES, frames, files)


def keep(shell: Shell, folder: Path) -> Shell:
    """Move a fresh shell to its folder, whole or not at all; others beside it are thrown away."""
    for other in folder.parent.glob("shell-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    made = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(made, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    made.mkdir(parents=True)
    shutil.move(shell.folder, made / _FILES)
    found = {
        "frames": {name: frame.pieces for name, frame in shell.frames.items()},
        "files": {
            name: (digest.hex(), (made / _FILES / name).stat().st_size)
            for name, digest in shell.files.items()
        },
    }
    (made / _LIST).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    made.rename(folder)
    return Shell(folder / _FILES, shell.frames, shell.files)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _digest(path: Path) -> bytes:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).digest()


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    elif place.is_dir():
        for folder, folders, names in os.walk(place):
            folders[:] = sorted(each for each in folders if each != "__pycache__")
            yield from (Path(folder, name) for name in sorted(names))


def _configured(config: Path, pages: Path) -> Iterator[Path]:
    """The configuration, and every file or folder that it names: what it inherits, a theme's own
    folder, hooks. A folder around the content (`.`) is not looked through.
    """
    yield config
    try:
        with config.open(encoding="utf-8") as text:
            tokens = [each.value for each in yaml.scan(text) if isinstance(each, yaml.ScalarToken)]
    except (OSError, yaml.YAMLError):
        return
    for token in dict.fromkeys(tokens):
        place = config.parent / token
        try:
            inside = place.exists() and not pages.resolve().is_relative_to(place.resolve())
        except (OSError, ValueError):
            continue
        if inside and place != config:
            if place.suffix in (".yml", ".yaml"):
                yield from _configured(place, pages)
            else:
                yield place
