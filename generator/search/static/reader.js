/* Reads the search index (FORMAT.md): what is typed is found wherever it stands, and counted exactly.
   No dependency and no DOM: the same code runs in a worker, on a page and under node.

     const index = openIndex(load);             load(name, version, "bin" | "json") → Promise
     await index.answer(ask, tell, alive);      ask: {q, kind, branch, category, year, state, sort, today, count}
     await index.suggest(text, today, alive);   → [{u, title, note}]

   `tell` is given {type: "progress"} and {type: "results"} (see `answer`); once `alive()` is false,
   nothing more is told. */

const SPACES = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/g;
const WORDS = /(-(?=[^ ]))?(?:"([^"]*)"|([^ ]+))/g;
const PINYIN_BASE = 0xf0000;
/* Titles, summaries, body, facts and pinyin, as ranks: see *Shards*. */
const RANKS = [3, 2, 1, 1, 0];
/* What the four measures of frequency stand for. */
const TIMES = [1, 2, 3, 5];
const NOBODY = 1 << 20;
const MAX_TEXTS = 48;
/* What a request costs besides its bytes, in bytes. */
const REQUEST = 4000;
const MAX_TITLES = 24;
const MAX_PARTS = 100;
/* What findings are ordered by is one number: rank of the field, score, newness. */
const SCORES = 2 ** 20;
const NUMBERS = 2 ** 24;
const SUMMARY_KEY = 2 * SCORES * NUMBERS;
const KEEP_BYTES = 32 << 20;
const WINDOW = 76;
const NO_IDS = new Uint32Array(0);
const DAY_ONE = Date.UTC(2000, 0, 1) / 864e5;

/* ----- text ----- */

const foldSpaces = (text) => text.replace(SPACES, " ");

export function normalise(text) {
  return foldSpaces(lower(text)).replace(/^ | $/g, "");
}

/* A final sigma is written by what follows it, which a part of a word does not know. */
function lower(text) {
  return text.normalize("NFKC").toLowerCase().replace(/ς/g, "σ").replace(/\0/g, "\ufffd");
}

/* `"…"` keeps spaces, a leading `-` excludes; a quotation mark without its fellow is a character. */
export function parseQuery(query) {
  const words = new Set();
  const without = new Set();
  for (const [, minus, quoted, plain] of foldSpaces(query).matchAll(WORDS)) {
    const word = normalise(quoted ?? plain);
    if (word) (minus ? without : words).add(word);
  }
  return { words: [...words], without: [...without] };
}

export function movePinyin(text) {
  return text.replace(/[a-z]/g, (letter) => String.fromCodePoint(PINYIN_BASE + letter.charCodeAt(0)));
}

export function shardOf(first, second, shards) {
  const mixed = (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 0;
  return ((mixed ^ (mixed >>> 15)) >>> 0) % shards;
}

/* FNV-1a over the characters, folded to 16 bits. */
export function hashOf(text) {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193);
  return (hash ^ (hash >>> 16)) & 0xffff;
}

/* Every pair of a word, or the word itself where it is one character. */
export function termsOf(word) {
  const points = Array.from(word, (character) => character.codePointAt(0));
  if (points.length === 1) return [{ first: points[0], second: 0, at: 0 }];
  return points.slice(1).map((second, at) => ({ first: points[at], second, at }));
}

/* A word as it is looked up: every second pair and the last hold all of its characters. */
function lookUp(text) {
  const terms = termsOf(text);
  const last = terms.length - 1;
  return { text, terms, cover: terms.filter((term) => term.at % 2 === 0 || term.at === last), long: last > 0, records: 0 };
}

/* ----- bytes ----- */

let varintAt = 0;
function varint(bytes) {
  let value = bytes[varintAt++];
  if (value < 128) return value;
  value &= 127;
  for (let shift = 7; ; shift += 7) {
    const byte = bytes[varintAt++];
    value |= (byte & 127) << shift;
    if (byte < 128) return value >>> 0;
  }
}

/* The terms of a shard, and where each one's postings and positions begin. */
class TermShard {
  constructor(bytes, records) {
    this.bytes = bytes;
    this.records = records;
    this.opened = new Map();
    varintAt = 0;
    const count = varint(bytes);
    this.keys = new Float64Array(count);
    this.starts = new Uint32Array(count + 1);
    this.places = new Uint32Array(count + 1);
    for (let i = 0, first = 0, second = 0; i < count; i++) {
      const step = varint(bytes);
      if (step) second = 0;
      first += step;
      second += varint(bytes);
      this.keys[i] = first * 0x200000 + second;
      this.starts[i + 1] = this.starts[i] + varint(bytes);
      this.places[i + 1] = this.places[i] + varint(bytes);
    }
    this.data = varintAt;
  }

