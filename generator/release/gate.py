"""What a staged site must pass before it may take the place of the old one."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from generator.pages.addresses import Addresses
from generator.problems import codes
from generator.problems.problem import Place, Problem, problem
from generator.prose import ROOT, scheme

# It looks for the token, which is rare, and then at what stands before it.
_ROOTED = re.compile(rf'{ROOT}(?:(?<=href="{ROOT})|(?<=src="{ROOT})|(?<=action="{ROOT}))([^"#?]*)')
_ANY = re.compile(r'\b(?:href|src|action)="([^"]*)"')


def leads(main: str) -> set[str]:
    """Where a page's own part leads to, from the root of the site, as it is written there."""
    return set(_ROOTED.findall(main))


def address(written: str) -> str:
    """The address of the site that is written there in HTML."""
    return unquote(unescape(written))


def nowhere(found: Iterable[tuple[str, str]], addresses: Addresses) -> Iterator[Problem]:
    """Of (page, address that it leads to), those that lead nowhere (E902)."""
    for url, target in found:
        if target and target not in addresses:
            yield _broken(url, target)


def relative(url: str, html: str, addresses: Addresses) -> Iterator[Problem]:
    """The same for a whole page whose links are relative to it."""
    for target in set(_ANY.findall(html)):
        plain = unescape(target)
        if not plain or plain.startswith("#") or scheme(plain):
            continue
        if addresses.lookup(plain, url) is None:
            yield _broken(url, plain)


def _broken(url: str, target: str) -> Problem:
    return problem(codes.E902, Place(url or "index.html"), page=url or "/", target=target)
