"""送学上门: lessons in large print, with their recordings, for members who are visited at home."""

from collections.abc import Iterator, Sequence
from importlib.resources import files

from msgspec.structs import replace

from generator.audience.view import View
from generator.kinds.lesson import poster
from generator.kinds.lesson.view import LessonView, Medium
from generator.pages.bundle import Bundle, Packing, Volume
from generator.pages.drawing import Drawing
from generator.pages.page import Page
from generator.pages.paper import Paper

# Where recordings go that the site has elsewhere.
_MEDIA = "media/"
_STYLES = "pack.css"


def keys(view: View) -> Sequence[str]:
    return [each.key for each in view.of(LessonView)]


def bundle(view: View, chosen: Sequence[str]) -> Bundle:
    """The lessons with these keys, in this order."""
    known = {each.key: each for each in view.of(LessonView)}
    lessons = [known[key] for key in chosen]
    volumes = [_volume(view, lessons, place) for place in range(len(lessons))]
    about = {"site": view.settings.site.name, "lessons": lessons, "day": view.day}
    front = Page("", "送学上门", "", Drawing("lesson/pack-index.html", about))
    # A cover stands where a video will play; where nothing is to be seen, nothing shows it.
    wanted = {poster.address(e) for e in lessons if any(m.sort == "video" for m in e.media)}
    papers = [each for each in poster.papers(view) if each.url in wanted]
    return Bundle(front, tuple(volumes), (*papers, Paper(_STYLES, styles, None)))


def styles(nothing: None) -> bytes:
    """The style sheet of the bundle."""
    return files(__package__).joinpath("templates", _STYLES).read_bytes()


PACKING = Packing(keys, bundle)


def _volume(view: View, lessons: Sequence[LessonView], place: int) -> Volume:
    lesson = lessons[place]
    base = view.settings.site.media_base
    served = tuple(
        (each.url.removeprefix(base), f"{_MEDIA}{each.url.removeprefix(base)}")
        for each in lesson.media
        if each.served
    )
    context = {
        "view": replace(lesson, media=tuple(_media(lesson, base))),
        "poster": poster.address(lesson),
        "site": view.settings.site.name,
        "previous": lessons[place - 1] if place else None,
        "next": lessons[place + 1] if place + 1 < len(lessons) else None,
    }
    drawing = Drawing("lesson/pack-lesson.html", context)
    page = Page(lesson.entry.url, lesson.entry.title, "", drawing)
    own = tuple(each for each in view.files if each.startswith(lesson.entry.url))
    return Volume(lesson.key, lesson.entry.title, page, own, served)


def _media(lesson: LessonView, base: str) -> Iterator[Medium]:
    """The recordings, all of them in the bundle."""
    for each in lesson.media:
        if each.served:
            yield replace(each, url=f"{_MEDIA}{each.url.removeprefix(base)}", served=False)
        else:
            yield each
