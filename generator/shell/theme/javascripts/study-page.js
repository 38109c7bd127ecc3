/* The page 我的学习记录: what the browser remembers, by year; as a file, and on paper. */
(function () {
  "use strict";
  var doc = document, site = window.dangwu, study = window.dangwuStudy, page = doc.querySelector("[data-study-page]");
  if (!study || !page) return;
  var one = function (selector) { return page.querySelector(selector); };
  var years = one("[data-study-years]"), problem = one("[data-study-problem]"), said = one("[data-study-said]");
  var exempt = one("[data-study-exempt]"), year = one("[data-study-year]"), part = one("[data-study-part]");
  var target = Number(page.dataset.hours) || 0;

  function made(name, sort, text) {
    var node = doc.createElement(name);
    if (sort) node.className = sort;
    if (text !== undefined) node.textContent = text;
    return node;
  }
  function add(parent) {
    for (var number = 1; number < arguments.length; number += 1) parent.appendChild(arguments[number]);
    return parent;
  }
  function day(text) { return text.replace(/(\d+)-0?(\d+)-0?(\d+)/, "$1年$2月$3日"); }
  /* Halves add up exactly; what a file brings may be anything. */
  function sum(items) { return Math.round(items.reduce(function (total, item) { return total + item.hours; }, 0) * 100) / 100; }
  function items() {
    var lessons = study.load().data.lessons;
    return Object.keys(lessons).map(function (url) {
      var found = lessons[url];
      return { url: url, title: found.title, finished: found.finished, hours: found.hours, by: found.by };
    }).sort(function (a, b) { return a.finished < b.finished ? 1 : a.finished > b.finished ? -1 : a.url < b.url ? 1 : -1; });
  }
  function address(url) { return page.dataset.root + url + (location.protocol === "file:" ? "index.html" : ""); }

  /* ----- what is said ----- */
  function say(text, action) {
    said.textContent = text;
    if (action) said.appendChild(action);
  }
  function trouble(state) {
    problem.textContent = study.SAID[state] || "";
    problem.hidden = !state;
    return state;
  }

  /* ----- by year ----- */
  function row(item) {
    var line = made("li", "dw-mystudy__item"), text = made("div"), link = made("a", "", item.title), facts = made("p", "dw-entry__meta dw-dots");
    var remove = made("button", "dw-button dw-button--plain", "删除");
    link.href = address(item.url);
    add(facts, made("span", "", day(item.finished)), made("span", "", study.WAYS[item.by]), made("span", "", item.hours ? item.hours + " 学时" : "没有认定学时"));
    remove.type = "button";
    remove.setAttribute("aria-label", "删除《" + item.title + "》");
    remove.addEventListener("click", function () {
      var before = study.load().data.lessons[item.url], undo = made("button", "dw-button dw-button--plain", "放回去");
      undo.type = "button";
      undo.addEventListener("click", function () {
        trouble(study.change(function (lessons) { if (before) lessons[item.url] = before; }));
        say("放回去了。");
        draw();
        var back = page.querySelector('[aria-label="删除《' + CSS.escape(item.title) + '》"]');
        if (back) back.focus();
      });
      trouble(study.change(function (lessons) { delete lessons[item.url]; }));
      say("删除了《" + item.title + "》。", undo);
      draw();
      undo.focus();
    });
    return add(line, add(text, link, facts), remove);
  }
  function section(name, found) {
    var box = made("section", "dw-mystudy__year"), hours = sum(found), head = made("h2", "", name + " 年");
    var free = !target || (exempt && exempt.value);
    add(head, made("span", "", found.length + " 节，" + hours + " 学时"));
    add(box, head);
    if (free) add(box, made("p", "dw-note", exempt && exempt.value ? "按您选的情况（" + exempt.value + "），学时不作硬性要求。" : ""));
    else {
      var bar = made("progress", "dw-progress"), left = Math.round((target - hours) * 100) / 100;
      bar.max = target;
      bar.value = Math.min(hours, target);
      bar.setAttribute("aria-label", name + " 年的学时");
      add(box, bar, made("p", "dw-note", hours + " / " + target + " 学时" + (left > 0 ? "，还差 " + left + " 学时" : "，够了") + "。只算在这里学完的；会上学的、别处学的，支部另外认定。"));
    }
    return add(box, found.reduce(function (list, item) { return add(list, row(item)); }, made("ul", "dw-mystudy__items")));
  }
  function byYear(all) {
    var found = {};
    all.forEach(function (item) { (found[item.finished.slice(0, 4)] = found[item.finished.slice(0, 4)] || []).push(item); });
    return found;
  }
  function draw() {
    var all = items(), found = byYear(all), names = Object.keys(found).sort().reverse(), now = site.today().slice(0, 4);
    years.textContent = "";
    if (!all.length) {
      var none = made("p", "dw-empty", "还没有记录。"), link = made("a", "", "去听一节党课");
      link.href = address("lessons/");
      add(years, add(none, link));
    }
    names.forEach(function (name) { add(years, section(name, found[name])); });
    var chosen = year.value || now;
    year.textContent = "";
    (names.indexOf(now) < 0 ? [now].concat(names) : names).forEach(function (name) {
      var option = made("option", "", name + " 年");
      option.value = name;
      option.selected = name === chosen;
      add(year, option);
    });
    sheet();
  }

  /* ----- on paper ----- */
  function sheet() {
    var first = part.value === "2" ? 7 : 1, last = part.value === "1" ? 6 : 12, rows = one("[data-study-rows]");
    var found = (byYear(items())[year.value] || []).filter(function (item) {
      var month = Number(item.finished.slice(5, 7));
      return month >= first && month <= last;
    }).reverse();
    one("[data-study-span]").textContent = year.value + " 年" + (part.value ? (part.value === "1" ? "上半年" : "下半年") : "");
    one("[data-study-sum]").textContent = found.length ? sum(found) : "";
    rows.textContent = "";
    found.forEach(function (item) {
      add(rows, add(made("tr"), made("td", "", day(item.finished)), made("td", "", item.title), made("td", "", study.WAYS[item.by]), made("td", "", item.hours || "—"), made("td")));
    });
    /* Room for what was studied elsewhere, to be written by hand. */
    for (var number = found.length; number < Math.max(10, found.length + 2); number += 1) {
      add(rows, add(made("tr"), made("td"), made("td"), made("td"), made("td"), made("td")));
    }
  }

  /* ----- as a file ----- */
  function save() {
    var blob = new Blob([JSON.stringify(study.load().data, null, 1)], { type: "application/json" });
    var link = made("a"), url = URL.createObjectURL(blob);
    link.href = url;
    link.download = "学习记录-" + site.today() + ".json";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(url); }, 60000);
    say("已交给浏览器保存。文件里有您学过的课，请自己收好。");
  }
  function take(file) {
    if (file.size > 4 << 20) return say("这个文件太大，不是学习记录。没有改动。");
    var reader = new FileReader();
    reader.onerror = function () { say("读不到这个文件，请再选一次。没有改动。"); };
    reader.onload = function () {
      var found = study.parsed(String(reader.result)), counts = null;
      if (found.state === "newer") return say("这个文件是更新的版本存的，这里读不了。没有改动。");
      if (!found.data) return say("这不是学习记录的文件：要选从这一页存下来的“学习记录-日期.json”，没有改过的。原来的记录没有动。");
      var wrong = trouble(study.change(function (lessons) { counts = study.merge(lessons, found.data.lessons); }));
      if (counts) say("读入了 " + counts.added + " 节" + (counts.same ? "，另外 " + counts.same + " 节这里已经有了" : "") + (wrong ? "，但没有存住" : "") + "。");
      draw();
    };
    reader.readAsText(file);
  }
  one("[data-study-export]").addEventListener("click", save);
  one("[data-study-import]").addEventListener("change", function (event) {
    if (event.target.files[0]) take(event.target.files[0]);
    event.target.value = "";
  });
  one("[data-study-clear]").addEventListener("click", function () {
    var count = items().length;
    if (!count) return say("没有可以删的记录。");
    if (!window.confirm("删除全部 " + count + " 节的记录？删了找不回来，可以先“存成文件”。")) return;
    var wrong = trouble(study.change(function (lessons) { Object.keys(lessons).forEach(function (url) { delete lessons[url]; }); }));
    draw();
    say(wrong ? "" : "全部删除了。");
  });

  /* ----- what was chosen ----- */
  if (exempt) {
    try { exempt.value = localStorage.getItem("dangwu.exempt") || ""; } catch (error) { exempt.value = ""; }
    if (exempt.selectedIndex < 0) exempt.value = "";
    exempt.addEventListener("change", function () {
      try { localStorage.setItem("dangwu.exempt", exempt.value); } catch (error) { /* chosen for this page only */ }
      draw();
    });
  }
  [year, part].forEach(function (choice) { choice.addEventListener("change", sheet); });
  window.addEventListener("storage", function (event) { if (event.key === study.KEY || event.key === null) draw(); });
  draw();
  trouble(study.load().state);
})();
