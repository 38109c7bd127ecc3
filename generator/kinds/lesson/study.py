"""我的学习记录: the page on which readers see what their own browser remembers."""

from generator.audience.shown import Link
from generator.audience.view import View
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME
from generator.pages.page import Page

# Readers keep this address, and scripts know it: it does not change.
HERE = Link("我的学习记录", "study/")


def page(view: View, section: Link) -> Page:
    """The page, within the section of lessons."""
    study = view.settings.study
    exempt = study.exempt
    context = {
        "crumbs": [HOME, section],
        "site": view.settings.site.name,
        "hours": f"{study.hours.normalize():f}" if study.hours else "",
        "source": study.source,
        "exempt": tuple(exempt.who) if exempt else (),
        "exempt_source": exempt.source if exempt else "",
    }
    about = "在这台设备上学完的党课和学时，只留在读者自己的浏览器里。"
    drawing = Drawing("lesson/study-page.html", context)
    return Page(HERE.url, HERE.text, "lessons", drawing, about)


def rules(view: View) -> dict[str, int]:
    """When a lesson is finished, in hundredths: of a recording, and of the answers."""
    return {"watched": view.settings.study.watched, "passing": view.settings.study.passing}
