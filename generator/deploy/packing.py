"""Files as servers may send them: beside `x.html` stand `x.html.gz` and `x.html.br`.

They are made once here and not with every request. What readers load in parts (the index, audio,
video) and what is packed already stays as it is: a range of a packed file is no range of the file.
"""

import gzip
from concurrent.futures import Executor
from pathlib import Path

import brotli

_PACKED = frozenset(
    (".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".csv", ".ics", ".vtt")
)
# Smaller ones save no packet.
_LEAST = 1024
# Levels that cost little; the last few per cent would take ten times that.
_GZIP, _BROTLI = 9, 6
FORMS = (".gz", ".br")


def packs(path: str, size: int) -> bool:
    """Whether a file of the site is also kept packed."""
    return size >= _LEAST and Path(path).suffix.lower() in _PACKED


def packed(site: Path, paths: list[str], folder: Path, workers: Executor) -> list[str]:
    """Write the packed forms of files of a site into a folder; their paths, in order."""
    wanted = [path for path in paths if packs(path, (site / path).stat().st_size)]
    for path in wanted:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
    list(
        workers.map(
            _pack, [str(site)] * len(wanted), wanted, [str(folder)] * len(wanted), chunksize=16
        )
    )
    return [f"{path}{form}" for path in wanted for form in FORMS]


def _pack(site: str, path: str, folder: str) -> None:
    data = Path(site, path).read_bytes()
    # Without name and time, so that the same file gives the same bytes.
    Path(folder, f"{path}.gz").write_bytes(gzip.compress(data, _GZIP, mtime=0))
    Path(folder, f"{path}.br").write_bytes(brotli.compress(data, quality=_BROTLI))