  posting(first, second) {
    const key = first * 0x200000 + second;
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keys[middle] < key) low = middle + 1;
      else high = middle;
    }
    if (this.keys[low] !== key) return null;
    let posting = this.opened.get(low);
    if (!posting) this.opened.set(low, (posting = this.open(low)));
    return posting;
  }

  open(number) {
    const { bytes, records } = this;
    varintAt = this.data + this.starts[number];
    const ids = new Uint32Array(varint(bytes));
    if (bytes[varintAt++]) {
      for (let byte = 0, found = 0; byte < (records + 7) >> 3; byte++) {
        for (let bits = bytes[varintAt + byte]; bits; bits &= bits - 1) ids[found++] = byte * 8 + 31 - Math.clz32(bits & -bits);
      }
      varintAt += (records + 7) >> 3;
    } else {
      for (let i = 0, id = -1; i < ids.length; i++) ids[i] = id += varint(bytes) + 1;
    }
    return { ids, bytes, weights: varintAt, place: this.places[number], places: this.places[this.keys.length] };
  }
}

const weightOf = (posting, rank) => (posting.bytes[posting.weights + (rank >> 1)] >> ((rank & 1) << 2)) & 15;

/* Where the first entry not below `id` stands, looked for from `from` on: in steps that double. */
function seek(ids, id, from) {
  let step = 1;
  let low = from;
  let high = from;
  while (high < ids.length && ids[high] < id) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = Math.min(high, ids.length);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ids[middle] < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* What both hold, or (`apart`) what only the first holds. Both ascend. */
function meet(ids, others, apart = false) {
  const kept = new Uint32Array(ids.length);
  let count = 0;
  for (let i = 0, at = 0; i < ids.length; i++) {
    at = seek(others, ids[i], at);
    if ((others[at] === ids[i]) !== apart) kept[count++] = ids[i];
  }
  return kept.subarray(0, count);
}

/* The positions of a term in some of its records: those of ids[i] are data[ends[i - 1]] up to data[ends[i]]. */
function positionsIn(posting, bytes, ids) {
  let data = new Uint32Array(ids.length * 4 + 16);
  const ends = new Uint32Array(ids.length);
  varintAt = posting.place;
  for (let record = 0, i = 0, size = 0; i < ids.length; record++) {
    let count = varint(bytes);
    if (posting.ids[record] !== ids[i]) {
      for (; count; varintAt++) if (bytes[varintAt] < 128) count--;
      continue;
    }
    if (size + count > data.length) {
      const wider = new Uint32Array((size + count) * 2);
      wider.set(data);
      data = wider;
    }
    for (let position = -1; count; count--) data[size++] = position += varint(bytes) + 1;
    ends[i++] = size;
  }
  return { data, ends };
}

/* ----- findings: the records of a segment that hold something, and how ----- */

class Findings {
  /* fields: rank of the best field. sure: whether it is known, or only not exceeded.
     exact: whether the title is the query: 0 no, 1 perhaps, 2 yes. often: for each word, how many times. */
  constructor(ids, words) {
    this.ids = ids;
    this.fields = new Uint8Array(ids.length).fill(words ? 3 : 0);
    this.sure = new Uint8Array(ids.length).fill(1);
    this.exact = new Uint8Array(ids.length);
    this.often = Array.from({ length: words }, () => new Uint16Array(ids.length));
  }

  /* Those of the findings whose number is in `keep`, which ascends. */
  only(keep) {
    const less = new Findings(keep, this.often.length);
    for (let i = 0, at = 0; i < keep.length; i++) {
      at = seek(this.ids, keep[i], at);
      less.fields[i] = this.fields[at];
      less.sure[i] = this.sure[at];
      less.exact[i] = this.exact[at];
      this.often.forEach((times, word) => { less.often[word][i] = times[at]; });
    }
    return less;
  }

  /* What the text of the record itself says. Gives whether anything was not so. */
  settle(i, entry, words) {
    const { fields, exact } = this;
    const before = fields[i] * 4 + exact[i];
    fields[i] = 3;
    words.forEach((word, number) => {
      const [times, best] = countIn(entry, word.text);
      this.often[number][i] = word.long ? Math.min(times, 65535) : TIMES[times > 4 ? 3 : times > 2 ? 2 : times - 1];
      fields[i] = Math.min(fields[i], best);
    });
    exact[i] = plainFields(entry)[0] === words.map((word) => word.text).join(" ") ? 2 : 0;
    this.sure[i] = 1;
    return before !== fields[i] * 4 + exact[i] && !(exact[i] === 0 && before === fields[i] * 4 + 1);
  }
}

/* The fields of a record as they were indexed. */
function plainFields(entry) {
  if (!entry.plain) {
    entry.plain = entry.f.map(normalise);
    entry.plain[4] = movePinyin(entry.plain[4]);
  }
  return entry.plain;
}

/* How often a record holds a word, and the rank of the best field that does; [0, 0] where none does. */
function countIn(entry, word) {
  let times = 0;
  let best = 0;
  plainFields(entry).forEach((text, field) => {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!times) best = RANKS[field];
      times++;
    }
  });
  return [times, best];
}

