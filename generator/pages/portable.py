"""Links that open from a USB stick: a folder's address names its `index.html`."""

import re

_LINK = re.compile(
    r'\b(href|action)="((?![a-z][a-z0-9+.-]*:|//|#)[^"?#]*)([?#][^"]*)?"', re.IGNORECASE
)


def portable(html: str) -> str:
    """`../notices/` → `../notices/index.html`; files, anchors and outside links stay."""

    def put(match: re.Match[str]) -> str:
        name, path, rest = match.groups()
        if path == "" or not (path.endswith("/") or path.rpartition("/")[2] in (".", "..")):
            return match[0]
        joint = "" if path.endswith("/") else "/"
        return f'{name}="{path}{joint}index.html{rest or ""}"'

    return _LINK.sub(put, html)
