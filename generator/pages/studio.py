"""The templates: one Jinja environment for the shared ones and for every kind's."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from generator import prose

Resolve = Callable[[str, str], str | None]


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


class Studio:
    """Draws templates. `packages`: prefix of the template's name → package with `templates/`.

    `resolve(target, address)` gives the address of a link in the text of the page at `address`.
    """

    def __init__(self, packages: Mapping[str, str], today: date, resolve: Resolve) -> None:
        loaders = {prefix: PackageLoader(package) for prefix, package in packages.items()}
        self._environment = Environment(
            loader=PrefixLoader(loaders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._resolve = resolve
        self._environment.filters.update(
            at=at, day=long_day, short_day=short_day, iso=iso, clock=clock, size=size, md=self._md
        )
        self._environment.globals.update(today=today)
        self._templates: dict[str, Any] = {}

    def render(self, template: str, address: str = "", **context: object) -> str:
        """`kind/name.html` with its context, for the page at `address`."""
        found = self._templates.get(template)
        if found is None:
            found = self._templates[template] = self._environment.get_template(template)
        drawn: str = found.render(context, address=address)
        return drawn

    @pass_context
    def _md(self, context: Context, text: str) -> Markup:
        address = str(context["address"])
        # Safe: nh3 has taken everything out that is not on the list of `prose`.
        return Markup(prose.html(text, lambda target: self._resolve(target, address)))  # noqa: S704