/* ----- segments ----- */

class Segment {
  constructor(index, info, number, start, chunk) {
    Object.assign(this, info, { index, number, start, chunk });
  }

  file(name, kind, make) {
    return this.index.once(`${this.id}/${name}`, () => this.index.load(`${this.id}/${name}`, this.version, kind).then(make));
  }

  columns() {
    this.table ??= this.index.load(`${this.id}/c`, this.version, "bin").then((bytes) => {
      const n = this.records;
      const column = (number) => new Uint16Array(bytes.slice(n + 2 * n * number, 3 * n + 2 * n * number).buffer);
      return { kind: bytes.subarray(0, n), branch: column(0), category: column(1), opens: column(3), closes: column(4), length: column(5), title: bytes.length > 13 * n ? column(6) : null };
    });
    this.table.catch(() => { this.table = null; });
    return this.table;
  }

  async posting(term) {
    const shard = shardOf(term.first, term.second, this.shards);
    const terms = await this.file(`d/${shard}`, "bin", (bytes) => [new TermShard(bytes, this.records), bytes.length]);
    const posting = terms.posting(term.first, term.second);
    if (posting) posting.shard = shard;
    return posting;
  }

  positions(posting) {
    return this.file(`p/${posting.shard}`, "bin", (bytes) => [bytes, bytes.length]);
  }

  /* The entries of some records: the texts as they are to be shown. */
  entries(ids) {
    return Promise.all(Array.from(ids, async (id) => {
      const number = Math.floor(id / this.chunk);
      return (await this.file(`t/${number}`, "json", (list) => [list, 8000 * this.chunk]))[id % this.chunk];
    }));
  }

  /* The records, of those `within` or of all, that hold every word: exactly these. */
  async holding(words, within) {
    const none = new Findings(NO_IDS, words.length);
    const held = new Map();
    let ids = within;
    const narrow = async (terms) => {
      const missing = terms.filter((term) => !held.has(term));
      const postings = await Promise.all(missing.map((term) => this.posting(term)));
      missing.forEach((term, i) => held.set(term, postings[i]));
      missing.forEach((term, i) => {
        term.seen = (term.seen ?? 0) + (postings[i]?.ids.length ?? 0);
        term.among = (term.among ?? 0) + this.records;
      });
      if (postings.includes(null)) return false;
      for (const posting of postings.sort((a, b) => a.ids.length - b.ids.length)) ids = ids ? meet(ids, posting.ids) : posting.ids;
      return ids.length > 0;
    };
    /* Two terms or one of each word, the rare ones first, then the others: unless the texts of what is
       left are less to load than what would tell without them. */
    const long = words.filter((word) => word.long);
    const terms = words.map((word) => this.byRarity(word.cover));
    for (const some of [terms.map((each) => each.splice(0, this.enough(each))), terms]) {
      if (!(await narrow(some.flat()))) return none;
      if (long.length && this.textsAreLess(ids, long, held)) return this.holdingByText(words, ids, held);
    }
    const runs = await Promise.all(long.map((word) => Promise.all(word.cover.map((term) => this.positions(held.get(term))))));
    const checked = [];
    long.forEach((word, i) => {
      checked.push(this.runs(word, runs[i], ids, held));
      ids = checked[i].ids;
    });
    return this.weighed(words, ids, held, new Map(long.map((word, i) => [word, checked[i]])));
  }

  /* By what other segments held; where nothing is known yet, from both ends. */
  byRarity(cover) {
    if (cover[0].seen !== undefined) return [...cover].sort((a, b) => (a.seen ?? Infinity) - (b.seen ?? Infinity));
    return [cover[0], ...cover.slice(1).reverse()];
  }

  /* One that was in next to nothing elsewhere will do to begin with. */
  enough(terms) {
    return terms[0].seen < terms[0].among / 1000 ? 1 : 2;
  }

  /* Whether the texts of a few candidates are less to load than the positions; ten are shown in any case. */
  textsAreLess(ids, long, held) {
    if (ids.length > MAX_TEXTS) return false;
    const chunks = new Set(Array.from(ids, (id) => Math.floor(id / this.chunk))).size;
    const text = Math.max(chunks - 10, 0) * (REQUEST + (this.characters / this.records) * this.chunk);
    const average = this.characters / this.shards;
    const places = new Map();
    for (const { cover } of long) {
      for (const term of cover) places.set(held.get(term)?.shard ?? term, held.has(term) ? held.get(term).places : average * 2 + REQUEST);
    }
    return text <= [...places.values()].reduce((sum, size) => sum + REQUEST + size, 0);
  }

  async holdingByText(words, ids, held) {
    const entries = await this.entries(ids);
    const good = entries.map((entry) => words.every((word) => countIn(entry, word.text)[0]));
    const findings = new Findings(ids.filter((_, i) => good[i]), words.length);
    entries.filter((_, i) => good[i]).forEach((entry, i) => findings.settle(i, entry, words));
    this.note(words, held);
    return findings;
  }

