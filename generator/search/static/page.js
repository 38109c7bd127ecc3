/* The search page: the address says what is asked for, the page shows what is found. */
import { appendParts, recordAddress, searchEngine } from "./suggest.js";

const searchFilters = [["kind", "种类"], ["branch", "党组织"], ["category", "类别"], ["year", "年份"], ["state", "状态"]];
const facetLabels = { 公示中: "正在公示", undated: "没有日期" };
const badgeTones = { 公示中: "open", 待公布: "soon", 已更正: "changed", 已撤回: "changed" };
const pageLength = 20;
const facetLength = 8;
/* Milliseconds for which what stood there may stand, and the address with it, until there are results. */
const patience = 200;

function searchPage(place) {
  const part = (name) => place.querySelector(`[data-search-${name}]`);
  const line = part("line");
  const list = part("list");
  const more = part("more");
  const sorting = part("sort");
  const aside = part("aside");
  const note = part("note");
  const form = document.querySelector("main form[role=search], .dw-find form[role=search]");
  const site = document.title;
  const shown = new Map();
  const unfolded = new Set();
  let asked = {};
  let count = pageLength;
  let began = 0;
  let top = 0;
  let waiting = 0;
  let moving = 0;

  const make = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  };

  /* ----- the address ----- */

  function fromAddress() {
    const given = new URLSearchParams(location.search);
    const ask = { q: (given.get("q") ?? "").trim(), sort: given.get("sort") === "date" ? "date" : "" };
    for (const [name] of searchFilters) ask[name] = given.get(name) ?? "";
    return ask;
  }

  function toAddress(changes) {
    const ask = { ...asked, ...changes };
    const given = new URLSearchParams();
    for (const name of ["q", ...searchFilters.map(([filter]) => filter), "sort"]) if (ask[name]) given.set(name, ask[name]);
    const text = given.toString();
    return `${location.pathname}${text && `?${text}`}`;
  }

  /* A browser takes as long to change its address as we to answer, and has no time to look meanwhile: it is changed
     when results are there, or soon. */
  function go(changes) {
    move();
    count = pageLength;
    look({ ...asked, ...changes });
    moving = setTimeout(move, patience);
  }

  function move() {
    if (!moving) return;
    stay();
    history.pushState(null, "", toAddress({}));
    entitle();
  }

  function stay() {
    clearTimeout(moving);
    moving = 0;
  }

  function entitle() {
    document.title = asked.q ? `${asked.q} - ${site}` : site;
  }

  /* ----- results ----- */

  function result(item) {
    const row = make("li", "dw-find__item");
    row.dataset.result = item.group;
    row.dataset.url = item.u;
    const link = appendParts(make("a"), item.title);
    link.href = recordAddress(item.u);
    row.appendChild(make("h2", "dw-find__title")).append(link);
    if (item.snippet.some(Boolean)) row.append(appendParts(make("p", "dw-find__text"), item.snippet));
    const facts = row.appendChild(make("p", "dw-entry__meta dw-dots"));
    for (const fact of [item.kind, item.c, item.b]) if (fact) facts.append(make("span", "", fact));
    if (item.d) {
      const [year, month, day] = item.d.split("-").map(Number);
      facts.appendChild(make("span")).appendChild(make("time", "", `${year}年${month}月${day}日`)).dateTime = item.d;
    }
    if (item.s) facts.appendChild(make("span")).append(make("span", `dw-badge dw-badge--${badgeTones[item.s] ?? "ended"}`, item.s));
    return row;
  }

  const headings = { pinyin: () => `读音是“${asked.q}”的` };

  /* Puts the children of a node in order, and moves none that stands right: a focus is not lost. */
  function arrange(node, children) {
    children.forEach((child, at) => { if (node.children[at] !== child) node.insertBefore(child, node.children[at] ?? null); });
    while (node.children.length > children.length) node.lastChild.remove();
  }

  function showItems(items) {
    const children = [];
    for (const group of ["exact", "pinyin", "part"]) {
      const rows = items.filter((item) => item.group === group).map((item) => {
        const key = `${group} ${item.u}`;
        if (!shown.has(key)) shown.set(key, result(item));
        return shown.get(key);
      });
      if (!rows.length) continue;
      if (headings[group]) {
        if (!shown.has(group)) shown.set(group, make("h2", "dw-find__group"));
        shown.get(group).textContent = headings[group]();
        children.push(shown.get(group));
      }
      if (!shown.has(`${group}s`)) shown.set(`${group}s`, make("ol", "dw-find__list"));
      arrange(shown.get(`${group}s`), rows);
      children.push(shown.get(`${group}s`));
    }
    arrange(list, children);
  }

  /* ----- filters ----- */

  function facet(name, label, values, all) {
    const section = make("section", "dw-facet");
    section.append(make("h2", "", label));
    const rows = section.appendChild(make("ul"));
    const add = (value, text, number, current) => {
      const link = rows.appendChild(make("li")).appendChild(make("a"));
      link.href = toAddress({ [name]: value });
      link.dataset.facet = `${name} ${value}`;
      if (current) link.setAttribute("aria-current", "true");
      link.append(make("span", "", text), make("span", "dw-facet__count", number === null ? "" : String(number)));
      link.addEventListener("click", (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        go({ [name]: value });
      });
    };
    const chosen = asked[name];
    if (name === "kind" || chosen) add("", "全部", all, !chosen);
    const wide = unfolded.has(name) || values.length <= facetLength + 1;
    const kept = values.filter(([value], at) => wide || at < facetLength || value === chosen);
    if (chosen && !kept.some(([value]) => value === chosen)) kept.push([chosen, chosen, 0]);
    for (const [value, text, number] of kept) add(value, facetLabels[text] ?? text, number, value === chosen);
    if (!wide) {
      const button = section.appendChild(make("button", "dw-button dw-button--plain", `全部 ${values.length} 项`));
      button.type = "button";
      button.addEventListener("click", () => {
        unfolded.add(name);
        const open = facet(name, label, values, all);
        section.replaceWith(open);
        open.querySelectorAll("a")[kept.length]?.focus();
      });
    }
    return section;
  }

  function showFacets(facets) {
    const box = part("facets");
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.facet : null;
    const groups = searchFilters.filter(([name]) => facets[name]?.length || asked[name]);
    box.replaceChildren(...groups.map(([name, label]) => {
      const all = facets[name].reduce((sum, [, , number]) => sum + number, 0);
      return facet(name, label, facets[name], name === "branch" || name === "category" || name === "state" ? null : all);
    }));
    aside.hidden = !groups.length;
    const active = searchFilters.filter(([name]) => asked[name]).length;
    aside.querySelector("summary").textContent = active ? `筛选（已选 ${active} 项）` : "筛选";
    if (focused) [...box.querySelectorAll("[data-facet]")].find((link) => link.dataset.facet === focused)?.focus();
  }

  /* ----- what is said of them ----- */

  function say(...parts) {
    line.replaceChildren(...parts);
  }

  const counted = (number) => {
    const node = make("b", "", String(number));
    node.dataset.resultCount = "";
    return node;
  };

  const name = () => (asked.q ? `“${asked.q}”` : "这些条件的");

  function sayFound({ total, all, pinyin, parts, complete, done, of }) {
    const spent = Math.max(1, Math.round(performance.now() - began));
    const time = ` · 用时 ${spent < 1000 ? `${spent} 毫秒` : `${(spent / 1000).toFixed(1)} 秒`}`;
    if (!complete) say("已找到 ", counted(total), of ? ` 条，正在往前查（${done}/${of}）……` : " 条，正在往前查……");
    else if (parts) say(`没有内容包含${name()}，下面是包含其中一部分的`, hidden(counted(0)));
    else if (!total && pinyin) say(`没有内容包含${name()}，按读音找到 ${pinyin} 条`, time, hidden(counted(0)));
    else if (!total && all) {
      const link = make("a", "dw-find__clear", `看全部 ${all} 条`);
      link.href = toAddress({ kind: "", branch: "", category: "", year: "", state: "" });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        go({ kind: "", branch: "", category: "", year: "", state: "" });
      });
      say("所选范围里找到 ", counted(0), " 条，", link);
    } else if (!total) say(`没有内容包含${name()}`, hidden(counted(0)));
    else say("找到 ", counted(total), ` 条${pinyin ? `，另有读音相同的 ${pinyin} 条` : ""}`, time);
  }

  function hidden(node) {
    node.hidden = true;
    return node;
  }

  function finish(results) {
    list.setAttribute("data-search-done", "");
    list.removeAttribute("aria-busy");
    place.dataset.state = results.items.length ? "found" : "none";
    note.hidden = results.items.length > 0 || results.all > 0;
    note.querySelector("h2").textContent = asked.q ? "换个办法，一样找得到" : "想找什么？";
    more.hidden = !results.more;
    more.textContent = `再显示 ${Math.min(pageLength, results.more)} 条`;
    sorting.hidden = results.total < 2;
  }

  /* ----- asking ----- */

  function look(ask, added = 0) {
    const another = ask.q !== asked.q;
    asked = ask;
    began = performance.now();
    const wanted = asked.q || filtered();
    if (wanted) tellOf(added);
    else searchEngine.forget("search");
    form.elements.q.value = asked.q;
    sorting.querySelector("select").value = asked.sort;
    list.removeAttribute("data-search-done");
    list.setAttribute("aria-busy", "true");
    clearTimeout(waiting);
    if (wanted && another) waiting = setTimeout(clear, patience);
    if (another) age();
    if (wanted) return;
    clear();
    showFacets({});
    finish({ items: [], total: 0, all: 0, more: 0 });
  }

  /* What stands there for another query is no result any more. It goes when there are new ones, or soon:
     to draw an empty page in between would take as long as to answer. */
  function age() {
    shown.clear();
    for (const row of list.querySelectorAll("[data-result]")) delete row.dataset.result;
    delete line.querySelector("[data-result-count]")?.dataset.resultCount;
  }

  function clear() {
    say();
    showItems([]);
    more.hidden = true;
    note.hidden = true;
  }

  /* Results come later, when the page has been made ready for them. `added`: how many stood there already. */
  function tellOf(added) {
    let last = { total: 0 };
    let said = 0;
    searchEngine.ask("search", { ...asked, count }, (told) => {
      if (told.type === "results") {
        clearTimeout(waiting);
        last = told;
        note.hidden = true;
        more.hidden = true;
        showItems(told.items);
        move();
        if (told.complete) {
          showFacets(told.facets);
          finish(told);
        }
        if (told.empty) say("请写上要找的词；“-词”只用来排除");
        else sayFound(told);
        if (told.complete && top) window.scrollTo({ top, behavior: "instant" });
        if (told.complete) top = 0;
        if (told.complete && added) list.querySelectorAll("[data-result] a")[added]?.focus();
      } else if (told.type === "progress" && performance.now() - said > 250) {
        said = performance.now();
        sayFound({ ...last, total: Math.max(last.total, filtered() ? 0 : told.found), complete: false, done: told.done, of: told.of });
      } else if (told.type === "error") {
        clearTimeout(waiting);
        clear();
        say("检索没有成功，请过一会儿再试。");
        finish({ items: [], total: 0, all: 0, more: 0 });
      }
    });
  }

  const filtered = () => searchFilters.some(([filter]) => asked[filter]);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go({ q: form.elements.q.value.trim(), kind: "", branch: "", category: "", year: "", state: "" });
  });
  sorting.querySelector("select").addEventListener("change", (event) => go({ sort: event.target.value }));
  more.addEventListener("click", () => {
    move();
    const already = list.querySelectorAll("[data-result]").length;
    count = already + pageLength;
    history.replaceState({ count }, "");
    look(asked, already);
  });
  window.addEventListener("popstate", (event) => {
    stay();
    count = event.state?.count ?? pageLength;
    look(fromAddress());
    entitle();
  });
  /* Who comes back from a result finds the list as long, and as far down, as it was. */
  window.addEventListener("pagehide", () => history.replaceState({ count, top: window.scrollY }, ""));
  count = history.state?.count ?? pageLength;
  top = history.state?.top ?? 0;
  searchEngine.ask("open", {}, () => {});
  look(fromAddress());
  entitle();
}

function startSearchPage() {
  const place = document.querySelector("[data-search]");
  if (place) searchPage(place);
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startSearchPage);
else startSearchPage();
