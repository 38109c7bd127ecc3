/* The picture that readers hand on (微公开): painted here, shown in a dialog, saved or copied.
   It is loaded when somebody asks for it. Nothing is sent anywhere; no colour depends on the reader's,
   for the picture goes to others. */
(function () {
  "use strict";
  var doc = document, site = window.dangwu;
  /* The picture is drawn on 540 units, of which each is two pixels of what is saved. */
  var WIDE = 540, EDGE = 36, SCALE = 2;
  var COLOURS = {
    paper: "#faf8f4", card: "#ffffff", ink: "#1d1a18", soft: "#605951", line: "#e7e1d8",
    red: "#b0121b", wash: "#fbefed", track: "#ecd3cf", top: "#b4131d", bottom: "#8d0f17", quiet: "#f2efe9"
  };

  /* ----- lines of Chinese ----- */
  var NOT_FIRST = "，。、；：？！）》」』】〕”’…—·%％,.;:?!)]}～", NOT_LAST = "（《「『【〔“‘([{";
  /* What may not be parted: words and numbers, signs with what they belong to. An address parts after
     its slashes. */
  function pieces(text) {
    var found = text.match(/[A-Za-z0-9][A-Za-z0-9.,:%@+_~-]*[/]*|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]/g) || [], made = [];
    var open = false;
    found.forEach(function (piece) {
      if (made.length && (open || NOT_FIRST.indexOf(piece) >= 0)) made[made.length - 1] += piece;
      else made.push(piece);
      open = NOT_LAST.indexOf(piece) >= 0;
    });
    return made;
  }
  function wrap(brush, text, width) {
    var lines = [], line = "";
    function end() { lines.push(line.trim()); line = ""; }
    text.split("\n").forEach(function (paragraph) {
      pieces(paragraph).forEach(function (piece) {
        if (brush.measureText((line + piece).trim()).width <= width) { line += piece; return; }
        if (line.trim()) end();
        /* A word that is longer than a line is parted all the same. */
        if (brush.measureText(piece).width > width) Array.from(piece).forEach(function (sign) {
          if (line && brush.measureText(line + sign).width > width) end();
          line += sign;
        });
        else line = piece;
      });
      end();
    });
    return lines;
  }
  function cut(brush, lines, most, width) {
    if (lines.length <= most) return lines;
    var last = lines[most - 1];
    while (last && brush.measureText(last + "…").width > width) last = last.slice(0, -1);
    return lines.slice(0, most - 1).concat(last.replace(/[，。、；：]$/, "") + "…");
  }
  /* As many lines as there must be, all of about one length: no single character in the last. */
  function balanced(brush, text, width) {
    var lines = wrap(brush, text, width), low = width / 2, high = width;
    while (high - low > 2) {
      var middle = (low + high) / 2;
      if (wrap(brush, text, middle).length > lines.length) low = middle;
      else high = middle;
    }
    return wrap(brush, text, high);
  }

  /* As a paragraph is set, but that no word or two are left for the last line. */
  function set(brush, text, width) {
    var lines = wrap(brush, text, width), found = lines, narrow = width;
    while (found.length > 1 && found[found.length - 1].length < 4 && narrow > width * .8) {
      narrow -= 4;
      found = wrap(brush, text, narrow);
    }
    return found.length === lines.length ? found : lines;
  }

  /* ----- the picture ----- */
  function Painter(brush, family) {
    this.brush = brush;
    this.family = family;
  }
  Painter.prototype = {
    font: function (size, bold) { this.brush.font = (bold ? "700 " : "400 ") + size + "px " + this.family; },
    /* Lines from `y` down; gives where they end. */
    lines: function (lines, x, y, size, leading, colour) {
      this.brush.fillStyle = colour;
      this.brush.textBaseline = "middle";
      lines.forEach(function (line, place) { this.brush.fillText(line, x, y + leading * (place + .5)); }, this);
      return y + leading * lines.length;
    },
    box: function (x, y, width, height, round, colour) {
      var brush = this.brush;
      brush.fillStyle = colour;
      brush.beginPath();
      brush.moveTo(x + round, y);
      brush.arcTo(x + width, y, x + width, y + height, round);
      brush.arcTo(x + width, y + height, x, y + height, round);
      brush.arcTo(x, y + height, x, y, round);
      brush.arcTo(x, y, x + width, y, round);
      brush.fill();
    },
    /* The largest letters in which a title stands in few lines; at the smallest it is cut. */
    title: function (text, width) {
      var sizes = [[37, 2], [34, 3], [31, 4], [27, 5], [24, 6]], lines, size;
      for (var place = 0; place < sizes.length; place += 1) {
        size = sizes[place][0];
        this.font(size, true);
        lines = balanced(this.brush, text, width);
        if (lines.length <= sizes[place][1]) break;
      }
      return { size: size, lines: cut(this.brush, lines, 6, width) };
    },
    head: function (facts, height) {
      var brush = this.brush, inner = WIDE - 2 * EDGE;
      var shade = brush.createLinearGradient(0, 0, 0, height);
      shade.addColorStop(0, COLOURS.top);
      shade.addColorStop(1, COLOURS.bottom);
      brush.fillStyle = shade;
      brush.fillRect(0, 0, WIDE, height);
      brush.save();
      brush.beginPath();
      brush.rect(0, 0, WIDE, height);
      brush.clip();
      brush.strokeStyle = "rgba(255, 255, 255, .07)";
      brush.lineWidth = 22;
      [70, 124, 182, 246].forEach(function (radius) {
        brush.beginPath();
        brush.arc(WIDE - 50, height + 10, radius, 0, 7);
        brush.stroke();
      });
      brush.restore();
      this.font(19, true);
      var pill = brush.measureText(facts.label).width + 28;
      var name = cut(brush, wrap(brush, facts.site, inner - pill - 16), 1, inner - pill - 16);
      this.lines(name, EDGE, 32, 19, 32, "#ffffff");
      this.box(WIDE - EDGE - pill, 32, pill, 32, 16, "#ffffff");
      this.lines([facts.label], WIDE - EDGE - pill + 14, 32, 19, 32, COLOURS.red);
      var title = this.title(facts.title, inner);
      this.font(title.size, true);
      return this.lines(title.lines, EDGE, 96, title.size, Math.round(title.size * 1.4), "#ffffff") + 36;
    },
    /* How the period stands on the day of the picture, which says so. */
    standing: function (stands, day, y) {
      var inner = WIDE - 2 * EDGE, open = stands.tone === "open", high = open ? 92 : 66;
      this.box(EDGE, y, inner, high, 12, open ? COLOURS.wash : COLOURS.quiet);
      this.font(24, true);
      this.lines([stands.state], EDGE + 22, y + 16, 24, 34, open ? COLOURS.red : COLOURS.soft);
      var after = EDGE + 22 + this.brush.measureText(stands.state).width + 18;
      if (stands.text !== stands.state) this.lines([stands.text], after, y + 16, 24, 34, COLOURS.ink);
      this.font(15, false);
      this.brush.textAlign = "right";
      this.lines([day], WIDE - EDGE - 22, y + 16, 15, 34, COLOURS.soft);
      this.brush.textAlign = "left";
      if (open) this.box(EDGE + 22, y + 64, inner - 44, 8, 4, COLOURS.track);
      if (open && stands.share) this.box(EDGE + 22, y + 64, Math.max(8, (inner - 44) * stands.share / 100), 8, 4, COLOURS.red);
      return y + high + 22;
    },
    facts: function (pairs, y) {
      var self = this, inner = WIDE - 2 * EDGE, indent = 0;
      this.font(18, false);
      pairs.forEach(function (pair) { indent = Math.max(indent, self.brush.measureText(pair[0]).width + 22); });
      pairs.forEach(function (pair) {
        self.lines([pair[0]], EDGE, y, 18, 30, COLOURS.soft);
        y = self.lines(cut(self.brush, set(self.brush, pair[1], inner - indent), 3, inner - indent), EDGE + indent, y, 18, 30, COLOURS.ink) + 5;
      });
      return y;
    },
    foot: function (facts, y) {
      var brush = this.brush, inner = WIDE - 2 * EDGE, code = facts.code;
      /* Whole pixels to each square, and the clear margin of four that readers of codes ask for. */
      var unit = code ? Math.max(Math.floor(164 * SCALE / (code.size + 8)), 2) / SCALE : 0, size = code ? unit * (code.size + 8) : 0;
      brush.fillStyle = COLOURS.line;
      brush.fillRect(EDGE, y, inner, 1);
      y += 26;
      if (code) this.code(code, WIDE - EDGE - size, y, unit);
      var width = inner - (size ? size + 28 : 0), text = y + (size ? 6 : 0);
      this.font(22, true);
      text = this.lines(wrap(brush, facts.code ? "长按识别或扫码\n查看全文" : facts.address ? "打开网址，查看全文" : "查看全文，请向发布单位询问", width), EDGE, text, 22, 34, COLOURS.ink) + 6;
      this.font(15, false);
      var under = facts.address || "这张图从存下来的网站生成，没有网址，所以不带二维码。";
      text = this.lines(cut(brush, wrap(brush, under, width), facts.code ? 2 : 4, width), EDGE, text, 15, 23, COLOURS.soft);
      text = this.lines([facts.made], EDGE, text, 15, 23, COLOURS.soft);
      return Math.max(text, y + size) + 32;
    },
    code: function (code, x, y, unit) {
      var brush = this.brush, edge = 4 * unit;
      brush.fillStyle = "#ffffff";
      brush.fillRect(x, y, unit * (code.size + 8), unit * (code.size + 8));
      brush.fillStyle = "#000000";
      for (var row = 0; row < code.size; row += 1) for (var column = 0; column < code.size; column += 1) {
        if (code.get(column, row)) brush.fillRect(x + edge + column * unit, y + edge + row * unit, unit, unit);
      }
    },
    /* Everything; gives its height. The head's ground depends on the height of what it holds. */
    paint: function (facts, height) {
      var brush = this.brush, inner = WIDE - 2 * EDGE;
      brush.fillStyle = COLOURS.paper;
      brush.fillRect(0, 0, WIDE, height);
      var y = this.head(facts, this.head(facts, 0)) + 28;
      if (facts.stands) y = this.standing(facts.stands, facts.day, y);
      if (facts.summary) {
        this.font(21, false);
        y = this.lines(cut(brush, set(brush, facts.summary, inner), 6, inner), EDGE, y, 21, 37, COLOURS.ink) + 18;
      }
      return this.foot(facts, this.facts(facts.facts, y) + 20);
    }
  };

  function encoded(address) {
    try {
      return window.dangwuQr.generate(address, { minCorrectionLevel: window.dangwuQr.correction.M });
    } catch (error) {
      /* Its script did not load, or the address is too long: the picture says it in letters. */
      return null;
    }
  }
  function words(day) {
    var parts = day.split("-").map(Number);
    return parts[0] + "年" + parts[1] + "月" + parts[2] + "日";
  }
  function gathered(button) {
    var data = button.dataset, facts = JSON.parse(data.handout), today = site.today(), address = site.address();
    var name = site.one('meta[name="SiteName"]');
    facts.site = name ? name.content : "";
    facts.stands = "starts" in data ? site.standing(data, today) : null;
    if (facts.stands && facts.stands.tone === "soon") facts.stands.text = words(data.starts).replace(/^.*年/, "") + "起公示";
    facts.day = words(today).replace(/^.*年/, "截至");
    facts.made = "制图日期：" + words(today);
    facts.address = address;
    facts.code = address ? encoded(address) : null;
    return facts;
  }
  function painted(facts) {
    var canvas = doc.createElement("canvas"), family = getComputedStyle(doc.body).fontFamily;
    function start(height) {
      canvas.width = WIDE * SCALE;
      canvas.height = Math.ceil(height) * SCALE;
      var brush = canvas.getContext("2d");
      brush.scale(SCALE, SCALE);
      return new Painter(brush, family).paint(facts, height);
    }
    start(start(1));
    return canvas;
  }

  /* ----- the dialog ----- */
  function made(name, sort, text) {
    var node = doc.createElement(name);
    if (sort) node.className = sort;
    if (text) node.textContent = text;
    return node;
  }
  function pressed(text, sort, then) {
    var button = made("button", "dw-button" + sort, text);
    button.type = "button";
    button.addEventListener("click", then);
    return button;
  }
  function save(blob, title) {
    var link = made("a"), url = URL.createObjectURL(blob);
    link.href = url;
    link.download = title.replace(/[\\/:*?"<>|\s]+/g, " ").trim().slice(0, 60) + ".png";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(url); }, 60000);
    site.say("已交给浏览器保存，找不到时可以截屏");
  }
  function copies() {
    return window.isSecureContext && window.ClipboardItem && navigator.clipboard && navigator.clipboard.write;
  }
  function copyPicture(blob) {
    var failed = function () { site.say("这里不能直接复制图片，请点“保存图片”"); };
    try {
      navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]).then(function () { site.say("已复制图片，可以粘贴给别人了"); }, failed);
    } catch (error) { failed(); }
  }
  /* From the last to the first and back, where a browser would go on to its own bars. */
  function keepInside(dialog, event) {
    if (event.key !== "Tab") return;
    var stops = Array.from(dialog.querySelectorAll("button:not(:disabled), [tabindex]"));
    var first = stops[0], last = stops[stops.length - 1], now = doc.activeElement;
    if (event.shiftKey && (now === first || !dialog.contains(now))) last.focus();
    else if (!event.shiftKey && now === last) first.focus();
    else return;
    event.preventDefault();
  }

  window.dangwuHandout = function (button) {
    if (!window.HTMLDialogElement || !HTMLDialogElement.prototype.showModal) {
      site.say("这个浏览器太旧，画不了图，请用“复制文字”");
      return;
    }
    var facts = gathered(button), canvas = painted(facts), blob = null;
    var text = button.parentNode.querySelector("[data-copy-text]").dataset.copyText;
    var dialog = made("dialog", "dw-handout"), side = made("div", "dw-handout__side"), view = made("div", "dw-handout__view");
    var title = made("h2", "", "分享图"), close = pressed("关闭", " dw-handout__close", function () { dialog.close(); });
    var buttons = made("div", "dw-handout__buttons"), keep, copy;
    title.id = "dw-handout-title";
    dialog.setAttribute("aria-labelledby", title.id);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "分享图：" + text);
    /* Where it is higher than the window it is scrolled, by the keyboard too. */
    view.tabIndex = 0;
    view.setAttribute("role", "group");
    view.setAttribute("aria-label", "预览");
    view.appendChild(canvas);
    keep = pressed("保存图片", " dw-button--red", function () { save(blob, facts.label + " " + facts.title); });
    keep.disabled = true;
    buttons.appendChild(keep);
    if (copies()) {
      copy = pressed("复制图片", "", function () { copyPicture(blob); });
      copy.disabled = true;
      buttons.appendChild(copy);
    }
    var words = made("button", "dw-button", "复制文字");
    words.type = "button";
    words.dataset.copyText = text;
    buttons.appendChild(words);
    side.appendChild(title);
    side.appendChild(made("p", "dw-handout__note", "保存或复制，发给不在身边的党员，也可以打印张贴。"));
    side.appendChild(buttons);
    if (!copy) side.appendChild(made("p", "dw-handout__limit", "浏览器只许 https 开头的网址直接复制图片，这里请先保存。"));
    side.appendChild(made("p", "dw-handout__text", text + (facts.address ? "\n" + facts.address : "")));
    [close, view, side].forEach(function (node) { dialog.appendChild(node); });
    dialog.addEventListener("keydown", function (event) { keepInside(dialog, event); });
    dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("close", function () {
      doc.documentElement.classList.remove("dw-still");
      dialog.remove();
      button.focus();
    });
    doc.body.appendChild(dialog);
    doc.documentElement.classList.add("dw-still");
    dialog.showModal();
    canvas.toBlob(function (found) {
      blob = found;
      keep.disabled = false;
      if (copy) copy.disabled = false;
      if (doc.activeElement === close) keep.focus();
    }, "image/png");
  };
})();