  /* The candidates in which the pairs of a word stand one after the other. */
  runs(word, places, ids, held) {
    const terms = word.cover.map((term, i) => ({ at: term.at, ...positionsIn(held.get(term), places[i], ids), posting: held.get(term) }));
    const kept = new Uint32Array(ids.length);
    const times = new Uint16Array(ids.length);
    const fields = new Uint8Array(ids.length);
    const sure = new Uint8Array(ids.length);
    const starts = new Uint32Array(ids.length);
    const ranks = new Uint32Array(terms.length);
    let count = 0;
    for (let i = 0; i < ids.length; i++) {
      let rarest = terms[0];
      for (const term of terms) {
        term.begin = term.cursor = i ? term.ends[i - 1] : 0;
        if (term.ends[i] - term.begin < rarest.ends[i] - rarest.begin) rarest = term;
      }
      let found = 0;
      let start = 0;
      for (let at = rarest.begin; at < rarest.ends[i]; at++) {
        const from = rarest.data[at] - rarest.at;
        if (from < 0) continue;
        let whole = true;
        for (const term of terms) {
          const wanted = from + term.at;
          while (term.cursor < term.ends[i] && term.data[term.cursor] < wanted) term.cursor++;
          if (term.cursor >= term.ends[i] || term.data[term.cursor] !== wanted) { whole = false; break; }
        }
        if (whole && !found++) start = from;
      }
      if (!found) continue;
      /* Fields stand best first. Where the first run has the first occurrence of any of its pairs,
         that pair's best field is the run's; else it is not better than any of them. */
      let bound = 3;
      let known = 0;
      for (let n = 0; n < terms.length; n++) {
        const term = terms[n];
        ranks[n] = seek(term.posting.ids, ids[i], ranks[n]);
        const field = weightOf(term.posting, ranks[n]) >> 2;
        bound = Math.min(bound, field);
        if (term.data[term.begin] === start + term.at) known = 1;
      }
      kept[count] = ids[i];
      times[count] = Math.min(found, 65535);
      fields[count] = bound;
      sure[count] = known || bound <= 1 ? 1 : 0;
      starts[count++] = start;
    }
    return { ids: kept.subarray(0, count), times, fields, sure, starts };
  }

  /* What is known of the findings: of short words by their weights, of long ones by their runs. */
  weighed(words, ids, held, checked) {
    const findings = new Findings(ids, words.length);
    const { fields, sure, exact, often } = findings;
    exact.fill(1);
    words.forEach((word, number) => {
      const run = checked.get(word);
      const posting = run ?? held.get(word.terms[0]);
      for (let i = 0, at = 0; i < ids.length; i++) {
        at = seek(posting.ids, ids[i], at);
        const weight = run ? 0 : weightOf(posting, at);
        const field = run ? run.fields[at] : weight >> 2;
        often[number][i] = run ? run.times[at] : TIMES[weight & 3];
        if (run && !run.sure[at]) sure[i] = 0;
        if (field < fields[i]) fields[i] = field;
        if (field < 3 || (run && number === 0 && run.starts[at])) exact[i] = 0;
      }
    });
    this.note(words, held);
    return findings;
  }

  /* How many records hold a word is not more than hold its rarest pair. */
  note(words, held) {
    for (const word of words) {
      let least = this.records;
      for (const term of word.cover) if (held.get(term)) least = Math.min(least, held.get(term).ids.length);
      word.records += least;
    }
  }
}

/* ----- a search: goes through the segments, newest first, and remembers what it has found ----- */

class Search {
  constructor(root, words, without) {
    this.root = root;
    this.words = words.map(lookUp);
    this.without = without.map(lookUp);
    this.findings = root.segments.map(() => null);
    this.hash = hashOf(words.join(" "));
    this.steps = 0;
    this.stepping = null;
  }

  get done() { return this.findings.filter(Boolean).length; }

  get complete() { return this.done === this.findings.length; }

  get found() { return this.findings.reduce((sum, found) => sum + (found ? found.ids.length : 0), 0); }

  /* The next segments; who asks while some are on their way waits for these. */
  step(favourite) {
    this.stepping ??= this.wave(favourite).finally(() => { this.stepping = null; });
    return this.stepping;
  }

  /* The first alone, so that it comes soon, then more and more at a time. */
  async wave(favourite) {
    const open = this.root.segments.filter((segment) => !this.findings[segment.number]);
    open.sort((a, b) => (b.id === favourite) - (a.id === favourite));
    const wave = open.slice(0, [1, 3][this.steps++] ?? 8);
    const found = await Promise.all(wave.map((segment) => this.look(segment)));
    wave.forEach((segment, i) => { this.findings[segment.number] = found[i]; });
  }

