"""Every text that the console shows, in one place. What errors say is in `problems.codes`."""

SEVERITY = {"error": "错误", "warning": "警告"}

PROGRAM = "dangwu：把党组织的记录变成网站"
COMMANDS = {
    "check": "检查记录，不生成网站",
    "build": "生成网站",
    "serve": "在本机预览，改动后自动刷新",
    "search": "在已生成的网站里搜索",
    "pack": "把几节党课装进一个文件夹，拷到 U 盘送学上门",
    "scan": "查网站或文件夹里有没有个人信息",
    "lock": "给名册和走访记录加密",
    "unlock": "给名册和走访记录解密",
    "edit": "直接修改一个加密的文件",
    "key": "新建密钥",
    "counts": "写出党员版能公布的：走访统计、同意公开的荣誉",
    "plan": "排一年的走访，写成“计划”状态的记录，供核对",
    "new": "新写一条记录：逐项询问，写好文件",
    "import": "把电子表格里的台账变成记录",
    "export": "把记录变成电子表格，改过可以再导入",
    "schema": "写编辑器用的提示文件（JSON Schema）",
    "deploy": "把生成的网站放到服务器上，一下子换上去",
    "releases": "列出服务器上的各个版本",
    "rollback": "退回以前的版本",
    "verify": "按清单核对服务器上的一个版本",
    "prune": "删掉服务器上的旧版本",
    "server-config": "写出网页服务器（nginx、Caddy）的设置",
    "doctor": "看这台机器还缺什么",
}
OPTIONS = {
    "content": "记录所在的文件夹（默认 content）",
    "site": "网站生成到哪个文件夹（默认 site；organisers 版默认 site-organisers）",
    "today": "以这一天为“今天”，格式 2026-11-23",
    "edition": "版本：members 党员版（默认），organisers 组织版",
    "strict": "有警告也算失败",
    "portable": "生成可以直接从 U 盘打开的网站（链接带 index.html）",
    "preview": "生成预览：每一页上面写明是预览（或者写上 TEXT），搜索引擎不收录",
    "format": "输出格式：text 给人看，json、sarif、codequality、annotations 给程序用",
    "paths": "只报告这些文件或文件夹里的问题",
    "changed": "只报告从这个提交起改过的文件，和受它们影响的文件里的问题；可以写 BASE..HEAD",
    "owners": "再查这些提交有没有改不归自己的文件，照 settings/owners.yaml",
    "as": "推送的人的邮箱（服务器验证过的），代替提交里写的",
    "address": "预览的地址（默认 127.0.0.1:8000）",
    "version": "显示版本",
    "jobs": "同时用几个进程（默认是处理器的核数）",
    "profile": "把时间用在哪里写进这个文件",
    "query": "要找的词；几个词用空格隔开，“-词”排除，引号里的空格也算",
    "search_site": "在哪个网站里找（默认 site）",
    "json": "输出 JSON，给程序用",
    "lessons": "哪几节党课，写法和网址一样，例如 2026/0007",
    "out": "装到哪个文件夹",
    "media": "媒体路径下的音视频在本机的哪个文件夹",
    "scanned": "查哪个网站或文件夹（默认 site）",
    "key": "自己的密钥文件（默认取环境变量 DANGWU_KEY_FILE）",
    "lock_paths": "要加密的文件或文件夹（默认是全部名册和走访记录）",
    "unlock_paths": "要解密的文件或文件夹（默认是全部）",
    "renew": "按 recipients.txt 把已经加密的也重新加密",
    "edit_path": "要改的文件，例如 content/elders/kangqiao.yaml",
    "key_action": "new：新建一对密钥",
    "key_file": "私钥写到哪个文件，不能在仓库里",
    "passphrase": "给私钥文件设一个口令",
    "plan_what": "排什么：visits 走访",
    "year": "排哪一年",
    "branch": "只排这个党组织的（编号），默认全部",
    "dry_run": "只看结果，不写文件",
    "target": "目标：本机的文件夹，或者 user@host:/path",
    "deployed": "部署哪个网站（默认 site）",
    "deploy_content": "用这里的设置（部署、放行、办公电话），默认 content",
    "deploy_today": "按哪一天读 content，格式 2026-11-23",
    "allow_vanished": "网页消失也要换上，写明理由，记在版本里",
    "allow_restored": "撤下过的内容重新公开，写明理由，记在版本里",
    "url": "读者看到的网址；换上以后到那里打开必查的网页，不对就自动回退",
    "wait": "另一次部署正在进行时等多少秒（默认 60）",
    "ssh": "代替 ssh 的命令，可以带选项，例如“ssh -p 2222”",
    "release": "哪个版本；写名称的开头几个字就行",
    "rollback_release": "退到哪个版本（默认是现在的前一个）",
    "verify_release": "核对哪个版本（默认是现在的）",
    "keep": "留几个版本，至少 5（默认按设置，没有设置是 5）",
    "server": "哪种网页服务器",
    "config_target": "目标在那台服务器上的文件夹",
    "config_site": "按哪个网站计算安全策略（默认 site）",
    "listen": "端口，或者地址和端口，例如 127.0.0.1:8080（默认 80）",
    "name": "服务器的域名或地址（默认不限）",
    "path": "网站在服务器的哪个路径下（默认 /）",
    "passwords": "组织版的密码文件",
    "proxy": "统一登录的代理服务器的地址；只信从这里来的",
    "header": "统一登录写明用户的那个请求头（默认 X-Remote-User）",
    "doctor_target": "顺带检查部署的目标",
}
CHECK_CLEAN = "检查完毕：{records} 条记录，没有问题。"
CHECK_TOUCHED = "只报告改动涉及的 {files} 个文件（改了 {changed} 个）。"
CHECK_TOUCHED_ALL = "改动了设置，报告全部文件。"
OWNERS_NONE = "推送以前没有 settings/owners.yaml，没有核对谁改了谁的文件。"
AS_NEEDS_OWNERS = "--as 要和 --owners 一起写"
CHECK_FOUND = "检查完毕：{records} 条记录，{errors} 个错误，{warnings} 个警告。"
BUILD_DONE = (
    "生成完毕：{records} 条记录，{pages} 个页面，{seconds:.1f} 秒，在 {site}\n"
    "这次处理了 {anew} 条记录，其余沿用上次的；"
    "网站共 {files} 个文件，写了 {made} 个（{size:.1f} MB）。"
)
BUILD_PHASES = "用时：{phases}"
BUILD_PHASE = "{name} {seconds:.1f} 秒"
PHASE_LOOK = "查看文件"
PHASE_READ = "读取和检查"
PHASE_SHELL = "等待页面框架"
PHASE_WRITE = "生成网页和索引"
PHASE_RELEASE = "换上新网站"
PHASE_REMEMBER = "记下进度"
PROFILE_HEAD = "各阶段用时（秒）"
PROFILE_DONE = "用时记录在 {path}"
BUILD_STOPPED = "没有生成：{errors} 个错误。原来的网站没有动。"
BUILD_STRICT = "没有生成：{warnings} 个警告（--strict）。原来的网站没有动。"
NO_INDEX = "{site} 里没有搜索索引，请先运行 dangwu build"
PACK_LESSON = "  {key}  {title}（{size:.1f} MB）"
PACK_DONE = (
    "装好了：{count} 节党课，{files} 个文件，共 {size:.1f} MB，在 {out}\n"
    "把整个文件夹拷到 U 盘，双击里面的 index.html 就能看。"
)
PACK_STOPPED = "没有装：{errors} 个错误。原来的文件夹没有动。"
PACK_FAILED = "没有装：写不进 {path}（{reason}）。原来的文件夹没有动。"
PACK_UNKNOWN = "没有这节党课"
PACK_HIDDEN = "这节党课现在不公开（草稿、还没到发布日，或者在改错）"
PACK_NO_MEDIA = "音视频 {file} 在媒体路径下，要用 --media 说明它在本机的哪个文件夹"
PACK_MEDIA_MISSING = "{folder} 里没有它的音视频 {file}"
SCAN_CLEAN = "查完：{files} 个文件，没有个人信息。"
SCAN_FOUND = "查完：{files} 个文件，{errors} 处个人信息，{warnings} 个文件查不了。"
NO_FOLDER = "找不到文件夹：{path}"
SEARCH_COUNT = "找到 {count} 条"
SEARCH_HIT = "{title}\n  {facts}\n  {snippet}\n  {url}\n"
NO_CONTENT = "找不到记录文件夹：{path}"
BAD_PATH = "不在记录文件夹里：{path}"
BAD_DAY = "不是日期：{value}，应写成 2026-11-23"
BAD_ADDRESS = "地址应写成 127.0.0.1:8000：{value}"
PREVIEW = "预览：还在审核，没有正式发布"
BANNER_ORGANISERS = "组织版：含高龄党员信息，仅限走访组织者使用，请勿外传"
PREVIEW_BUILT = "预览已更新：{pages} 个页面，{seconds:.1f} 秒"
SERVING = "预览：http://{address}/  按 Ctrl+C 结束"
CITED = "依据：{source}。"
DID_YOU_MEAN = "您要写的是不是“{near}”？"
CHOICES = "可选：{choices}"
MORE = "……"
EXPECTED_TEXT = "一段文字"
EXPECTED_LIST = "一个列表（每项前面加短横线“- ”）"
EXPECTED_MAPPING = "“字段: 内容”的形式"
FOUND_TEXT = "一段文字"
FOUND_LIST = "一个列表"
FOUND_MAPPING = "“字段: 内容”的形式"
YAML_TAB = "缩进里有 Tab 字符，请改成空格"
YAML_WIDE_COLON = "这里是中文冒号“：”，字段后面要用英文冒号加空格“: ”"
YAML_NO_SPACE = "冒号后面没有空格"
YAML_AFTER = "这个文件里其余的内容，要等这里改好才能检查。"
YAML_SECOND_COLON = "内容里又有冒号加空格，请给整段内容加上引号"
YAML_NO_COLON = "这一行不是“字段: 内容”的形式；如果是接着上一行的内容，行首请空两格"
YAML_BLOCK = "“|”下面的内容，每行的行首要空两格"
YAML_BRACKET = "方括号、花括号要成对，里面各项用英文逗号隔开"
YAML_DASH = "短横线“- ”要另起一行写；如果它本来就是内容，请给整段内容加上引号"
YAML_BACKSLASH = "双引号里的反斜杠有特殊意思，请改用单引号"
YAML_DEEP = "一层套一层，太深了"
YAML_QUOTE = "引号没有成对，或者引号里面又有同样的引号（里面的请用中文引号）"
YAML_INDENT = "缩进没有对齐，同一层的内容左边要对齐"
YAML_CHARACTER = "这里有一个看不见的字符，请删掉它重新输入"
YAML_OTHER = "冒号、缩进、引号或短横线不合 YAML 的写法"
YAML_SPECIAL = "这个字符在开头有特殊意思，请给整段内容加上引号"
ALIASES_MANY = "超过 50 个"
ALIASES_DEEP = "层层相套，或者套住了自己"
HOW_TEXT_NOT_LIST = "这里只写一项，去掉短横线或方括号。"
HOW_TEXT_NOT_MAPPING = "这里只写内容，不分字段；内容里有冒号加空格时，给整段内容加上引号。"
HOW_LIST = "每项另起一行，行首空两格，前面写短横线和空格“- ”；只有一项也这样写。"
HOW_LIST_OF_MAPPINGS = "每项另起一行，行首空两格，写成“- {first}: 内容”；只有一项也这样写。"
HOW_MAPPING = "另起一行，行首空两格，写成“{first}: 内容”。"
HOW_ITEM = "每项写成“- {first}: 内容”。"
NOTHING_TO_CHOOSE = "settings 文件夹里还没有可选的项，先在设置里写上。"
LINK_TO_NOTHING = "链接所指的文件不在"
LINK_TO_FOLDER = "不读取指向文件夹的链接"
NOT_A_FOLDER = "这里应当是文件夹"
NOT_BESIDE = "文件要放在记录所在的文件夹里，不能写别处的文件。"
CAPTIONS_LONG = "文件超过 1 MB，不像是字幕"
CAPTIONS_NOT_UTF8 = "不是 UTF-8 编码，请另存为 UTF-8"
CAPTIONS_HEADER = "第一行应当是 WEBVTT"
CAPTIONS_HEADER_GAP = "WEBVTT 下面要空一行"
CAPTIONS_NO_TIME = "这一段没有时间"
CAPTIONS_COMMA = "秒和毫秒之间用点，不用逗号（逗号是 SRT 的写法），例如 00:01:05.000"
CAPTIONS_TIME = "时间应写成 00:01:05.000 --> 00:01:09.500"
CAPTIONS_ENDS = "结束的时间不晚于开始的时间"
CAPTIONS_ORDER = "开始的时间早于上一句"
CAPTIONS_GAP = "这里又有时间：句与句之间要空一行"
RECORD_AS_FILE = "记录文件不能当作附件发布。"
WRONG_FOLDER = "把文件放进记录的文件夹，例如 lessons/2026。"
EXISTING_PAGE = "这个地址上已有页面"
PERSONAL = {
    "id": "身份证号",
    "bank": "银行卡号",
    "mobile": "手机号",
    "address": "住址",
    "birth": "出生日期",
    "health": "健康情况",
}
IN_FILE = "（在 {name} 里 {at}）"
IN_FILE_MANY = "（在 {name} 里 {at}，共 {count} 处）"
IN_PAGE = "（{page}）"
NO_PERMISSION = "没有读取权限"
NOT_THERE = "文件不在"
IS_A_FOLDER = "这是一个文件夹，不是文件"
KEY_UNREAD = "读不到这个文件"
KEY_NONE = "里面没有私钥"
PHRASE_BAD = "口令不对，或者文件坏了"
ASK_PHRASE = "密钥文件 {path} 的口令："
ASK_NEW_PHRASE = "给密钥设一个口令："
ASK_AGAIN = "再输入一遍："
PHRASES_DIFFER = "两次输入的不一样，没有写出密钥。"
PHRASE_EMPTY = "口令是空的，没有写出密钥。"
KEY_MADE = (
    "私钥在 {path}，只放在这台电脑上，另存一份备用。丢了它，加密的名册就打不开了。\n"
    "公钥：{public}\n把公钥写进 {recipients}，一行一把。"
)
KEY_EXISTS = "{path} 已经有了，不覆盖。"
NO_RECIPIENTS = "{path} 里还没有公钥，不知道为谁加密。先运行 dangwu key new。"
NOT_LOCKABLE = "只有高龄党员名册和走访记录可以加密：{path}"
LOCKED_NOW = "已加密：{path}"
LOCKED_SAME = "没有变化：{path}"
UNLOCKED = "已解密：{path}（加密的还在，改完请运行 dangwu lock）"
NOTHING_TO_LOCK = "没有要加密的文件。"
NOTHING_TO_UNLOCK = "没有加密的文件。"
IGNORE_ADVICE = "建议把下面几行写进 {path}，免得没有加密的被误传上去：\n{lines}"
EDIT_UNCHANGED = "没有改动。"
EDIT_FAILED = "编辑器没有正常结束，没有保存。"
EDIT_AGAIN = "改的内容有错误（见上）。再改一次？[Y/n] "
EDIT_DROPPED = "没有保存，加密文件没有动。"
COUNTS_WRITTEN = "公布清单写在 {path}，截至 {day}。看一遍，没有不该公布的，再提交。"
COUNTS_SAME = "公布清单没有变化：{path}"
COUNTS_LOCKED = "还有加密文件没有打开，没有写出公布清单。"
COUNTS_HEAD = "# 公布清单：由 dangwu counts 写出，不要手改。党员版没有密钥，写什么以它为准。\n"
COUNTS_UNREAD = "读不懂"
COUNTS_SEAL = "校验码不对，写出以后改过"
CHECK_LOCKED = "另有 {count} 个加密文件没有密钥，没有检查。"
HUSHED = "这是名册里的内容，不在这里显示。请在能看名册的电脑上运行 dangwu check。"
NOT_MEMBER_HERE = "组织关系不在本区"
NOT_LIVING_HERE = "不常住本区"
TOO_YOUNG = "未满 {age} 周岁"
MONTH_OF_BIRTH = "出生只知道年月，年龄按最早的一天算，请核实"
MONTH_OF_JOINING = "入党只知道年月，政治生日按整个月算"
MONTH_OF_PARTY_AGE = "转正只知道年月，党龄按最早的一天算，请核实"
FROM_JOINING = "没有转正时间，党龄从入党时间算，请核实"
MADE = "今年已入户 {made} 次，应当 {owed} 次"
ALL_PLANNED = "还差的 {missing} 次都排了日子"
TOO_FEW = "今年还差 {missing} 次入户，排好了 {planned} 次；下一次最晚 {last}"
TOO_LATE = "今年还差 {missing} 次入户，最晚的日子 {last} 已经过了"
LATEST = "今年还差 {missing} 次入户，下一次最晚 {last}"
NO_RESULT = "{day} 的计划过了日子，还没有结果"
SHORT_LAST_YEAR = "{year} 年少入户 {lacking} 次，今年还没有补上"
SURVEY_OPEN = "摸底还没有做，最晚 {last}"
SURVEY_DUE = "摸底快到期了，最晚 {last}"
COVERED_FROM = "{day}起列入走访范围"
NEVER_SURVEYED = "还没有摸底"
SURVEYED_TODAY = "今天摸底"
SURVEYED_DAYS = "{days} 天前摸底"
SURVEYED_MONTHS = "{months} 个月前摸底"
NO_FUND = "没有写明来源"
NO_SURVEY_LAST_YEAR = "{year} 年以来没有摸底"
PLAN_PAST = "{year} 年已经过去，不能再排"
PLAN_NO_BRANCH = "没有这个党组织：{branch}"
PLAN_NO_OCCASION = (
    "occasions.yaml 里没有“{name}”，不在节点附近的走访没有节点可写；"
    "请加上它，或者改 site.yaml 的 visits.plan.otherwise"
)
PLAN_TENTATIVE = "{year} 年的放假安排程序还不知道，只避开了周末；请把它写进 workdays.yaml 再排。"
PLAN_COVERED = "{year} 年在走访范围的 {elders} 人，其中 {needing} 人还要排，这次排了 {added} 次。"
PLAN_BRANCH = "  {name}：{elders} 人，新排 {added} 次"
PLAN_OCCASIONS = "节点：{listed}。"
PLAN_WROTE = "写了 {file}"
PLAN_WOULD_WRITE = "会写 {file}（--dry-run，没有写）"
PLAN_NOTHING = "都排好了，没有要加的。"
PLAN_REVIEW = "请逐条核对，改好再用；核对完运行 dangwu check。"
PLAN_LACKING_HEAD = "排不下的："
PLAN_LACKING = "  {key} {name}，差 {missing} 次：{reason}"
PLAN_NO_VISITORS = "没有写包联人，所在党组织也没有别的包联人"
PLAN_NO_DAYS = "在走访范围里的日子，没有一天可以安排"
PLAN_FEW_DAYS = "{first} 到 {last} 可以安排的日子不够"
PLAN_FULL = (
    "{first} 到 {last} 需要走访 {wanted} 次，{visitors} 按每天、每周的上限最多再走访 {capacity} 次"
)
PLAN_STOPPED = "没有排：{errors} 个错误，先改好。"

