/* What a recording gains with a script: speed, the place where the reader stopped, captions and a
   text that follow it. Nothing of the recording is loaded before somebody plays it. It stands on its
   own, for pages that are packed to be taken along have no other script. */
(function () {
  "use strict";
  var doc = document;
  var all = function (selector, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(selector)); };
  var one = function (selector, from) { return (from || doc).querySelector(selector); };
  var SPEEDS = [0.75, 1, 1.25, 1.5, 2], KEPT = 60;
  /* A place nearer than so many seconds to either end is none; after so many of the reader's own
     scrolling, the text follows again. */
  var EDGE = 5, HANDS_OFF = 6;

  function recall(key) { try { return localStorage.getItem("dangwu." + key); } catch (error) { return null; } }
  function keep(key, value) { try { localStorage.setItem("dangwu." + key, value); } catch (error) { /* full or forbidden: for this page only */ } }
  function made(name, sort, text) {
    var node = doc.createElement(name);
    if (sort) node.className = sort;
    if (text) node.textContent = text;
    return node;
  }
  function clock(seconds) {
    var whole = Math.floor(seconds), hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60, rest = ("0" + whole % 60).slice(-2);
    return hours ? hours + ":" + ("0" + minutes).slice(-2) + ":" + rest : minutes + ":" + rest;
  }

  /* ----- what was played: {address: {at, heard: [[from, to]], on}}, seconds ----- */
  function places() {
    try {
      var found = JSON.parse(recall("played") || "{}");
      return found && typeof found === "object" ? found : {};
    } catch (error) { return {}; }
  }
  function place(address) {
    var found = places()[address], good = found && typeof found.at === "number" && Array.isArray(found.heard);
    return good ? found : { at: 0, heard: [] };
  }
  function remember(address, state) {
    var known = places();
    known[address] = { at: Math.round(state.at), heard: state.heard.map(function (part) { return part.map(Math.round); }), on: Date.now() };
    Object.keys(known).sort(function (one, other) { return (known[other].on || 0) - (known[one].on || 0); })
      .slice(KEPT).forEach(function (old) { delete known[old]; });
    keep("played", JSON.stringify(known));
  }
  /* What is heard twice counts once. */
  function joined(parts, from, to) {
    var before = [], after = [];
    parts.forEach(function (part) {
      if (part[1] < from - 1) before.push(part);
      else if (part[0] > to + 1) after.push(part);
      else { from = Math.min(from, part[0]); to = Math.max(to, part[1]); }
    });
    return before.concat([[from, to]], after);
  }
  function total(parts) { return parts.reduce(function (sum, part) { return sum + part[1] - part[0]; }, 0); }

  /* ----- one recording ----- */
  var shares = [];
  function player(figure, number) {
    var media = one("video, audio", figure), address = figure.dataset.medium, state = place(address);
    var box = doc.getElementById(figure.dataset.cues || ""), cues = box ? read(box) : [];
    var last = 0, saved = 0, begun = false;
    var line = made("p", "dw-media__line");
    line.setAttribute("role", "status");
    shares[number] = 0;
    figure.insertBefore(speeds(media), one("figcaption", figure));
    figure.insertBefore(line, one("figcaption", figure));
    if (cues.length) {
      caption(media, cues);
      follow(media, box, cues);
    }
    if (state.at > EDGE) offer();

    function offer() {
      var again = made("button", "dw-button dw-button--plain", "从头放");
      again.type = "button";
      again.addEventListener("click", function () {
        state.at = 0;
        media.currentTime = 0;
        start(media);
        media.focus();
      });
      line.textContent = "上次放到 " + clock(state.at) + "，按播放键接着放。";
      line.appendChild(again);
    }
    function told() {
      if (!(media.duration > 0) || media.duration === Infinity) return;
      shares[number] = Math.min(total(state.heard) / media.duration, 1);
      doc.dispatchEvent(new CustomEvent("dangwu:heard", { detail: { share: Math.min.apply(null, shares) } }));
    }
    function save() {
      var near = media.ended || media.currentTime > media.duration - EDGE;
      state.at = near ? 0 : media.currentTime;
      saved = Date.now();
      if (begun) remember(address, state);
    }
    media.addEventListener("loadedmetadata", function () {
      if (!begun && state.at > EDGE && state.at < media.duration - EDGE) media.currentTime = state.at;
      begun = true;
      told();
    });
    media.addEventListener("play", function () {
      line.textContent = "";
      all("video, audio").forEach(function (other) { if (other !== media) other.pause(); });
    });
    media.addEventListener("seeking", function () { last = media.currentTime; });
    media.addEventListener("timeupdate", function () {
      var now = media.currentTime, step = now - last;
      if (!media.seeking && step > 0 && step < 2 * media.playbackRate + 1) {
        state.heard = joined(state.heard, last, now);
        told();
      }
      last = now;
      if (!media.paused && Date.now() - saved > 5000) save();
    });
    ["pause", "ended"].forEach(function (name) { media.addEventListener(name, save); });
    window.addEventListener("pagehide", function () { if (begun) save(); });
    all("source", media).slice(-1).forEach(function (source) {
      source.addEventListener("error", function () { line.textContent = "这里放不了，请下载后用别的播放器打开。"; });
    });
  }
  function start(media) {
    var begun = media.play();
    /* A browser may want another click first; the controls are there for it. */
    if (begun && begun.catch) begun.catch(function () { return null; });
  }

  /* ----- speed ----- */
  function speeds(media) {
    var box = made("div", "dw-speed");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "播放速度");
    var name = made("span", "dw-speed__name", "速度");
    name.setAttribute("aria-hidden", "true");
    box.appendChild(name);
    SPEEDS.forEach(function (speed) {
      var button = made("button", "", String(speed));
      button.type = "button";
      button.dataset.speed = speed;
      button.setAttribute("aria-label", speed + " 倍");
      button.addEventListener("click", function () {
        keep("speed", String(speed));
        all("video, audio").forEach(function (each) { set(each, speed); });
      });
      box.appendChild(button);
    });
    function show() {
      all("button", box).forEach(function (button) { button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === media.playbackRate)); });
    }
    var chosen = Number(recall("speed"));
    if (SPEEDS.indexOf(chosen) >= 0) set(media, chosen);
    media.addEventListener("ratechange", show);
    show();
    return box;
  }
  function set(media, speed) {
    /* The default one is what it begins with once it is loaded. */
    media.defaultPlaybackRate = media.playbackRate = speed;
  }

  /* ----- captions: of the text on the page, for from a folder no browser loads their file ----- */
  function caption(media, cues) {
    if (!window.VTTCue || !media.addTextTrack) return;
    all("track", media).forEach(function (track) { track.remove(); });
    var track = media.addTextTrack("captions", "字幕", "zh");
    cues.forEach(function (cue) {
      track.addCue(new VTTCue(cue.start, cue.end, cue.text.replace(/&/g, "&amp;").replace(/</g, "&lt;")));
    });
    track.mode = recall("captions") === "off" ? "disabled" : "showing";
    media.textTracks.addEventListener("change", function () { keep("captions", track.mode === "showing" ? "on" : "off"); });
  }

  /* ----- the text that follows ----- */
  function read(box) {
    return all("li", box).map(function (item) {
      var times = item.dataset.t.split(" ");
      return { item: item, start: times[0] / 1000, end: times[1] / 1000, text: item.lastElementChild.textContent };
    });
  }
  function follow(media, box, cues) {
    var list = one("ol", box), current = -1, touched = 0;
    list.removeAttribute("tabindex");
    cues.forEach(function (cue, number) {
      var button = made("button");
      button.type = "button";
      button.tabIndex = number ? -1 : 0;
      while (cue.item.firstChild) button.appendChild(cue.item.firstChild);
      button.addEventListener("click", function () {
        seek(media, cue.start);
        stop(number);
      });
      cue.item.appendChild(button);
      cue.button = button;
    });
    /* One stop on the way through the page; arrows go from line to line. */
    function stop(number) {
      all('button[tabindex="0"]', list).forEach(function (button) { button.tabIndex = -1; });
      cues[number].button.tabIndex = 0;
    }
    list.addEventListener("keydown", function (event) {
      var at = cues.findIndex(function (cue) { return cue.button === doc.activeElement; });
      var to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: cues.length - 1 }[event.key];
      if (at < 0 || to === undefined || !cues[to]) return;
      event.preventDefault();
      touched = Date.now();
      stop(to);
      cues[to].button.focus();
    });
    ["wheel", "touchmove"].forEach(function (name) {
      list.addEventListener(name, function () { touched = Date.now(); }, { passive: true });
    });
    media.addEventListener("timeupdate", function () {
      /* The last that has begun: between two lines, the one before stays marked. */
      var now = -1, low = 0, high = cues.length - 1;
      while (low <= high) {
        var middle = (low + high) >> 1;
        if (cues[middle].start <= media.currentTime + 0.05) { now = middle; low = middle + 1; }
        else high = middle - 1;
      }
      if (now === current) return;
      if (cues[current]) cues[current].button.removeAttribute("aria-current");
      current = now;
      if (!cues[now]) return;
      var item = cues[now].item;
      cues[now].button.setAttribute("aria-current", "true");
      if (!list.contains(doc.activeElement)) stop(now);
      /* The box scrolls, never the page. */
      if (Date.now() - touched > HANDS_OFF * 1000) list.scrollTop = item.offsetTop - (list.clientHeight - item.offsetHeight) / 2;
    });
  }
  /* What is not loaded yet begins there once it is. */
  function seek(media, seconds) {
    if (media.readyState > 0) media.currentTime = seconds;
    else media.addEventListener("loadedmetadata", function () { media.currentTime = seconds; }, { once: true });
    start(media);
  }

  all(".dw-media").forEach(player);
  /* What is told of it is true from here on (pack.css). */
  doc.documentElement.setAttribute("data-dw-player", "");
})();