  async look(segment) {
    if (!this.words.length) {
      await segment.columns();
      return new Findings(Uint32Array.from({ length: segment.records }, (_, id) => id), 0);
    }
    const early = segment.number === 0 && segment.columns();
    let found = await segment.holding(this.words, null);
    for (const word of this.without) {
      if (found.ids.length) {
        const { ids } = await segment.holding([word], found.ids);
        if (ids.length) found = found.only(meet(found.ids, ids, true));
      }
    }
    if (found.ids.length || early) {
      const { title } = await segment.columns();
      /* Only a title with the query's own hash may be the query. */
      if (title) found.exact.forEach((is, i) => { if (is === 1 && title[found.ids[i]] !== this.hash) found.exact[i] = 0; });
    }
    return found;
  }

  /* What passes the filters, as {total, all, facets, order}: `order` holds keys, worst first.
     `besides`: a search whose findings do not count here. */
  async tally(ask, besides) {
    const { root } = this;
    const names = await root.named();
    const chosen = { kind: -1, branch: -1, category: -1, state: -1 };
    /* What is asked for and there is not, is a number that no record has. */
    const number = (list, value) => list.indexOf(value) + 1 || NOBODY;
    if (ask.kind) chosen.kind = number(root.kinds.map((kind) => kind.id), ask.kind) - 1;
    if (ask.branch) chosen.branch = number(names.branches, ask.branch);
    if (ask.category) chosen.category = number(names.categories, ask.category);
    if (ask.state) chosen.state = number(STATES.slice(1), ask.state);
    const today = Date.parse(ask.today + "T00:00:00Z") / 864e5 - DAY_ONE;
    const counts = {
      kind: new Uint32Array(root.kinds.length),
      branch: new Uint32Array(names.branches.length + 1),
      category: new Uint32Array(names.categories.length + 1),
      state: new Uint32Array(STATES.length),
    };
    const years = [];
    const findings = [...this.findings];
    const tables = await Promise.all(root.segments.map((segment) => (findings[segment.number]?.ids.length ? segment.columns() : null)));
    const scores = ask.sort === "date" ? null : this.scores(findings, tables);
    const order = new Float64Array(findings.reduce((sum, found) => sum + (found ? found.ids.length : 0), 0));
    let total = 0;
    let all = 0;
    for (const segment of root.segments) {
      const found = findings[segment.number];
      if (!found || !found.ids.length) continue;
      const columns = tables[segment.number];
      const other = besides?.findings[segment.number]?.ids ?? NO_IDS;
      const wrongYear = ask.year && ask.year !== segment.id ? 1 : 0;
      let inYear = 0;
      for (let i = 0, at = 0; i < found.ids.length; i++) {
        const id = found.ids[i];
        if (other.length) {
          at = seek(other, id, at);
          if (other[at] === id) continue;
        }
        all++;
        const kind = columns.kind[id];
        const branch = columns.branch[id];
        const category = columns.category[id];
        const opens = columns.opens[id];
        const state = opens ? (today < opens ? 3 : today > columns.closes[id] ? 2 : 1) : 0;
        const badKind = chosen.kind >= 0 && kind !== chosen.kind ? 1 : 0;
        const badBranch = chosen.branch >= 0 && branch !== chosen.branch ? 1 : 0;
        const badCategory = chosen.category >= 0 && category !== chosen.category ? 1 : 0;
        const badState = chosen.state >= 0 && state !== chosen.state ? 1 : 0;
        const bad = wrongYear + badKind + badBranch + badCategory + badState;
        /* A filter's own counts are those without it, so that one may change one's mind. */
        if (bad > 1) continue;
        if (bad === badKind) counts.kind[kind]++;
        if (bad === badBranch) counts.branch[branch]++;
        if (bad === badCategory) counts.category[category]++;
        if (bad === badState) counts.state[state]++;
        if (bad === wrongYear) inYear++;
        if (bad) continue;
        const newer = NUMBERS - 1 - segment.start - id;
        const rank = scores ? (found.exact[i] === 2 ? 4 : found.fields[i]) * SCORES + scores[segment.number][i] : 0;
        order[total++] = rank * NUMBERS + newer;
      }
      if (inYear) years.push([segment.id, segment.id, inYear]);
    }
    const listed = (group, label) => Array.from(counts[group].keys())
      .filter((number) => counts[group][number] && label(number))
      .map((number) => [...label(number), counts[group][number]]);
    const most = (list) => list.sort((a, b) => b[2] - a[2]);
    const named = (list) => (number) => number && [list[number - 1], list[number - 1]];
    return {
      total, all,
      order: order.subarray(0, total).sort(),
      facets: {
        kind: listed("kind", (number) => [root.kinds[number].id, root.kinds[number].name]),
        branch: most(listed("branch", named(names.branches))),
        category: most(listed("category", named(names.categories))),
        year: years,
        state: listed("state", (number) => number && [STATES[number], STATES[number]]),
      },
    };
  }

