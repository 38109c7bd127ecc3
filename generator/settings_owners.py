"""What `owners.yaml` can set: who may change what of which organisation."""

from typing import Annotated

from pydantic import AfterValidator

from generator.records.fields import Group, Refers, Text, YesNo, field, written

# As git has it in a commit; in small letters, for who writes `Wang@` means the same.
Email = Annotated[
    Text,
    written(r"[^\s@<>]+@[^\s@<>]+", "是邮箱，例如 wang@example.org"),
    AfterValidator(str.lower),
]
# An organisation that files may belong to: a record, as everywhere else.
Owned = Annotated[Text, Refers("branch")]


class Owner(Group):
    name: Text = field("名称", "姓名，或者小组的名称。", example="康桥支部的同志")
    emails: list[Email] = field("邮箱", "git 提交里写的邮箱，每项一个。")
    branches: list[Owned] = field("党组织", "可以改哪些党组织的文件，写编号。", default=[])
    below: YesNo = field("含下级", "下级党组织的文件也可以改。", default=False)
    admin: YesNo = field("管理员", "什么都可以改，包括设置和手写页面。", default=False)


class Owners(Group):
    """`owners.yaml`: who may change what of which organisation."""

    owners: list[Owner] = field("负责人", "每项一个人或一个小组。", default=[])
    source: Text = field("依据", "出自哪里。", default="")
