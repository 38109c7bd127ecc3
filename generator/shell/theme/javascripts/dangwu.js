/* What a page gains with a script. Every page is whole without it.
   No dependency, nothing stored but two preferences of the reader, no request to anywhere. */
(function () {
  "use strict";
  var doc = document, root = doc.documentElement;
  var all = function (selector, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(selector)); };
  var one = function (selector, from) { return (from || doc).querySelector(selector); };

  /* Storage may be forbidden, and then even naming it throws. */
  function recall(key) { try { return localStorage.getItem("dangwu." + key); } catch (error) { return null; } }
  function keep(key, value) { try { localStorage.setItem("dangwu." + key, value); } catch (error) { /* kept for this page only */ } }

  /* ----- letter size ----- */
  var names = { 1: "小", 2: "中", 3: "大" };
  function showSize() {
    var size = root.getAttribute("data-dw-size") || "1";
    all("button[data-size]").forEach(function (button) {
      if (button.dataset.size !== "next") button.setAttribute("aria-pressed", String(button.dataset.size === size));
    });
    all("[data-size-name]").forEach(function (node) { node.textContent = names[size]; });
  }
  function setSize(size) {
    root.setAttribute("data-dw-size", size);
    keep("size", size);
    showSize();
    reachable();
  }

  /* ----- light and dark ----- */
  function setScheme(scheme) {
    root.setAttribute("data-dw-scheme", scheme);
    doc.body.setAttribute("data-md-color-scheme", scheme === "dark" ? "slate" : "default");
  }
  if (window.matchMedia) {
    var system = matchMedia("(prefers-color-scheme: dark)");
    if (system.addEventListener) system.addEventListener("change", function () {
      if (!recall("scheme")) setScheme(system.matches ? "dark" : "light");
    });
  }

  /* ----- copy ----- */
  /* Behind an open dialog nothing is seen, nor can it be selected. */
  function front() { return one("dialog[open]") || doc.body; }
  function say(text) {
    var old = one(".dw-toast");
    if (old) old.remove();
    var toast = doc.createElement("p");
    toast.className = "dw-toast";
    toast.setAttribute("role", "status");
    front().appendChild(toast);
    toast.textContent = text;
    setTimeout(function () { toast.remove(); }, 2600);
  }
  /* The clipboard is closed to plain http, which many intranets still use. */
  function copyOld(text) {
    var area = doc.createElement("textarea"), done = false;
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "dw-sr";
    front().appendChild(area);
    area.select();
    try { done = doc.execCommand("copy"); } catch (error) { done = false; }
    area.remove();
    return done;
  }
  function copy(text) {
    var told = function (done) { say(done ? "已复制，可以粘贴给别人了" : "没能复制，请长按地址栏自己复制"); };
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(function () { told(true); }, function () { told(copyOld(text)); });
    } else told(copyOld(text));
  }
  /* From a stick a page has no address that others could open, unless it says where it is published. */
  function address() {
    var meta = one('meta[name="Url"]');
    return location.protocol === "file:" ? (meta ? meta.content : "") : location.href.split("#")[0];
  }

  /* ----- what depends on today ----- */
  function today() {
    var meta = one('meta[name="dangwu-today"]');
    var fixed = (meta && meta.content) || root.dataset.today;
    return /^\d{4}-\d\d-\d\d$/.test(fixed || "") ? fixed : new Date(Date.now() + 288e5).toISOString().slice(0, 10);
  }
  function number(day) { return Date.parse(day + "T00:00:00Z") / 864e5; }
  function put(selector, from, text) {
    all(selector, from).forEach(function (node) { if (node.textContent !== text) node.textContent = text; });
  }
  /* How a period stands on a day: its state in a word, what is left of it, and how much has passed. */
  function standing(data, now) {
    if (now < data.starts) return { tone: "soon", state: "待公布", text: "待公布", share: 0 };
    if (now > data.ends) return { tone: "ended", state: "已结束", text: "已结束", share: 100 };
    var left = (data.days || "").split(",").filter(function (day) { return day > now; }).length;
    var text = left === 0 ? "今天截止" : "还剩 " + left + (data.unit === "工作日" ? " 个工作日" : " 天");
    var span = number(data.ends) - number(data.starts);
    var share = span > 0 ? Math.floor((number(now) - number(data.starts)) / span * 100) : 100;
    return { tone: "open", state: "公示中", text: text, share: share };
  }
  function refresh(now) {
    all("[data-countdown]").forEach(function (node) {
      /* A notice put right or taken back keeps its word, whatever the day. */
      if (node.dataset.tone === "changed") return;
      var stands = standing(node.dataset, now);
      if (node.classList.contains("dw-badge")) {
        node.textContent = stands.text;
        node.className = "dw-badge dw-badge--" + stands.tone;
      } else {
        put("[data-countdown-text]", node, stands.text);
        put("[data-countdown-state]", node, stands.state);
        if (node.classList.contains("dw-state")) node.className = "dw-state dw-state--" + stands.tone;
        all("[data-countdown-bar]", node).forEach(function (bar) { bar.value = stands.share; });
      }
    });
    all("[data-until]").forEach(function (node) {
      var days = number(node.dataset.until) - number(now);
      if (days < 0) node.hidden = true;
      else put("[data-until-days]", node, String(days));
    });
    all("[data-day]").forEach(function (node) {
      if (node.dataset.day === now) node.setAttribute("aria-current", "date");
      else node.removeAttribute("aria-current");
    });
  }

  /* The minute of now in Asia/Shanghai; on a day that is fixed, its first. */
  function minute() {
    var day = today(), now = new Date(Date.now() + 288e5).toISOString().slice(0, 16);
    return now.slice(0, 10) === day ? now : day + "T00:00";
  }
  /* What is studied together: how far off it is, whether it goes on, whether it is over. One without
     an end is over with its day. */
  function meet(now) {
    all("[data-session]").forEach(function (node) {
      var starts = node.dataset.starts, ends = node.dataset.ends || starts.slice(0, 10) + "T23:59";
      var days = number(starts.slice(0, 10)) - number(now.slice(0, 10)), state = now < starts ? "ahead" : now <= ends ? "now" : "past";
      node.dataset.state = state;
      var text = state === "past" ? "已结束" : state === "now" ? "正在进行" : days < 3 ? ["今天", "明天", "后天"][days] : days + " 天后";
      all("[data-session-when]", node).forEach(function (badge) {
        if (badge.closest("[data-session]") !== node) return;
        badge.textContent = text;
        badge.classList.toggle("dw-badge--open", state !== "past");
      });
      all("[data-session-before], [data-session-after]", node).forEach(function (part) {
        if (part.closest("[data-session]") === node) part.hidden = ("sessionBefore" in part.dataset) === (state === "past");
      });
    });
    /* The home page has what is still to come alone. */
    all("[data-session-block]").forEach(function (block) {
      var items = all("[data-session]", block), left = items.filter(function (item) { return item.dataset.state !== "past"; });
      items.forEach(function (item) { item.hidden = left.indexOf(item) < 0; });
      block.hidden = !left.length;
    });
  }

  /* ----- filters on a page's own cards ----- */
  /* What is chosen stands behind `#`: the address can be handed on, and the way back leads back. A
     folder has no query to change, but a fragment. Facts combine; values of one fact add up. */
  function filter(box) {
    var place = doc.getElementById(box.dataset.filter);
    if (!place) return;
    /* Without a script a chip leads to a list of its own; here it is pressed. */
    all("a[data-key]", box).forEach(function (link) {
      var button = doc.createElement("button");
      button.type = "button";
      button.className = link.className;
      button.textContent = link.textContent;
      button.dataset.key = link.dataset.key;
      button.dataset.value = link.dataset.value;
      link.replaceWith(button);
    });
    var chips = all("button[data-key]", box), lists = all("select[data-key]", box);
    var items = all("li", place).filter(function (item) { return item.dataset.form || item.dataset.status; });
    var counter = one("[data-filter-count]", box), unit = counter.dataset.unit || "项", chosen = {};
    function known(key, value) {
      return chips.some(function (chip) { return chip.dataset.key === key && chip.dataset.value === value; }) ||
        lists.some(function (list) { return list.dataset.key === key && all("option", list).some(function (option) { return value && option.value === value; }); });
    }
    function read() {
      chosen = {};
      location.hash.slice(1).split("&").forEach(function (part) {
        var cut = part.indexOf("="), key = part.slice(0, cut), values = [];
        try {
          values = part.slice(cut + 1).split(",").map(decodeURIComponent);
        } catch (error) { /* not ours */ }
        values = values.filter(function (value) { return known(key, value); });
        if (cut > 0 && values.length) chosen[key] = values;
      });
      apply();
    }
    function write() {
      var hash = Object.keys(chosen).map(function (key) { return key + "=" + chosen[key].map(encodeURIComponent).join(","); }).join("&");
      if (hash) location.hash = hash;
      else {
        /* An empty fragment would lead to the top of the page. */
        try { history.pushState(null, "", location.href.split("#")[0]); } catch (error) { location.hash = "all"; }
      }
      apply();
    }
    function fits(item) {
      return Object.keys(chosen).every(function (key) {
        var has = (item.dataset[key] || "").split(",");
        return chosen[key].some(function (value) { return has.indexOf(value) >= 0; });
      });
    }
    function apply() {
      var count = 0;
      items.forEach(function (item) { item.hidden = !fits(item); if (!item.hidden && !item.dataset.echo) count += 1; });
      all(".dw-group", place).forEach(function (group) { group.hidden = !one("li:not([hidden])", group); });
      chips.forEach(function (chip) { chip.setAttribute("aria-pressed", String((chosen[chip.dataset.key] || []).indexOf(chip.dataset.value) >= 0)); });
      lists.forEach(function (list) { list.value = (chosen[list.dataset.key] || [""])[0]; });
      var any = Object.keys(chosen).length > 0;
      put("[data-filter-count]", box, any ? "符合条件的有 " + count + " " + unit : "共 " + count + " " + unit);
      one("[data-filter-clear]", box).hidden = !any;
      var none = one("[data-filter-empty]", place);
      if (none) none.hidden = count > 0;
    }
    box.addEventListener("click", function (event) {
      var chip = event.target.closest("button[data-key]"), clear = event.target.closest("[data-filter-clear]");
      if (chip) {
        var key = chip.dataset.key, value = chip.dataset.value, values = chosen[key] || [];
        values = values.indexOf(value) < 0 ? values.concat(value) : values.filter(function (each) { return each !== value; });
        if (values.length) chosen[key] = values;
        else delete chosen[key];
      } else if (clear) {
        chosen = {};
        /* The button goes: whoever uses the keyboard goes on at the first chip. */
        (chips[0] || lists[0]).focus({ preventScroll: true });
      } else return;
      write();
    });
    box.addEventListener("change", function (event) {
      var list = event.target.closest("select[data-key]");
      if (!list) return;
      if (list.value) chosen[list.dataset.key] = [list.value];
      else delete chosen[list.dataset.key];
      write();
    });
    window.addEventListener("hashchange", read);
    window.addEventListener("popstate", read);
    box.hidden = false;
    read();
  }

  /* ----- hand-written pages ----- */
  /* What a link leads to may stand in something folded. */
  function unfold() {
    var name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch (error) { /* not encoded: taken as it is */ }
    var target = name && doc.getElementById(name), found = false;
    for (var node = target; node; node = node.parentElement) {
      if (node.nodeName === "DETAILS" && !node.open) node.open = found = true;
    }
    if (found) target.scrollIntoView();
  }
  /* Paper has nothing to unfold; what was folded is so again afterwards. */
  var folded = [];
  function unfoldAll() {
    folded = all(".md-content details:not([open]), .dw-fold:not([open])");
    folded.forEach(function (details) { details.open = true; });
  }
  function foldAgain() {
    folded.forEach(function (details) { details.open = false; });
  }
  /* What is wider than the page scrolls by itself, for the keyboard too. */
  function reachable() {
    all(".md-content pre > code, .md-content table, .dw-prose table, .dw-prose pre, .dw-scroll").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  }

  /* ----- what is loaded when it is asked for ----- */
  var here = doc.currentScript ? doc.currentScript.src : "";
  window.dangwu = { address: address, copy: copy, one: one, say: say, standing: standing, today: today };
  function bring(name, then) {
    var script = doc.createElement("script");
    script.src = here.replace(/[^/]*$/, name);
    /* They run in the order in which they are asked for. */
    script.async = false;
    script.onload = script.onerror = then;
    doc.head.appendChild(script);
  }
  /* The picture to hand on. Without the QR code's maker it has the address in letters. */
  function handOut(button) {
    if (window.dangwuHandout) return window.dangwuHandout(button);
    if (button.hasAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    bring("vendor/lean-qr.js", null);
    bring("handout.js", function () {
      button.removeAttribute("aria-busy");
      if (window.dangwuHandout) window.dangwuHandout(button);
      else say("没能打开分享图，请看看网络，再试一次");
    });
  }

  /* What some pages alone have. The record of studies is the reader's own, in this browser. */
  function parts() {
    var kept = null;
    try { kept = localStorage.getItem("dangwu:study"); } catch (error) { /* forbidden: study.js says so where it matters */ }
    if (one("[data-study-lesson], [data-study-page], [data-study-progress]") || (kept && one("[data-study]"))) bring("study.js", null);
    if (one("[data-study-page]")) bring("study-page.js", null);
    if (one(".dw-media")) bring("player.js", null);
    if (one("[data-quiz]")) bring("quiz.js", null);
  }

  /* ----- one listener for the buttons ----- */
  doc.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("button") : null;
    if (!button) return;
    var data = button.dataset;
    if (data.size) setSize(data.size === "next" ? String(Number(root.getAttribute("data-dw-size") || 1) % 3 + 1) : data.size);
    else if ("schemeSwitch" in data) {
      var scheme = root.getAttribute("data-dw-scheme") === "dark" ? "light" : "dark";
      keep("scheme", scheme);
      setScheme(scheme);
    }
    else if ("copyLink" in data) {
      if (address()) copy(address());
      else say("这是存下来的网站，没有网址可以复制");
    }
    else if ("copyText" in data) copy(data.copyText + (address() ? "\n" + (data.copyLead || "") + address() : ""));
    else if ("handout" in data) handOut(button);
    else if ("print" in data) window.print();
    else if ("up" in data) window.scrollTo(0, 0);
  });

  function start() {
    showSize();
    refresh(today());
    meet(minute());
    all("[data-filter]").forEach(filter);
    parts();
    all("[data-facets]").forEach(function (box) {
      if (window.matchMedia && matchMedia("(max-width: 59.99em)").matches) box.open = false;
      box.setAttribute("data-ready", "");
    });
    if (one(".md-content")) {
      unfold();
      window.addEventListener("hashchange", unfold);
    }
    reachable();
    window.addEventListener("resize", reachable);
    window.addEventListener("beforeprint", unfoldAll);
    window.addEventListener("afterprint", foldAgain);
    var up = one("[data-up]");
    if (up) {
      var look = function () { up.hidden = window.scrollY < 900; };
      window.addEventListener("scroll", look, { passive: true });
      look();
    }
    /* A page left open over night wakes up on another day. */
    doc.addEventListener("visibilitychange", function () { if (!doc.hidden) { refresh(today()); meet(minute()); } });
  }
  if (doc.readyState === "loading") doc.addEventListener("DOMContentLoaded", start);
  else start();
})();