  /* BM25 of every finding, as whole numbers below SCORES. */
  scores(findings, columns) {
    const { words, root } = this;
    const weights = words.map((word) => Math.log(1 + (root.records - word.records + 0.5) / (word.records + 0.5)));
    const limit = (weights.reduce((sum, weight) => sum + weight, 0) || 1) * 2.2;
    return findings.map((found, number) => {
      if (!found || !found.ids.length) return null;
      const { length } = columns[number];
      return Uint32Array.from(found.ids, (id, i) => {
        const share = 1.2 * (0.25 + (0.75 * length[id]) / root.mean);
        let score = 0;
        for (let word = 0; word < words.length; word++) {
          const times = found.often[word][i];
          score += (weights[word] * times * 2.2) / (times + share);
        }
        return Math.min(SCORES - 1, Math.floor((score / limit) * SCORES));
      });
    });
  }

  /* Where the record of a key stands. */
  place(key) {
    const number = NUMBERS - 1 - (key % NUMBERS);
    const { segments } = this.root;
    const segment = segments.find((each) => number < each.start + each.records);
    const id = number - segment.start;
    const found = this.findings[segment.number];
    return { segment, id, found, i: seek(found.ids, id, 0) };
  }

  /* The best `count`, with their entries. What was only supposed of them is looked at, and put right;
     so are the first titles that may be the query itself. */
  async best(ask, count, besides) {
    let titles = 0;
    for (let round = 0; ; round++) {
      const tally = await this.tally(ask, besides);
      const ranked = ask.sort !== "date";
      const shown = [];
      for (let n = tally.total - 1; n >= 0; n--) {
        const wanted = shown.length < count;
        const more = ranked && this.complete && tally.order[n] >= SUMMARY_KEY && shown.length < count + 8 * 2 ** round;
        if (!wanted && !more) break;
        const place = this.place(tally.order[n]);
        const perhaps = place.found.exact[place.i] === 1 && titles++ < MAX_TITLES;
        /* Once one was not what it was taken for, others are looked at before they come up. */
        if (wanted || perhaps || (round && !place.found.sure[place.i])) shown.push({ ...place, perhaps });
      }
      const entries = (await Promise.all(shown.map(({ segment, id }) => segment.entries([id])))).flat();
      let changed = false;
      shown.forEach(({ found, i, perhaps }, n) => {
        if ((perhaps || !found.sure[i]) && found.settle(i, entries[n], this.words)) changed = true;
      });
      if (changed && ranked && round < 6) continue;
      return { ...tally, entries: entries.slice(0, count) };
    }
  }
}

const STATES = ["", "公示中", "已结束", "待公布"];

/* ----- parts: where nothing holds a whole word, the records that hold most of its pairs ----- */

async function searchParts(root, words, without, alive) {
  const terms = [...new Map(words.flatMap((word) => termsOf(word)).map((term) => [`${term.first} ${term.second}`, term])).values()];
  const step = Math.max(1, Math.ceil(terms.length / 24));
  const asked = terms.filter((_, i) => i % step === 0);
  const best = [];
  for (const segment of root.segments) {
    if (!alive()) return [];
    const postings = (await Promise.all(asked.map((term) => segment.posting(term)))).filter(Boolean);
    const scores = new Float32Array(segment.records);
    const held = new Uint8Array(segment.records);
    for (const { ids } of postings) {
      const weight = Math.log(1 + (segment.records + 1) / ids.length);
      for (const id of ids) {
        scores[id] += weight;
        held[id]++;
      }
    }
    for (const word of without.map(lookUp)) for (const id of (await segment.holding([word], null)).ids) held[id] = 0;
    held.forEach((count, id) => { if (count) best.push([count, scores[id], segment, id]); });
    best.sort((a, b) => b[1] - a[1]);
    best.length = Math.min(best.length, MAX_PARTS);
  }
  const least = Math.max(...best.map(([count]) => count), 1) / 2;
  return best.filter(([count]) => count >= least);
}

/* ----- what is shown ----- */

/* A text as it is searched, and where in the text as it is shown each of its characters began. */
function alignText(shown) {
  const plain = normalise(shown);
  if (plain === shown || (plain.length === shown.length && plain === shown.toLowerCase())) return { plain, starts: null };
  let text = "";
  const starts = [];
  for (const { 0: cluster, index } of shown.matchAll(/[^]\p{M}*/gu)) {
    for (const character of foldSpaces(lower(cluster))) {
      if (character === " " && (text === "" || text.endsWith(" "))) continue;
      text += character;
      for (let unit = 0; unit < character.length; unit++) starts.push(index);
    }
  }
  starts.push(shown.length);
  /* A letter's form may depend on the next one (Σ): then the whole is right, and as long. */
  return { plain: plain.length === text.length ? plain : text, starts };
}

/* Where the words stand in a text as it is shown: [from, to, number of the word], in order. */
function marksIn(shown, words) {
  const { plain, starts } = alignText(shown);
  const found = [];
  words.forEach((word, number) => {
    for (let at = plain.indexOf(word); at >= 0 && found.length < 2000; at = plain.indexOf(word, at + word.length)) {
      const end = at + word.length;
      let to = starts ? starts[end] : end;
      /* Half of a character that became several is that character. */
      if (starts && starts[end] === starts[end - 1]) for (let n = end; to === starts[end - 1]; n++) to = starts[n];
      found.push([starts ? starts[at] : at, to, number]);
    }
  });
  return found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}

