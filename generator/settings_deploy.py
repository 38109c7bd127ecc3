"""What `deploy.yaml` can set: how releases are checked and kept at a target."""

from typing import Annotated

from pydantic import AfterValidator

from generator.records.fields import Group, Text, Whole, field, such_that, written

Hours = Annotated[Whole, such_that(lambda n: 0 <= n <= 1000, "在 0 到 1000 之间")]
Kept = Annotated[Whole, such_that(lambda n: 5 <= n <= 100, "在 5 到 100 之间")]
Share = Annotated[Whole, such_that(lambda n: 0 <= n <= 100, "在 0 到 100 之间")]
# An address within the site; the first slash is the site's home.
SitePath = Annotated[
    Text,
    written(r"/?[^\s/?#][^\s?#]*|/", "是站内的地址，例如 /search/"),
    AfterValidator(lambda path: path.lstrip("/")),
]


class Deployment(Group):
    """`deploy.yaml`: how releases are checked and kept at a target."""

    keep: Kept = field("保留版本", "服务器上至少留几个版本，可以回退到其中任何一个。", default=5)
    hours: Hours = field(
        "旧文件保留小时", "换上新版本以后，旧版本的脚本、样式和索引再留几个小时。", default=24
    )
    share: Share = field(
        "消失页面上限", "一次最多可以有百分之几的网页消失或撤下，超过就不换上。", default=5
    )
    canaries: list[SitePath] = field(
        "必查页面",
        "换上以前一定要有、换上以后要能打开的网页。",
        default=["", "search/", "404.html"],
    )
