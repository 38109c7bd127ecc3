/* Every search box of the site suggests as one types: an ARIA combobox. Nothing is loaded before that. */

/* Where the search stands. In a portable site this file is no module, and these lines are left out. */
let searchBase = document.currentScript ? new URL("./", document.currentScript.src).href : "";
let bringReader = async () => ({ load: loadByScript, openIndex });
let startWorker = () => null;
/*module*/ searchBase = new URL("./", import.meta.url).href;
/*module*/ bringReader = () => import("./reader.js").then(({ openIndex, fetchFrom }) => ({ load: fetchFrom(`${searchBase}data/`), openIndex }));
/*module*/ startWorker = () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" });

/* On file:// there is neither fetch nor worker: the index comes in scripts, each of which hands a piece over. */
const pieceLength = 32768;
const piecesKept = 256;
const pieces = new Map();
const handedOver = new Map();

function bringPiece(name) {
  window.dangwuData = (given, base64) => handedOver.set(given, base64);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${searchBase}data/${name}.js`;
    script.onload = () => {
      script.remove();
      if (!handedOver.has(name)) return reject(new Error(name));
      const text = atob(handedOver.get(name));
      handedOver.delete(name);
      const bytes = new Uint8Array(text.length);
      for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
      resolve(bytes);
    };
    script.onerror = () => {
      script.remove();
      reject(new Error(name));
    };
    document.head.append(script);
  });
}

function keptPiece(name) {
  const piece = pieces.get(name) ?? bringPiece(name);
  pieces.delete(name);
  pieces.set(name, piece);
  piece.catch(() => pieces.delete(name));
  for (const old of pieces.keys()) if (pieces.size > piecesKept) pieces.delete(old);
  return piece;
}

async function loadByScript(name, from, to) {
  if (from === undefined) return bringPiece(name);
  const first = Math.floor(from / pieceLength);
  const length = Math.ceil(to / pieceLength) - first;
  const found = await Promise.all(Array.from({ length }, (_, n) => keptPiece(`${name}/${first + n}`)));
  const bytes = new Uint8Array(to - from);
  found.forEach((piece, n) => {
    const begin = (first + n) * pieceLength;
    const wanted = piece.subarray(Math.max(from - begin, 0), to - begin);
    if (begin + piece.length < Math.min(to, begin + pieceLength)) throw new Error(`${name}/${first + n} is short`);
    bytes.set(wanted, Math.max(begin - from, 0));
  });
  return bytes;
}

export function searchToday() {
  const fixed = document.querySelector('meta[name="dangwu-today"]')?.content ?? "";
  return /^\d{4}-\d\d-\d\d$/.test(fixed) ? fixed : new Date(Date.now() + 288e5).toISOString().slice(0, 10);
}

/* The address of a record's page; from a stick, of the file itself. */
export function recordAddress(url) {
  const address = new URL(`../${url}`, searchBase).href;
  return location.protocol === "file:" && address.endsWith("/") ? `${address}index.html` : address;
}

/* ----- one reader for the page: in a worker, or here where there can be none ----- */

class SearchEngine {
  constructor() {
    this.waiting = new Map();
    this.last = 0;
    this.latest = {};
  }

  /* `tell` is given what comes of a task until another of its sort is asked for. */
  ask(task, order, tell) {
    const id = ++this.last;
    this.waiting.delete(this.latest[task]);
    this.latest[task] = id;
    this.waiting.set(id, { tell, message: { ...order, id, task, today: searchToday() } });
    this.start();
    this.send(id);
  }

  forget(task) {
    this.waiting.delete(this.latest[task]);
  }

  start() {
    if (this.started) return;
    this.started = true;
    try {
      this.worker = startWorker();
    } catch {
      this.worker = null;
    }
    if (!this.worker) return;
    this.worker.onmessage = ({ data }) => {
      this.answered = true;
      this.waiting.get(data.id)?.tell(data);
    };
    /* An old browser, or a policy without workers: what is waiting is done here. */
    this.worker.onerror = () => {
      if (this.answered || !this.worker) return;
      this.worker.terminate();
      this.worker = null;
      for (const id of this.waiting.keys()) this.send(id);
    };
  }

  async send(id) {
    const { message, tell } = this.waiting.get(id);
    if (this.worker) return this.worker.postMessage(message);
    const alive = () => this.waiting.has(id);
    const told = (data) => { if (alive()) tell(data); };
    try {
      this.index ??= bringReader().then((reader) => reader.openIndex(reader.load));
      const index = await this.index;
      if (message.task === "search") await index.answer(message, told, alive);
      else if (message.task === "suggest") told({ type: "suggestions", items: await index.suggest(message.q, message.today, alive) });
      else await index.open();
    } catch (error) {
      told({ type: "error", message: String(error) });
    }
  }
}

export const searchEngine = new SearchEngine();

/* Parts come in turns unmarked and marked. */
export function appendParts(node, parts) {
  parts.forEach((part, number) => {
    if (number % 2 === 0) node.append(part);
    else node.appendChild(document.createElement("mark")).textContent = part;
  });
  return node;
}

/* ----- the box ----- */

function suggestIn(input, number) {
  const form = input.form;
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let options = [];
  let active = -1;
  let timer = 0;

  list.id = `dw-suggest-${number}`;
  list.className = "dw-suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "搜索建议");
  status.className = "dw-sr";
  status.setAttribute("role", "status");
  form.append(list, status);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id], ["autocomplete", "off"]]) input.setAttribute(name, value);

  function choose(wanted) {
    active = wanted;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }
  }

  function close() {
    clearTimeout(timer);
    searchEngine.forget("suggest");
    list.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function show(items) {
    options = items.map((item, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.className = "dw-suggest__item";
      option.setAttribute("role", "option");
      option.dataset.url = item.u;
      appendParts(option.appendChild(document.createElement("span")), item.title).className = "dw-suggest__title";
      const note = option.appendChild(document.createElement("span"));
      note.className = "dw-suggest__note";
      note.textContent = item.note;
      return option;
    });
    list.replaceChildren(...options);
    choose(-1);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(options.length > 0));
    status.textContent = options.length ? `有 ${options.length} 条建议，按上下方向键选择` : "";
  }

  function look() {
    clearTimeout(timer);
    const q = input.value;
    if (!q.trim()) return close();
    timer = setTimeout(() => {
      searchEngine.ask("suggest", { q }, (told) => {
        if (told.type === "suggestions" && document.activeElement === input && input.value === q) show(told.items);
      });
    }, 120);
  }

  function go(option) {
    close();
    location.assign(recordAddress(option.dataset.url));
  }

  input.addEventListener("input", (event) => { if (!event.isComposing) look(); });
  input.addEventListener("compositionend", look);
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      /* Over either end lies the box itself. */
      const places = options.length + 1;
      if (open) choose((active + 1 + (event.key === "ArrowDown" ? 1 : places - 1)) % places - 1);
      else look();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && open && active >= 0) {
      event.preventDefault();
      go(options[active]);
    }
  });
  /* The box keeps the focus while an option is pressed. */
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
}

function startSuggesting() {
  document.querySelectorAll("form[role=search] input[name=q]").forEach(suggestIn);
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startSuggesting);
else startSuggesting();