/* A piece of a text in turns unmarked and marked, beginning unmarked. */
function markedParts(shown, marks, from = 0, to = shown.length) {
  const parts = [];
  let at = from;
  let open = null;
  const close = () => {
    if (!open) return;
    parts.push(shown.slice(at, open[0]), shown.slice(open[0], open[1]));
    at = open[1];
  };
  for (const [begin, end] of marks) {
    if (end <= from || begin >= to) continue;
    const mark = [Math.max(begin, from), Math.min(end, to)];
    if (open && mark[0] <= open[1]) open[1] = Math.max(open[1], mark[1]);
    else {
      close();
      open = mark;
    }
  }
  close();
  parts.push(shown.slice(at, to));
  return parts;
}

/* Some words around the best hit: where the most different words stand close together. */
function snippetOf(fields, words) {
  let best = { kinds: 0, field: fields[1] ? 1 : 2, at: 0 };
  let marks = [];
  for (const field of [1, 2, 3]) {
    const found = marksIn(fields[field], words);
    for (let i = 0; i < found.length && best.kinds < words.length; i++) {
      const near = new Set();
      for (let n = i; n < found.length && found[n][1] <= found[i][0] + WINDOW; n++) near.add(found[n][2]);
      if (!near.size) near.add(found[i][2]);
      if (near.size > best.kinds) {
        best = { kinds: near.size, field, at: found[i][0] };
        marks = found;
      }
    }
  }
  const text = fields[best.field];
  let from = 0;
  if (best.at > 24) {
    const before = text.slice(best.at - 24, best.at);
    from = best.at - 24 + Math.max(before.search(/[。！？；!?;][^。！？；!?;]*$/) + 1, before.search(/[，、,： ][^，、,： ]*$/) + 1);
    if (from === best.at - 24) from = best.at - 12;
  }
  let to = Math.min(text.length, from + WINDOW);
  for (const [begin, end] of marks) if (begin < to && end > to) to = Math.min(end, from + 2 * WINDOW);
  const low = (at) => (text.charCodeAt(at) & 0xfc00) === 0xdc00;
  if (low(from)) from--;
  if (low(to)) to++;
  const parts = markedParts(text, marks, from, to);
  if (from > 0) parts[0] = `……${parts[0].trimStart()}`;
  if (to < text.length) parts[parts.length - 1] += "……";
  return parts;
}

/* 公示中 on the day of the build may be over on the day of the reader; other words stay. */
function stateOf(entry, today) {
  if (entry.o && (!entry.s || STATES.includes(entry.s))) return STATES[today < entry.o[0] ? 3 : today > entry.o[1] ? 2 : 1];
  return entry.s;
}

function shownEntry(root, entry, words, group, today) {
  return {
    u: entry.u, d: entry.d, b: entry.b, c: entry.c, s: stateOf(entry, today), group,
    kind: root.kinds[entry.k].name,
    title: markedParts(entry.f[0], marksIn(entry.f[0], words)),
    snippet: snippetOf(entry.f, words),
  };
}

/* ----- the index ----- */

class SearchIndex {
  constructor(load) {
    this.load = load;
    this.forget();
  }

  forget() {
    this.kept = new Map();
    this.weight = 0;
    this.searches = new Map();
    this.opened = null;
  }

  /* What `make` gives as [value, bytes], kept as long as there is room for it. */
  once(key, make) {
    let entry = this.kept.get(key);
    if (entry) {
      this.kept.delete(key);
      this.kept.set(key, entry);
      return entry.value;
    }
    const { kept } = this;
    entry = { size: 0 };
    entry.value = make().then(([value, size]) => {
      if (kept.get(key) === entry) this.weight += entry.size = size;
      for (const [old, { size: less }] of kept) {
        if (this.weight <= KEEP_BYTES) break;
        kept.delete(old);
        this.weight -= less;
      }
      return value;
    });
    entry.value.catch(() => kept.delete(key));
    kept.set(key, entry);
    return entry.value;
  }

  root() {
    this.opened ??= this.load("root", "", "json").then((root) => {
      if (root.format !== 1) throw new Error(`format ${root.format}`);
      let start = 0;
      root.segments = root.segments.map((info, number) => {
        const segment = new Segment(this, info, number, start, root.chunk);
        start += info.records;
        return segment;
      });
      root.records = start;
      root.mean = root.segments.reduce((sum, segment) => sum + segment.characters, 0) / Math.max(start, 1) || 1;
      root.named = () => this.once("names", () => this.load("names", root.names, "json").then((names) => [names, 0]));
      return root;
    });
    this.opened.catch(() => { this.opened = null; });
    return this.opened;
  }

