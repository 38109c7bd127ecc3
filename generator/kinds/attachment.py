"""附件, 课件: a file that is published beside a record, as several kinds have them."""

from generator.records.fields import Group, LocalFile, Text, field


class Attachment(Group):
    file: LocalFile = field("文件", "文件名，放在记录旁边。")
    title: Text = field("名称", "显示的名称；不写就用文件名。", default="")
