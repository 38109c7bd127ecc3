"""The templates: one Jinja environment for the shared ones and for every kind's."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from jinja2 import (
    Environment,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    nodes,
    pass_context,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from generator import prose
from generator.pages.bytecode import Bytecode
from generator.pages.drawing import Drawing

# (A link's target, the address of the page where it stands) → the address that it leads to.
Resolve = Callable[[str, str], str | None]
# How many addresses and days are remembered in HTML, and how many rows of lists, 2 KB each: every
# process has its own.
_SHORT, _ROWS = 1 << 12, 3 << 12


def at(url: str) -> Markup:
    """An address of the site, in HTML, before the page's depth is known."""
    return Markup(prose.ROOT) + url  # noqa: S704 - a constant


def long_day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def short_day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def clock(moment: datetime | None) -> str:
    return f"{moment:%H:%M}" if moment else ""


def size(count: int) -> str:
    """Bytes as people read them, in steps of 1024."""
    if count < 1024:
        return f"{count} 字节"
    if count < 1024 * 1024:
        return f"{count / 1024:.0f} KB"
    return f"{count / 1024 / 1024:.1f} MB"


def _written(value: object) -> str:
    """`escape(value)`, not wrapped in a `Markup`: it is written at once, not worked on further."""
    if type(value) is str:
        text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return text.replace('"', "&#34;").replace("'", "&#39;")
    return value if type(value) is Markup else escape(value)


class Listed(Protocol):
    """What stands as a row in lists: immutable, and known by its address."""

    @property
    def url(self) -> str: ...


class _Writing(CodeGenerator):
    """Jinja's compiler, that writes each value into the page by `_written`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


class _Environment(Environment):
    code_generator_class = _Writing
    written = staticmethod(_written)

    def get_template(
        self,
        name: Any,
        parent: str | None = None,
        globals: Any = None,
    ) -> Template:
        """Looked up once: each page asks for what it imports, and templates do not change."""
        found = self.__dict__.setdefault("_templates", {})
        if name not in found:
            found[name] = super().get_template(name, parent, globals)
        template: Template = found[name]
        return template


class Studio:
    """Draws templates. `packages`: prefix of the template's name → package with `templates/`."""

    def __init__(self, packages: Mapping[str, str]) -> None:
        loaders = {prefix: PackageLoader(package) for prefix, package in packages.items()}
        self._environment = _Environment(
            loader=PrefixLoader(loaders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            # A template does not change while a site is drawn: no look at its file at each use.
            auto_reload=False,
            bytecode_cache=Bytecode(Path(__file__)),
        )
        self._rows: dict[tuple[object, ...], tuple[Listed, Markup]] = {}
        # Lists say the same addresses and days over and over.
        self._environment.filters.update(
            at=lru_cache(_SHORT)(at),
            day=_remembered(long_day),
            short_day=_remembered(short_day),
            iso=_remembered(iso),
            clock=clock,
            size=size,
            md=_md,
            contents=prose.contents,
            row=self._row,
        )

    def draw(self, drawing: Drawing, address: str, resolve: Resolve) -> str:
        """The HTML of `drawing`, for the page at `address`; `resolve` leads the links of texts."""
        found = self._environment.get_template(drawing.template)
        drawn: str = found.render(drawing.context, address=address, resolve=resolve)
        return drawn

    def _row(self, value: Listed, macro: Macro, *how: object) -> Markup:
        """`macro(value, *how)`, drawn once for all the lists where `value` stands."""
        key = (macro, value.url, *how)
        found = self._rows.get(key)
        if found is not None and (found[0] is value or found[0] == value):
            return found[1]
        drawn = Markup(macro(value, *how))  # noqa: S704 - a macro has escaped what it was given
        if len(self._rows) < _ROWS:
            self._rows[key] = value, drawn
        return drawn


@pass_context
def _md(context: Context, text: str) -> Markup:
    """A Markdown text in HTML, its links led from the page that is drawn."""
    address, resolve = context["address"], context["resolve"]
    # Safe: nh3 has taken everything out that is not on the list of `prose`.
    return Markup(prose.html(text, lambda target: resolve(target, address)))  # noqa: S704


def _remembered(words: Callable[[date | None], str]) -> Callable[[date | None], Markup]:
    @lru_cache(_SHORT)
    def remembered(day: date | None) -> Markup:
        # Safe: digits, hyphens and 年月日.
        return Markup(words(day))  # noqa: S704

    return remembered