  async search(words, without) {
    const root = await this.root();
    const key = JSON.stringify([words, without]);
    let search = this.searches.get(key);
    if (!search) search = new Search(root, words, without);
    this.searches.delete(key);
    this.searches.set(key, search);
    for (const old of this.searches.keys()) if (this.searches.size > 8) this.searches.delete(old);
    return search;
  }

  /* Tells, as the segments come:
       {type: "progress", done, of, found}
       {type: "results", complete, total, all, more, pinyin, parts, facets, items}
     `all` is without the filters; `items` are the first `count`: group "exact", then "pinyin", or "part". */
  async answer(ask, tell, alive = () => true) {
    try {
      await this.reply(ask, tell, alive);
    } catch {
      /* The site was built anew since the root was read: once more, from the new root. */
      this.forget();
      if (alive()) await this.reply(ask, tell, alive);
    }
  }

  async reply(ask, tell, alive) {
    const { words, without } = parseQuery(ask.q);
    const root = await this.root();
    const search = await this.search(words, without);
    const count = ask.count ?? 20;
    const letters = words.length && words.every((word) => /^[a-z]+$/.test(word));
    const empty = !words.length && (without.length || ![ask.kind, ask.branch, ask.category, ask.year, ask.state].some(Boolean));
    if (empty) {
      tell({ type: "results", complete: true, total: 0, all: 0, more: 0, pinyin: 0, parts: false, facets: {}, items: [], empty: true });
      return;
    }
    const shown = (list, group, marks) => list.map((entry) => shownEntry(root, entry, marks, group, ask.today));
    let told = false;
    while (!search.complete) {
      await search.step(ask.year);
      if (!alive()) return;
      if (search.complete) break;
      const { found } = search;
      if (!told && found >= 10) {
        const { entries, total, all, facets } = await search.best(ask, 10);
        if (!alive()) return;
        told = total >= 10 || (ask.year && total > 0);
        if (told) tell({ type: "results", complete: false, total, all, more: 0, pinyin: 0, parts: false, facets, items: shown(entries, "exact", words) });
      }
      tell({ type: "progress", done: search.done, of: root.segments.length, found });
    }
    const result = await search.best(ask, count);
    let items = shown(result.entries, "exact", words);
    let { total, all, facets } = result;
    let pinyin = 0;
    let parts = false;
    let more = total - items.length;
    if (letters) {
      const other = await this.search(words.map(movePinyin), without);
      while (!other.complete && alive()) await other.step(ask.year);
      if (!alive()) return;
      const sounds = await other.best(ask, Math.max(count - total, 0), search);
      pinyin = sounds.total;
      if (!all) facets = sounds.facets;
      all += sounds.all;
      more += pinyin - sounds.entries.length;
      items = items.concat(shown(sounds.entries, "pinyin", []));
    }
    if (!all && words.length) {
      const near = await searchParts(root, words, without, alive);
      if (!alive()) return;
      const entries = await Promise.all(near.slice(0, count).map(async ([, , segment, id]) => (await segment.entries([id]))[0]));
      const pairs = words.flatMap((word) => termsOf(word).map(({ first, second }) => String.fromCodePoint(first) + (second ? String.fromCodePoint(second) : "")));
      parts = entries.length > 0;
      more = near.length - entries.length;
      items = shown(entries, "part", pairs);
    }
    if (alive()) tell({ type: "results", complete: true, total, all, more, pinyin, parts, facets, items });
  }

  /* Up to eight titles for what has been typed so far. */
  async suggest(text, today, alive = () => true) {
    const { words, without } = parseQuery(text);
    if (!words.length) return [];
    const root = await this.root();
    const items = [];
    let besides = null;
    const letters = words.every((word) => /^[a-z]+$/.test(word));
    for (const asked of letters ? [words, words.map(movePinyin)] : [words]) {
      const search = await this.search(asked, without);
      let enough = 0;
      while (!search.complete && enough < 8) {
        await search.step();
        if (!alive()) return [];
        enough = search.findings.reduce((sum, found) => sum + (found ? found.fields.filter((field) => field === 3 || besides).length : 0), 0);
      }
      const { entries } = await search.best({ today }, 8 - items.length, besides);
      for (const entry of entries) {
        items.push({
          u: entry.u,
          title: markedParts(entry.f[0], besides ? [] : marksIn(entry.f[0], words)),
          note: [root.kinds[entry.k].name, entry.b].filter(Boolean).join(" · "),
        });
      }
      if (items.length >= 8) break;
      besides = search;
    }
    return items;
  }
}

export function openIndex(load) {
  return new SearchIndex(load);
}

/* `load` for an index below an address. The root alone is asked for anew each time. */
export function fetchFrom(base) {
  return async (name, version, kind) => {
    const answer = await fetch(`${base}${name}.${kind}${version ? `?v=${version}` : ""}`, version ? {} : { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${answer.status} ${name}`);
    return kind === "json" ? answer.json() : new Uint8Array(await answer.arrayBuffer());
  };
}
