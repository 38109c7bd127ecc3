/* 我的学习记录: kept in the reader's own browser and nowhere else. This script reads and writes it,
   marks what is finished wherever it is named, and notices when the lesson on the page is.

   localStorage "dangwu:study" = {"version": 1, "lessons": {"lessons/2026/0007/":
     {"title": "…", "finished": "2026-11-25", "hours": 1.5, "by": "watched" | "quiz" | "read"}}} */
(function () {
  "use strict";
  var doc = document, site = window.dangwu, KEY = "dangwu:study", UNREAD = "dangwu:study:unread";
  var all = function (selector, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(selector)); };
  var one = site.one;
  var WAYS = { watched: "听看", quiz: "自测", read: "阅读" };
  var SAID = {
    full: "浏览器的存储空间满了，没有记下来。清理一些别的网站的数据，再试一次。",
    forbidden: "浏览器不许网站存东西（例如无痕浏览，或者关了网站数据），所以记不下来，关掉页面就没有了。",
    newer: "记录是更新的版本写的，这里只能看，不能改。请到原来的网站上看。",
    damaged: "原来的记录读不出来了，原样留在浏览器里；从现在起重新记。"
  };

  /* ----- the record ----- */
  function lesson(value) {
    return !!value && typeof value.title === "string" && /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value.finished) &&
      typeof value.hours === "number" && value.hours >= 0 && value.hours < 1000 && WAYS.hasOwnProperty(value.by);
  }
  /* {data, state}: the state is "" or a key of SAID; "bad" for what is no record at all. */
  function parsed(text) {
    var data = null;
    try { data = JSON.parse(text); } catch (error) { return { state: "bad" }; }
    if (!data || typeof data !== "object" || !(data.version >= 1) || !data.lessons || typeof data.lessons !== "object" || Array.isArray(data.lessons)) return { state: "bad" };
    var ok = Object.keys(data.lessons).every(function (url) { return /^lessons\/[\w\/-]+\/$/.test(url) && lesson(data.lessons[url]); });
    return !ok ? { state: "bad" } : { data: data, state: data.version > 1 ? "newer" : "" };
  }
  function empty() { return { version: 1, lessons: {} }; }
  /* What could not be stored is held for this page. */
  var held = null;
  function load() {
    var text = null;
    try { text = localStorage.getItem(KEY); } catch (error) { return { data: held || empty(), state: "forbidden" }; }
    if (text === null) return { data: held || empty(), state: "" };
    var found = parsed(text);
    return found.data ? found : { data: empty(), state: "damaged", text: text };
  }
  /* `how` changes the newest data, which another window may have written. Gives "" or what went wrong. */
  function change(how) {
    var found = load();
    if (found.state === "newer") return "newer";
    how(found.data.lessons);
    try {
      if (found.state === "damaged") {
        /* Nothing is lost that somebody may still put right; two of them are both kept. */
        localStorage.setItem(UNREAD, [localStorage.getItem(UNREAD), found.text].filter(Boolean).join("\n"));
      }
      localStorage.setItem(KEY, JSON.stringify(found.data));
      held = null;
    } catch (error) {
      held = found.data;
      show();
      return error && (error.name === "QuotaExceededError" || error.code === 22 || error.code === 1014) ? "full" : "forbidden";
    }
    show();
    return "";
  }
  /* Of two of one lesson the one that was finished first stays: no more hours by finishing it twice. */
  function merge(mine, other) {
    var counts = { added: 0, same: 0 };
    Object.keys(other).forEach(function (url) {
      if (!mine.hasOwnProperty(url)) { mine[url] = other[url]; counts.added += 1; return; }
      counts.same += 1;
      if (other[url].finished < mine[url].finished) mine[url] = other[url];
    });
    return counts;
  }

  /* ----- what is finished, wherever it is named ----- */
  function show() {
    var known = load().data.lessons;
    all("[data-study]").forEach(function (node) {
      var found = known[node.dataset.study];
      if (found) node.dataset.finished = found.finished;
      else delete node.dataset.finished;
    });
    all("[data-study-progress]").forEach(function (node) {
      var urls = node.dataset.studyProgress.split(/\s+/).filter(Boolean);
      var done = urls.filter(function (url) { return known.hasOwnProperty(url); }).length;
      var bar = one("progress", node), text = one("[data-study-text]", node);
      if (!text) {
        text = doc.createElement("span");
        text.dataset.studyText = "";
        node.appendChild(text);
      }
      if (!bar) {
        bar = doc.createElement("progress");
        bar.className = "dw-progress";
        bar.setAttribute("aria-hidden", "true");
        node.appendChild(bar);
      }
      text.textContent = "已学 " + done + " / " + urls.length;
      bar.max = urls.length || 1;
      bar.value = done;
      node.hidden = false;
    });
  }

  /* ----- the lesson on the page ----- */
  function panel(box) {
    var data = box.dataset, url = data.studyLesson, line = one("[data-study-state]", box);
    var mark = one("[data-study-mark]", box), undo = one("[data-study-undo]", box), before = line.textContent;
    function write(by) {
      var wrong = change(function (lessons) {
        if (!lessons.hasOwnProperty(url)) lessons[url] = { title: data.title, finished: site.today(), hours: Number(data.hours) || 0, by: by };
      });
      state(wrong);
      if (!wrong) site.say("已记入我的学习记录");
    }
    function state(wrong) {
      var found = load(), mine = found.data.lessons[url];
      box.dataset.done = mine ? "yes" : "";
      if (mine) {
        var hours = mine.hours ? "，" + mine.hours + " 学时" : "";
        line.textContent = "✓ " + mine.finished.replace(/(\d+)-0?(\d+)-0?(\d+)/, "$1年$2月$3日") + "学完（" + WAYS[mine.by] + hours + "）。";
      } else line.textContent = before;
      if (wrong || found.state) line.textContent += (line.textContent ? " " : "") + SAID[wrong || found.state];
      mark.hidden = !!mine || !("byHand" in data);
      undo.hidden = !mine;
    }
    mark.addEventListener("click", function () { write("read"); undo.focus(); });
    undo.addEventListener("click", function () {
      state(change(function (lessons) { delete lessons[url]; }));
      (mark.hidden ? one("a", box) : mark).focus();
    });
    doc.addEventListener("dangwu:heard", function (event) {
      if (event.detail.share * 100 >= Number(data.watched) && !load().data.lessons[url] && !box.dataset.told) {
        /* What cannot be stored is tried once, not at every second of the rest. */
        box.dataset.told = "yes";
        write("watched");
      }
    });
    doc.addEventListener("dangwu:passed", function () { if (!load().data.lessons[url]) write("quiz"); });
    window.addEventListener("storage", function (event) { if (event.key === KEY || event.key === null) state(""); });
    state("");
  }

  window.addEventListener("storage", function (event) { if (event.key === KEY || event.key === null) show(); });
  window.dangwuStudy = { KEY: KEY, SAID: SAID, WAYS: WAYS, change: change, empty: empty, load: load, merge: merge, parsed: parsed };
  show();
  all("[data-study-lesson]").forEach(panel);
})();
