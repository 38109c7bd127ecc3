"""What the head of a lesson's page says of it."""

from collections.abc import Sequence

from generator.audience.shown import Link
from generator.kinds.lesson.view import LessonView, Medium
from generator.pages.head import Address, Head, Thing, media, organisation, thing


def head(lesson: LessonView, crumbs: Sequence[Link], site: str) -> Head:
    """`site` is the name of the site, which publishes what a branch has made."""
    entry = lesson.entry
    branch = entry.branch.text if entry.branch else ""
    keywords = (*entry.tags, lesson.topic.text, *((lesson.series.text,) if lesson.series else ()))
    position = f"（{lesson.position}）" if lesson.position else ""
    resource = thing(
        "LearningResource",
        {
            "name": entry.title,
            "description": lesson.summary,
            "datePublished": lesson.day,
            "dateModified": entry.updated,
            "inLanguage": "zh-CN",
            "learningResourceType": lesson.form,
            "identifier": lesson.number,
            "timeRequired": _length(lesson),
            "about": lesson.topic.text,
            "keywords": tuple(dict.fromkeys(keywords)),
            "audience": tuple(
                thing("EducationalAudience", {"educationalRole": each}) for each in lesson.audience
            ),
            # A person or an organisation: a record does not tell which.
            "creditText": f"主讲：{lesson.speaker}{position}" if lesson.speaker else "",
            "provider": organisation(entry.branch),
            "publisher": organisation(Link(site, "")),
            "isPartOf": _series(lesson.series),
            "associatedMedia": (
                *(_recording(each, lesson) for each in lesson.media),
                *media(lesson.attachments),
            ),
        },
    )
    source = lesson.source or branch
    return Head(tuple(crumbs), resource, lesson.day, source, lesson.speaker or branch, keywords)


def _length(lesson: LessonView) -> str:
    return f"PT{lesson.minutes}M" if lesson.minutes else ""


def _series(link: Link | None) -> Thing | None:
    if link is None:
        return None
    return thing("CreativeWorkSeries", {"name": link.text, "url": Address(link.url)})


def _recording(medium: Medium, lesson: LessonView) -> Thing:
    """Its length is that of the lesson where it is the only recording."""
    captions = thing("MediaObject", {"contentUrl": Address(medium.captions)})
    return thing(
        "VideoObject" if medium.sort == "video" else "AudioObject",
        {
            "name": medium.title or lesson.entry.title,
            "description": lesson.summary,
            "uploadDate": lesson.day,
            "duration": _length(lesson) if len(lesson.media) == 1 else "",
            "contentUrl": Address(medium.url),
            "encodingFormat": medium.mime,
            "caption": captions if medium.captions else None,
        },
    )
