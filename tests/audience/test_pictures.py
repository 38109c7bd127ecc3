"""Pictures are published without what a camera added, and otherwise bit for bit as they were."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.files import picture
from tests.audience import made
from tests.site import Site

Make = Callable[..., bytes]
KINDS: dict[str, Make] = {"jpg": made.jpeg, "png": made.png, "webp": made.webp, "gif": made.gif}
NOTICE = "content/notices/kangqiao/2026/0012"


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_added_is_gone_and_the_rest_stays(kind: str) -> None:
    data = KINDS[kind]("拍摄于 41.1234, 122.0564")
    cleaned = picture.clean(data)
    assert "拍摄".encode() not in cleaned
    assert b"41.1234" not in cleaned
    assert b"GPSM" not in cleaned
    assert picture.clean(cleaned) == cleaned
    assert "41.1234" in picture.said(data)
    assert picture.said(cleaned).strip() == ""
    assert picture.sort(cleaned) == picture.sort(data)


def test_a_jpeg_keeps_its_profile_and_its_picture() -> None:
    cleaned = picture.clean(made.jpeg("x", comment="y"))
    assert b"ICC_PROFILE" in cleaned
    assert b"JFIF" in cleaned
    assert b"Exif" not in cleaned
    assert cleaned.endswith(b"\x3f\xff\x00\xff\xd9")


@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
@pytest.mark.parametrize("orientation", [2, 6, 8])
def test_which_side_is_up_stays_where_it_is_not_the_usual(kind: str, orientation: int) -> None:
    make = KINDS[kind]
    cleaned = picture.clean(make("GPS", orientation=orientation))
    assert made.exif("", orientation)[:8] in cleaned
    assert picture._orientation(cleaned[cleaned.index(b"MM\0*") :]) == orientation
    assert cleaned.count(b"MM\0*") == 1
    assert b"GPSM" not in cleaned
    assert picture.clean(cleaned) == cleaned
    usual = picture.clean(make("GPS", orientation=1))
    assert b"MM\0*" not in usual


def test_they_are_published_so(tmp_path: Path) -> None:
    """Of records, of organisations and beside hand-written pages; an unchanged one is left alone."""
    site = Site(tmp_path)
    site.write(
        f"{NOTICE}/notice.yaml",
        "title: 走访\nheading: 党费管理\ndoc: 公开\nscope: 本单位\nbranch: kangqiao\nissued: 2026-11-20\n"
        "body: |\n  ![现场](photo.jpg)\nattachments:\n  - file: plain.jpg\n",
    )
    site.write("content/pages/index.md", "# 首页\n\n![](images/a.png)\n")
    photo, plain = made.jpeg("122.0564", 6), picture.clean(made.jpeg())
    for path, data in (
        (f"{NOTICE}/photo.jpg", photo),
        (f"{NOTICE}/plain.jpg", plain),
        ("content/pages/images/a.png", made.png("122.0564")),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    built = site.build()
    published = built / "notices/kangqiao/2026/0012"
    assert (published / "photo.jpg").read_bytes() == picture.clean(photo)
    assert (published / "plain.jpg").read_bytes() == plain
    assert b"122.0564" not in (built / "images/a.png").read_bytes()
    for file in built.rglob("*"):
        assert not file.is_file() or b"GPSM" not in file.read_bytes(), file
    assert (tmp_path / f"{NOTICE}/photo.jpg").read_bytes() == photo
    before = (published / "photo.jpg").stat().st_mtime_ns
    site.build()
    assert (published / "photo.jpg").stat().st_mtime_ns == before