DEPLOYED = "部署完毕：{release}，{pages} 个页面，传了 {sent} 个文件。"
DEPLOYED_ALREADY = "没有变化：服务器上就是这个网站（{release}）。"
DEPLOYED_VANISHED = "不再有的网页 {count} 个：{urls}"
DEPLOYED_CLEANED = "这次有撤下的内容，已从 {count} 个旧版本里清除。"
DEPLOYED_LOST = "有 {count} 个旧版本清除不了撤下的内容，已删掉，不能再退回去。"
DEPLOYED_POLICY = (
    "页内脚本变了：请用 dangwu server-config 重新生成网页服务器的设置，否则浏览器不执行。"
)
ROLLED_BACK = "已退回：{release}"
ROLLED_CLEANED = "这个版本里后来撤下的内容已经清除。"
VERIFIED = "核对无误：{release}，{files} 个文件。"
PRUNED = "删掉 {count} 个旧版本，还有 {left} 个。"
NO_RELEASES = "{target} 里还没有版本。"
RELEASE_LINE = "{mark} {name}  {time}  {edition}  {pages} 个页面  {by}"
RELEASE_EDITIONS = {"members": "党员版", "organisers": "组织版"}
RELEASE_WITHDRAWN = "    已撤下 {count} 处"
RELEASE_CLEANED = "    由 {name} 清除撤下的内容而成"
RELEASE_REASONS = {
    "vanished": "    允许网页消失：{reason}",
    "restored": "    允许重新公开：{reason}",
}
LOCK_LOST = "这边的锁已经失效（断过网，或者停了五分钟以上）"
PREVIOUS_RELEASE = "现在的前一个"
CURRENT_RELEASE = "现在的"
BAD_KEEP = "至少留 5 个版本：{value}"
NEEDS_REASON = "请写明理由"
NEEDS_PASSWORDS = "组织版要有密码文件，请用 --passwords 指明"
NGINX_HEAD = """由 dangwu server-config nginx 生成，放进 /etc/nginx/conf.d/。
运行 nginx -t 检查，再重新加载。
页内脚本变了（部署时会提示）要重新生成。"""
CADDY_HEAD = """由 dangwu server-config caddy 生成，放进 Caddyfile。
运行 caddy validate 检查，再重新加载。
页内脚本变了（部署时会提示）要重新生成。"""
NGINX_BROTLI = (
    "装了 brotli 模块（Debian：libnginx-mod-http-brotli-static）可以打开下一行，再省两成流量。"
)
CONFIG_PACKED = "压缩好的文件在部署时已经生成；索引和音视频要按段读取，不压缩。"
CONFIG_HTTPS = "用上 HTTPS 以后再打开下一行；没有加密，浏览器不认它。"
CONFIG_PROXY = (
    "统一登录：只有从代理服务器来、写明了用户的，不再问密码；代理服务器要先去掉读者自己写的请求头。"
)
CADDY_PASSWORDS = "密码文件每行“用户 密文”，密文用 caddy hash-password 生成。"
BAD_LISTEN = "应写成 80 或 127.0.0.1:8080：{value}"
BAD_SERVER_PATH = "路径首尾都要有斜线，例如 /dangjian/：{value}"
BAD_CONFIG_TEXT = "不能有引号、空格、分号和花括号：{value}"
DOCTOR_VERDICTS = {"good": "好  ", "mind": "注意", "lacks": "缺  "}
DOCTOR_GOOD = "可以用。"
DOCTOR_LACKS = "有 {count} 处要先解决。"
DOCTOR_PYTHON = "Python {version}"
DOCTOR_OLD_PYTHON = "Python {version} 太旧，要 3.11 或更新的"
DOCTOR_NO_LIBRARY = "缺少或版本不对的库：{names}；请运行 make site 装上"
DOCTOR_PROGRAM = "{name}（{why}）"
DOCTOR_NO_PROGRAM = "没有 {name}，{why}时要用"
DOCTOR_WHY = {
    "git": "管理记录的版本",
    "ssh": "部署到别的机器",
    "rsync": "部署到别的机器",
    "flock": "部署",
    "sha256sum": "部署",
}
DOCTOR_CONTENT = "记录在 {path}"
DOCTOR_RIGHTS = "可以写网站和缓存所在的文件夹"
DOCTOR_NO_RIGHTS = "没有写的权限：{path}"
DOCTOR_ROOM = "磁盘还有 {size:.0f} GB（{path}）"
DOCTOR_NO_ROOM = "磁盘只剩 {size:.1f} GB（{path}），请先腾出空间"
DOCTOR_TIME = "北京时间 {time}"
DOCTOR_ZONE = (
    "北京时间 {time}，而这台机器的时区是 {zone}：网站仍按北京时间算日期，"
    "定时任务却按 {zone}，请改时区或换算钟点"
)
DOCTOR_CLOCK = "时钟不对，现在显示 {time}；请先校准，否则公示期会算错"
DOCTOR_BUSY = "正在生成 {path}，等它结束"
DOCTOR_LEFT = "上次生成中断，留下 {paths}；下次生成会自己清掉"
DOCTOR_REACHED = "连得上 {target}"
DOCTOR_UNREACHED = "连不上 {target}：{reason}"
DOCTOR_TARGET_LACKS = "{target} 那台机器上没有 {name}"
DOCTOR_HELD = "{target} 正在部署：{who}"
