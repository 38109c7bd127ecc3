"""Templates in Python's bytecode, kept where Python keeps that of modules: in `__pycache__` beside
them. It is the program's own, as theirs is, and lies where only who may change the program can.

A build that draws three pages otherwise spends most of that time on compiling their templates.
"""

import contextlib
import hashlib
import os
import sys
from importlib.metadata import version
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_FOLDER = "__pycache__"


class Bytecode(BytecodeCache):
    """`compiler` is the module that says how templates are compiled. Where nothing can be written,
    templates are compiled each time.
    """

    def __init__(self, compiler: Path) -> None:
        made_by = hashlib.sha256(compiler.read_bytes())
        made_by.update(version("jinja2").encode())
        self._made_by = made_by.digest()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The file in which a template's bytecode is; none for a template that is in no file."""
        if filename is None:
            return ""
        path = Path(filename)
        return str(path.parent / _FOLDER / f"{path.name}.{sys.implementation.cache_tag}")

    def get_source_checksum(self, source: str) -> str:
        """What tells that the bytecode is that of the template as it is now."""
        return hashlib.sha256(self._made_by + source.encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            with Path(bucket.key).open("rb") as file:
                bucket.load_bytecode(file)
        except (OSError, ValueError, EOFError, TypeError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not bucket.key or sys.dont_write_bytecode:
            return
        target = Path(bucket.key)
        # Whole or not at all: several processes may write the same.
        made = target.with_name(f"{target.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            target.parent.mkdir(exist_ok=True)
            try:
                with made.open("wb") as file:
                    bucket.write_bytecode(file)
                made.replace(target)
            finally:
                made.unlink(missing_ok=True)
