"""What a field's type says beyond its Python type: the base of all such marks, and the bounds."""

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from generator.problems import codes
from generator.records import scalars


class Mark:
    """Base of what a field's type says beyond its Python type; found again by `FieldShape.mark`."""

    __slots__ = ()


class Bound(Mark):
    """A mark that looks at the value after it has its type."""

    __slots__ = ()

    def check(self, value: Any) -> Any:
        """The value itself; raises where it is out of bounds."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))


class AtMost(Struct, Bound, frozen=True):
    """At most `limit` characters (E210)."""

    limit: int

    def check(self, value: Any) -> Any:
        if len(value) > self.limit:
            raise scalars.wrong(codes.E210, count=len(value), limit=self.limit)
        return value


class SuchThat(Struct, Bound, frozen=True):
    """A bound on a number (E211)."""

    holds: Callable[[Any], bool]
    expected: str

    def check(self, value: Any) -> Any:
        if not self.holds(value):
            raise scalars.wrong(codes.E211, value=value, expected=self.expected)
        return value


class Written(Struct, Bound, frozen=True):
    """A pattern that the whole text must follow (E215)."""

    pattern: str
    expected: str

    def check(self, value: Any) -> Any:
        if not re.fullmatch(self.pattern, value):
            raise scalars.wrong(codes.E215, value=value, expected=self.expected)
        return value


def at_most(limit: int) -> AtMost:
    """At most `limit` characters (E210)."""
    return AtMost(limit)


def such_that(holds: Callable[[Any], bool], expected: str) -> SuchThat:
    """A bound on a number; `expected` says it in words (E211)."""
    return SuchThat(holds, expected)


def written(pattern: str, expected: str) -> Written:
    """A pattern that the whole text must follow; `expected` says it in words (E215)."""
    return Written(pattern, expected)
