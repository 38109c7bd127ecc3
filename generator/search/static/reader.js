/* Reads the search index (FORMAT.md): what is typed is found wherever it stands, and counted exactly.
   No dependency and no DOM: the same code runs in a worker, on a page and under node.

     const index = openIndex(load);             load(file, from, to) → Promise of these bytes of a file;
                                                load("root") → of the root, read anew each time
     await index.open();                        loads what every query needs
     await index.answer(ask, tell, alive);      ask: {q, kind, branch, category, year, state, sort, today, count}
     await index.suggest(text, today, alive);   → [{u, title, note}]

   `tell` is given what `answer` says; once `alive()` is false, nothing more.

   A query goes in rounds, each with its requests side by side: pairs of each word give candidates; the texts
   of the best of these are told; positions or texts of the others say which are right. A round takes nearly the
   same time however much it brings: what is likely to be needed is asked for with what is. */

const SPACES = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/g;
const WORDS = /(-(?=[^ ]))?(?:"([^"]*)"|([^ ]+))/g;
const PINYIN_BASE = 0xfdd0;
const UNIT = 64;
/* Titles, summaries, body, facts and pinyin, as ranks. A title that is the query is above them; what turned
   out not to hold it is gone. */
const RANKS = [3, 2, 1, 1, 0];
const EXACT = 4;
const GONE = 255;
/* A bit beside those of FILTERS. */
const OTHER = 128;
const TIMES = [1, 2, 3, 5];
/* Pairs that a word is looked up by at once: what holds all of so many mostly holds the word, and they go into
   one request (RANGES). */
const EARLY = 4;
/* So many texts are looked at instead of positions, a quarter of them where there are more candidates. */
const MAX_TEXTS = 24;
/* Bytes of positions in a segment above which those of two pairs are looked at before those of all; and in all
   segments, with one more for each record, up to which they are asked for beside the first texts: these may
   turn out not to hold the word. */
const MANY_PLACES = 32 << 10;
const FEW_PLACES = 8 << 10;
const MAX_PARTS = 100;
/* Segments that are looked at together: as many as browsers have connections to a server. */
const WAVE = 6;
/* Results that are told before all are known, and milliseconds to show them. */
const SOON = 10;
const PAUSE = 8;
/* What findings are ordered by is one number: rank, score, newness. */
const SCORES = 2 ** 20;
const NUMBERS = 2 ** 24;
const KEEP_BYTES = 32 << 20;
const WINDOW = 76;
const NO_IDS = new Uint32Array(0);
const DAY_ONE = Date.UTC(2000, 0, 1) / 864e5;
const STATES = ["", "公示中", "已结束", "待公布"];
const FILTERS = ["kind", "branch", "category", "state"];

/* ----- text ----- */

const foldSpaces = (text) => text.replace(SPACES, " ");

export function normalise(text) {
  return foldSpaces(lower(text)).replace(/^ | $/g, "");
}

/* A final sigma is written by what follows it, which a part of a word does not know. U+FDD0 and on are pinyin's. */
function lower(text) {
  return text.normalize("NFKC").toLowerCase().replace(/ς/g, "σ").replace(/[\0\ufdd0-\ufdef]/g, "\ufffd");
}

/* `"…"` keeps spaces, a leading `-` excludes. */
export function parseQuery(query) {
  const words = new Set();
  const without = new Set();
  for (const [, minus, quoted, plain] of foldSpaces(query).matchAll(WORDS)) {
    const word = normalise(quoted ?? plain);
    if (word) (minus ? without : words).add(word);
  }
  return { words: [...words], without: [...without] };
}

function movePinyin(text) {
  return text.replace(/[a-z]/g, (letter) => String.fromCharCode(PINYIN_BASE + letter.charCodeAt(0) - 97));
}

export function shardOf(first, second, shards) {
  const mixed = (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 0;
  return ((mixed ^ (mixed >>> 15)) >>> 0) % shards;
}

/* The pairs of a word, or the word where it is one character. */
function termsOf(word) {
  const points = Array.from(word, (character) => character.codePointAt(0));
  if (points.length === 1) return [{ first: points[0], second: 0, at: 0 }];
  return points.slice(1).map((second, at) => ({ first: points[at], second, at }));
}

/* A word as it is looked up. `cover`: its first pair, its last and every second one between, which together
   hold all of its characters. `early`: the pairs that are looked up at once; `late`: what is left of the cover.
   `long`: that they are in a record is not enough. */
function lookUp(text) {
  const terms = termsOf(text);
  const last = terms.length - 1;
  const inner = (odd) => terms.filter(({ at }) => at > 0 && at < last && at % 2 === odd);
  const cover = [...(last ? [terms[0], terms[last]] : terms), ...inner(0)];
  const early = [...cover, ...inner(1)].slice(0, EARLY);
  return { text, cover, early, late: cover.slice(EARLY), long: last > 0 };
}

class Query {
  constructor(words, without) {
    this.words = words.map(lookUp);
    this.without = without.map(lookUp);
    this.long = this.words.filter((word) => word.long);
    this.late = this.long.flatMap((word) => word.late);
    this.longWithout = this.without.filter((word) => word.long);
    this.title = words.join(" ");
    this.length = Array.from(this.title).length;
  }
}

const earlyOf = (word) => word.early;
const coverOf = (word) => word.cover;
/* What is not held yet may take anything. */
const roomOf = (posting) => (posting ? posting.to - posting.from : Infinity);

/* ----- bytes ----- */

class Cursor {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  varint() {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value |= (byte & 127) << shift;
      if (!(byte > 127)) return value >>> 0;
    }
  }

  varints(column) {
    for (let i = 0; i < column.length; i++) column[i] = this.varint();
    return column;
  }
}

function bounds(sizes, from = 0, unit = 1) {
  const at = new Uint32Array(sizes.length + 1);
  at[0] = from;
  sizes.forEach((size, i) => { at[i + 1] = at[i] + size * unit; });
  return at;
}

async function inflate(bytes) {
  const stream = new DecompressionStream("deflate");
  const writer = stream.writable.getWriter();
  const [plain] = await Promise.all([new Response(stream.readable).arrayBuffer(), writer.write(bytes), writer.close()]);
  return new Uint8Array(plain);
}

const jsonOf = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/* ----- terms ----- */

class Shard {
  constructor(bytes, segment) {
    this.bytes = bytes;
    this.segment = segment;
    this.opened = new Map();
    const read = new Cursor(bytes);
    const count = read.varint();
    this.keys = new Float64Array(count);
    this.starts = new Uint32Array(count + 1);
    this.places = new Float64Array(count + 1);
    this.places[0] = segment.parts[3] + read.varint();
    for (let i = 0, first = 0, second = 0; i < count; i++) {
      const step = read.varint();
      if (step) second = 0;
      first += step;
      second += read.varint();
      this.keys[i] = first * 0x200000 + second;
      this.starts[i + 1] = this.starts[i] + read.varint();
      this.places[i + 1] = this.places[i] + read.varint();
    }
    this.data = read.at;
  }

  /* The records that hold a term, how often and in which rank, and where its positions are in the file; or null. */
  posting(first, second) {
    const key = first * 0x200000 + second;
    const number = seek(this.keys, key, 0);
    if (this.keys[number] !== key) return null;
    let posting = this.opened.get(number);
    if (!posting) this.opened.set(number, (posting = this.open(number)));
    return posting;
  }

  open(number) {
    const { bytes, segment } = this;
    const read = new Cursor(bytes, this.data + this.starts[number]);
    const end = this.data + this.starts[number + 1];
    const room = Math.min(segment.records, 2 * (end - read.at));
    const ids = new Uint32Array(room);
    const times = new Uint8Array(room);
    const ranks = new Uint8Array(room);
    let size = 0;
    for (let block = -1; read.at < end; ) {
      block += read.varint() + 1;
      const form = read.varint();
      const till = size + (form >>> 1);
      let id = segment.blockAt[block] - 1;
      let at = size;
      if (form & 1) {
        const length = (segment.blocks[block] + 7) >> 3;
        for (let byte = 0; byte < length; byte++) {
          for (let bits = bytes[read.at + byte]; bits; bits &= bits - 1) ids[at++] = id + byte * 8 + 32 - Math.clz32(bits & -bits);
        }
        read.at += length;
      } else {
        while (at < till) ids[at++] = id += read.varint() + 1;
      }
      for (let odd = 0; size < till; odd ^= 4) {
        const weight = (bytes[read.at] >> odd) & 15;
        times[size] = TIMES[weight & 3];
        ranks[size++] = weight >> 2;
        if (odd || size === till) read.at++;
      }
    }
    return { ids: ids.subarray(0, size), times, ranks, from: this.places[number], to: this.places[number + 1] };
  }
}

/* Where the first entry not below `id` stands, from `from` on: in steps that double. */
function seek(ids, id, from) {
  let low = from;
  let high = from;
  for (let step = 1; high < ids.length && ids[high] < id; step *= 2) {
    low = high + 1;
    high += step;
  }
  high = Math.min(high, ids.length);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ids[middle] < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* What both hold, or (`apart`) what only the first holds. */
function meet(ids, others, apart = false) {
  const kept = new Uint32Array(ids.length);
  let count = 0;
  for (let i = 0, at = 0; i < ids.length; i++) {
    at = seek(others, ids[i], at);
    if ((others[at] === ids[i]) !== apart) kept[count++] = ids[i];
  }
  return kept.subarray(0, count);
}

function meetAll(postings, within) {
  const lists = postings.map((posting) => posting?.ids ?? NO_IDS).sort((a, b) => a.length - b.length);
  return lists.reduce((ids, other) => (ids ? meet(ids, other) : other), within);
}

/* The positions of a term in some of its records: of ids[i], data[ends[i - 1]] up to data[ends[i]]. */
function positionsIn(posting, bytes, ids) {
  const data = new Uint32Array(bytes.length);
  const ends = new Uint32Array(ids.length);
  const read = new Cursor(bytes);
  for (let record = 0, i = 0, size = 0; i < ids.length; record++) {
    let count = read.varint();
    if (posting.ids[record] === ids[i]) {
      for (let position = -1; count; count--) data[size++] = position += read.varint() + 1;
      ends[i++] = size;
    } else {
      for (; count; read.at++) if (bytes[read.at] < 128) count--;
    }
  }
  return { data, ends };
}

/* The records in which these pairs stand as in a word. `titles`: how long titles are. */
function runsOf(pairs, places, ids, held, titles) {
  const terms = pairs.map((term, i) => ({ ...term, ...positionsIn(held.get(term), places[i], ids), posting: held.get(term) }));
  const kept = new Uint32Array(ids.length);
  const times = new Uint16Array(ids.length);
  const ranks = new Uint8Array(ids.length);
  const sure = new Uint8Array(ids.length);
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
    /* Fields stand best first, and titles before all. Where the first run has the first occurrence of any
       of its pairs, that pair's best field is the run's; else it is not better than any of them. */
    let rank = start < titles[ids[i]] ? 3 : 2;
    let known = rank === 3;
    for (const { posting, data, begin, at } of terms) {
      rank = Math.min(rank, posting.ranks[seek(posting.ids, ids[i], 0)]);
      known ||= data[begin] === start + at;
    }
    kept[count] = ids[i];
    times[count] = Math.min(found, 65535);
    ranks[count] = rank;
    sure[count++] = known || rank < 2 ? 1 : 0;
  }
  return { ids: kept.subarray(0, count), times, ranks, sure };
}

/* ----- findings: the records of a segment that hold something, and how ----- */

class Findings {
  /* whole: all are known to hold it. rank: of the best field. sure: whether that is known, or only not exceeded.
     often: for each word, how many times. held: postings. holders: for each word, in how many records at most.
     room: bytes of the positions that say which are right. */
  constructor({ words, long }, ids, held) {
    this.ids = ids;
    this.whole = true;
    this.rank = new Uint8Array(ids.length).fill(words.length && 3);
    this.sure = new Uint8Array(ids.length).fill(1);
    this.often = words.map(() => new Uint16Array(ids.length).fill(65535));
    this.held = held;
    this.room = ids.length && long.flatMap(coverOf).reduce((sum, term) => sum + roomOf(held.get(term)), 0);
    this.holders = words.map(({ cover }) => Math.min(...cover.slice(0, 2).map((term) => held.get(term)?.ids.length ?? 0)));
  }

  get left() {
    return this.ids.filter((_, i) => this.rank[i] !== GONE);
  }

  /* What the text of a record says of it. Gives whether that is less than was supposed. */
  settle(i, entry, { words, without, title }) {
    const before = this.rank[i];
    const text = plainFields(entry);
    let rank = text[0] === title ? EXACT : 3;
    words.forEach((word, number) => {
      const [times, best] = countIn(text, word.text);
      this.often[number][i] = word.long ? Math.min(times, 65535) : TIMES[times > 4 ? 3 : times > 2 ? 2 : times > 1 ? 1 : 0];
      if (!times) rank = GONE;
      else if (rank < EXACT) rank = Math.min(rank, best);
    });
    this.rank[i] = without.some((word) => countIn(text, word.text)[0]) ? GONE : rank;
    this.sure[i] = 1;
    return before !== this.rank[i];
  }
}

function plainFields(entry) {
  if (!entry.plain) {
    entry.plain = entry.f.map(normalise);
    entry.plain[4] = movePinyin(entry.plain[4]);
  }
  return entry.plain;
}

/* How often a text holds a word, and the rank of the best field that does. */
function countIn(fields, word) {
  let times = 0;
  let best = 0;
  fields.forEach((text, field) => {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!times) best = RANKS[field];
      times++;
    }
  });
  return [times, best];
}

/* ----- segments ----- */

class Segment {
  constructor(index, info, number, start) {
    Object.assign(this, info, { index, number, start });
    this.parts = bounds(info.sizes);
    this.blockAt = bounds(info.blocks);
  }

  load(from, to) {
    return this.index.load(this.file, from, to);
  }

  part(number) {
    return this.load(this.parts[number], this.parts[number + 1]).then(inflate);
  }

  head() {
    this.opened ??= this.part(0).then((bytes) => {
      const read = new Cursor(bytes);
      this.shardAt = bounds(read.varints(new Uint32Array(this.shards)), this.parts[2], UNIT);
      this.lengths = read.varints(new Uint32Array(this.records));
      this.titles = read.varints(new Uint32Array(this.records));
      this.textAt = bounds(this.lengths, this.parts[4], UNIT);
      if (this.shardAt.at(-1) !== this.parts[3] || this.textAt.at(-1) !== this.parts[5]) throw new Error(`sizes of ${this.file}`);
    });
    return this.opened;
  }

  /* The columns of FILTERS, and what the numbers in them stand for. */
  async facets(day) {
    this.described ??= this.part(1).then((bytes) => {
      const read = new Cursor(bytes);
      const length = read.varint();
      const { branches, categories } = jsonOf(bytes.subarray(read.at, (read.at += length)));
      const [kind, branch, category, days, opens] = Array.from({ length: 5 }, () => read.varints(new Uint32Array(this.records)));
      const closes = new Int32Array(this.records);
      /* The first day is itself, each other one is so many before the last. Without a period: closes before it opens. */
      for (let i = 0, at = 2 * days[0]; i < this.records; i++) {
        at -= days[i];
        const turned = opens[i] - 1;
        opens[i] = turned < 0 ? 0 : at + ((turned >> 1) ^ -(turned & 1));
        closes[i] = turned < 0 ? -1 : opens[i] + read.varint();
      }
      return { columns: [kind, branch, category], labels: [["", ...branches], ["", ...categories], STATES], opens, closes };
    });
    const { columns, labels, opens, closes } = await this.described;
    const today = Date.parse(`${day}T00:00:00Z`) / 864e5 - DAY_ONE;
    const state = opens.map((first, i) => (first > closes[i] ? 0 : today < first ? 3 : today > closes[i] ? 2 : 1));
    return { columns: [...columns, state], labels: [this.index.kinds, ...labels] };
  }

  async posting({ first, second }) {
    const number = shardOf(first, second, this.shards);
    const shard = await this.index.once(`${this.file} ${number}`, async () => {
      const bytes = await this.load(this.shardAt[number], this.shardAt[number + 1]);
      return [new Shard(bytes, this), bytes.length * 4];
    });
    return shard.posting(first, second);
  }

  positions({ from, to }) {
    return this.index.once(`${this.file} ${from}-${to}`, async () => [await this.load(from, to), to - from]);
  }

  text(id) {
    return this.index.once(`${this.file} text ${id}`, async () => {
      const bytes = await this.load(this.textAt[id], this.textAt[id + 1]);
      const read = new Cursor(bytes);
      const length = read.varint();
      const text = await inflate(bytes.subarray(read.at, read.at + length));
      return [jsonOf(text), text.length * 4];
    });
  }

  async hold(terms, held) {
    const postings = await Promise.all(terms.map((term) => this.posting(term)));
    terms.forEach((term, i) => held.set(term, postings[i]));
    return postings;
  }

  /* The records, of those `within` or of all, that hold the early pairs of every word. */
  async candidates(query, within) {
    const held = new Map();
    const banned = query.without.filter((word) => !word.long);
    await this.hold([...query.words, ...banned].flatMap(earlyOf), held);
    let ids = meetAll(query.words.flatMap(earlyOf).map((term) => held.get(term)), within);
    for (const { cover: [term] } of banned) if (held.get(term)) ids = meet(ids, held.get(term).ids, true);
    return this.weighed(query, ids, held, new Map(), !query.long.length && !query.longWithout.length);
  }

  /* Those in which these pairs of each word stand as in it, and how. */
  async runs(words, pairs, ids, held) {
    const runs = new Map();
    const places = await Promise.all(words.map((word) => Promise.all(pairs(word).map((term) => this.positions(held.get(term))))));
    words.forEach((word, i) => {
      runs.set(word, runsOf(pairs(word), places[i], ids, held, this.titles));
      ({ ids } = runs.get(word));
    });
    return [ids, runs];
  }

  /* Those that hold every word and none that must not be there: exactly these. Of a few, as many as `texts`,
     the texts say it, of more the positions of all pairs; where these are many, first those of the rarest. */
  async exactly(query, candidates, texts) {
    const { whole, left, held } = candidates;
    if (whole) return candidates;
    let ids = left;
    let runs;
    const rarest = (word) => [...word.early].sort((a, b) => roomOf(held.get(a)) - roomOf(held.get(b))).slice(0, 2);
    const steps = [async () => { [ids, runs] = await this.runs(query.long, coverOf, ids, held); }];
    if (query.late.length) steps.unshift(async () => { ids = meetAll(await this.hold(query.late, held), ids); });
    if (candidates.room > MANY_PLACES) steps.unshift(async () => { [ids] = await this.runs(query.long, rarest, ids, held); });
    for (const step of steps) {
      if (ids.length <= texts) return this.holdingByText(query, ids, held);
      await step();
    }
    for (const { text } of ids.length ? query.longWithout : []) {
      const alone = new Query([text], []);
      const others = await this.exactly(alone, await this.candidates(alone, ids), 0);
      ids = meet(ids, others.ids, true);
    }
    return this.weighed(query, ids, held, runs, true);
  }

  async holdingByText(query, ids, held) {
    const entries = await Promise.all(Array.from(ids, (id) => this.text(id)));
    const all = new Findings(query, ids, held);
    entries.forEach((entry, i) => all.settle(i, entry, query));
    const findings = new Findings(query, all.left, held);
    entries.filter((_, i) => all.rank[i] !== GONE).forEach((entry, i) => findings.settle(i, entry, query));
    return findings;
  }

  /* What is known of records that hold the early pairs of every word: by its run in `runs`, or by these. */
  weighed(query, ids, held, runs, whole) {
    const findings = new Findings(query, ids, held);
    const { rank, sure, often } = findings;
    query.words.forEach((word, number) => {
      const run = runs.get(word);
      for (const each of run ? [run] : word.early.map((term) => held.get(term))) {
        for (let i = 0, at = 0; i < ids.length; i++) {
          at = seek(each.ids, ids[i], at);
          often[number][i] = Math.min(often[number][i], each.times[at]);
          rank[i] = Math.min(rank[i], each.ranks[at]);
          if (run) sure[i] &= run.sure[at];
        }
      }
    });
    /* A title that holds the one word and is as long is the word; with several, its text will tell. */
    const one = query.words.length === 1 && (runs.size || !query.long.length);
    for (let i = 0; i < ids.length; i++) {
      if (rank[i] !== 3 || this.titles[ids[i]] !== query.length || (one && !sure[i])) continue;
      rank[i] = EXACT;
      if (!one) sure[i] = 0;
    }
    if (!whole) sure.fill(0);
    return Object.assign(findings, { whole });
  }
}

/* ----- the best of many: the greatest `count` keys, without sorting all of them ----- */

/* What goes round for every record is in functions of its own, here and in `tallyOf`: browsers compile these while
   they run, beside what else a query needs, and take several times as long where more stands around them. */

class Best {
  constructor(count) {
    this.count = count;
    this.keys = new Float64Array(2 * count + 64);
    this.size = 0;
    this.least = -1;
  }

  add(key) {
    if (key <= this.least) return;
    this.keys[this.size++] = key;
    if (this.size < this.keys.length) return;
    this.keys.sort();
    this.keys.copyWithin(0, this.size - this.count);
    this.size = this.count;
    this.least = this.keys[0];
  }

  /* By rank, then by BM25, as a whole number below SCORES. */
  ranked({ ids, rank, often }, failed, segment, weights, limit, mean) {
    const { lengths } = segment;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i];
      if (rank[i] === GONE || failed?.[id] || (rank[i] + 1) * SCORES * NUMBERS <= this.least) continue;
      const share = 1.2 * (0.25 + (0.75 * lengths[id]) / mean);
      let score = 0;
      for (let word = 0; word < weights.length; word++) score += (weights[word] * often[word][i] * 2.2) / (often[word][i] + share);
      this.add(keyOf(rank[i] * SCORES + Math.min(SCORES - 1, Math.floor((score / limit) * SCORES)), segment, id));
    }
  }

  newest({ ids, rank }, failed, segment) {
    for (let i = 0; i < ids.length; i++) if (rank[i] !== GONE && !failed?.[ids[i]]) this.add(keyOf(0, segment, ids[i]));
  }

  get sorted() {
    return this.keys.subarray(0, this.size).sort().reverse().subarray(0, this.count);
  }
}

/* The number by which a record is ordered, and the record of such a number. */
const keyOf = (order, segment, id) => order * NUMBERS + (NUMBERS - 1 - segment.start - id);

function placeOf(segments, key) {
  const number = NUMBERS - 1 - (key % NUMBERS);
  const segment = segments.find(({ start, records }) => number < start + records);
  return { segment, id: number - segment.start };
}

const textsOf = (places) => Promise.all(places.map(({ segment, id }) => segment.text(id)));

/* ----- a search: what it has found in each segment ----- */

class Search {
  constructor(root, words, without) {
    this.root = root;
    this.query = new Query(words, without);
    this.findings = root.segments.map(() => null);
    this.begun = [];
    this.finished = [];
  }

  get done() { return this.findings.filter((found) => found?.whole).length; }

  get known() { return this.places.reduce((sum, { findings }) => sum + (findings.whole ? findings.ids.length : 0), 0); }

  get candidates() { return this.places.reduce((sum, { findings }) => sum + findings.ids.length, 0); }

  get room() { return this.places.reduce((sum, { findings }) => sum + findings.room, 0); }

  begin(segments) {
    return Promise.all(segments.map((segment) => (this.begun[segment.number] ??= this.beginIn(segment))));
  }

  async beginIn(segment) {
    await segment.head();
    this.findings[segment.number] = this.query.words.length
      ? await segment.candidates(this.query, null)
      : new Findings(this.query, Uint32Array.from({ length: segment.records }, (_, id) => id), new Map());
  }

  async finish() {
    const { segments } = this.root;
    await this.begin(segments);
    const texts = this.candidates < MAX_TEXTS ? MAX_TEXTS : MAX_TEXTS / 4;
    await Promise.all(segments.map((segment) => (this.finished[segment.number] ??= this.finishIn(segment, texts))));
  }

  async finishIn(segment, texts) {
    this.findings[segment.number] = await segment.exactly(this.query, this.findings[segment.number], texts);
  }

  get places() {
    return this.root.segments.map((segment) => ({ segment, findings: this.findings[segment.number] })).filter(({ findings }) => findings?.ids.length);
  }

  /* The places of the best `count`, best first. `besides`: a search whose findings do not count here. */
  select(ask, count, facets, besides) {
    const best = new Best(count);
    const ranked = ask.sort !== "date";
    const { root, query } = this;
    const weights = query.words.map((_, word) => {
      const number = this.findings.reduce((sum, found) => sum + (found?.holders[word] ?? 0), 0);
      return Math.log(1 + (root.records - number + 0.5) / (number + 0.5));
    });
    const limit = (weights.reduce((sum, weight) => sum + weight, 0) || 1) * 2.2;
    for (const { segment, findings } of this.places) {
      if (ask.year && ask.year !== segment.id) continue;
      const others = besides?.findings[segment.number].ids;
      const failed = facets || others ? failing(ask, segment, facets?.[segment.number], others) : null;
      if (ranked) best.ranked(findings, failed, segment, weights, limit, root.mean);
      else best.newest(findings, failed, segment);
    }
    return Array.from(best.sorted, (key) => {
      const { segment, id } = placeOf(root.segments, key);
      const findings = this.findings[segment.number];
      return { segment, id, findings, i: seek(findings.ids, id, 0) };
    });
  }

  /* The texts of the best `count`. What was only supposed of these is looked up there, and put right, so
     that others may come up, so often at most. */
  async best(ask, count, rounds, besides) {
    const facets = FILTERS.some((name) => ask[name]) ? await this.facets(ask.today) : null;
    const needs = ({ findings, i }) => !findings.sure[i] && (ask.sort !== "date" || !findings.whole);
    for (let round = 0; ; round++) {
      /* Where many are not what they were taken for, more are looked at before they come up. */
      const places = this.select(ask, count + (round > 1 ? SOON << round : 0), facets, besides);
      const wanted = places.filter((place, n) => n < count || needs(place));
      const entries = await textsOf(wanted);
      const changed = wanted.filter((place, n) => needs(place) && place.findings.settle(place.i, entries[n], this.query));
      if (!changed.length || round >= rounds) return entries.filter((_, n) => n < count && wanted[n].findings.rank[wanted[n].i] !== GONE);
    }
  }

  async facets(day) {
    const facets = [];
    await Promise.all(this.places.map(async ({ segment }) => { facets[segment.number] = await segment.facets(day); }));
    return facets;
  }

  /* How many pass the filters, how many there are without them, and how many there would be with another
     value of each filter: so that one may change one's mind. */
  async tally(ask, besides) {
    const facets = await this.facets(ask.today);
    const counts = FILTERS.map(() => new Map());
    const years = [];
    let total = 0;
    let all = 0;
    for (const { segment, findings: { ids } } of this.places) {
      const { columns, labels } = facets[segment.number];
      const failed = failing(ask, segment, facets[segment.number], besides?.findings[segment.number].ids);
      const here = labels.map((each) => new Uint32Array(each.length));
      const sums = tallyOf(ids, failed, ask.year && ask.year !== segment.id ? 1 << FILTERS.length : 0, columns, here);
      all += sums.all;
      total += sums.passing;
      here.forEach((numbers, f) => numbers.forEach((number, value) => {
        const label = labels[f][value];
        if (number && label) counts[f].set(label, (counts[f].get(label) ?? 0) + number);
      }));
      if (sums.inYear) years.push([segment.id, segment.id, sums.inYear]);
    }
    const listed = (f, labels) => labels.filter((label) => counts[f].has(label)).map((label) => [label, f ? label : this.root.names.get(label), counts[f].get(label)]);
    const most = (f) => listed(f, [...counts[f].keys()]).sort((a, b) => b[2] - a[2]);
    return { total, all, facets: { kind: listed(0, [...this.root.names.keys()]), branch: most(1), category: most(2), year: years, state: listed(3, STATES) } };
  }
}

/* For each record of a segment, a bit for each filter that it does not pass, or that it is one of `others`. */
function failing(ask, { records }, facets, others = NO_IDS) {
  const failed = new Uint8Array(records);
  FILTERS.forEach((name, f) => {
    if (!ask[name]) return;
    const wanted = facets.labels[f].indexOf(ask[name]);
    facets.columns[f].forEach((value, id) => { if (value !== wanted) failed[id] |= 1 << f; });
  });
  for (const id of others) failed[id] = OTHER;
  return failed;
}

/* How many there are, how many pass, how many would in their own year; `here` takes those with each value. */
function tallyOf(ids, failed, otherYear, columns, here) {
  let all = 0;
  let passing = 0;
  let inYear = 0;
  for (const id of ids) {
    if (failed[id] === OTHER) continue;
    all++;
    const fail = failed[id] | otherYear;
    if (!fail) passing++;
    if (fail & (fail - 1)) continue;
    for (let f = 0; f < here.length; f++) if (!(fail & ~(1 << f))) here[f][columns[f][id]]++;
    if (!(fail & ~otherYear)) inYear++;
  }
  return { all, passing, inYear };
}

/* ----- parts: where nothing holds a whole word, the records that hold most of its pairs ----- */

async function searchParts(root, query, count) {
  const marks = [...new Set(query.words.flatMap(({ text }) => {
    const all = Array.from(text);
    return all.length > 1 ? all.slice(1).map((each, i) => all[i] + each) : all;
  }))];
  const step = Math.max(1, Math.ceil(marks.length / 24));
  const asked = marks.filter((_, i) => i % step === 0).map((pair) => termsOf(pair)[0]);
  const banned = query.without.map((word) => new Query([word.text], []));
  const best = new Best(MAX_PARTS);
  const counts = await Promise.all(root.segments.map(async (segment) => {
    const postings = (await segment.hold(asked, new Map())).filter(Boolean);
    const others = await Promise.all(banned.map(async (word) => segment.exactly(word, await segment.candidates(word, null), 0)));
    const scores = new Float32Array(segment.records);
    const held = new Uint8Array(segment.records);
    for (const { ids } of postings) {
      const weight = Math.log(1 + (segment.records + 1) / ids.length);
      for (const id of ids) {
        scores[id] += weight;
        held[id]++;
      }
    }
    for (const { ids } of others) for (const id of ids) held[id] = 0;
    held.forEach((number, id) => { if (number) best.add(keyOf(Math.floor(scores[id] * 65536), segment, id)); });
    return held;
  }));
  const places = Array.from(best.sorted, (key) => placeOf(root.segments, key));
  const pairs = places.map(({ segment, id }) => counts[segment.number][id]);
  const near = places.filter((_, n) => pairs[n] >= Math.max(...pairs) / 2);
  return { entries: await textsOf(near.slice(0, count)), all: near.length, marks };
}

/* ----- what is shown ----- */

/* Characters each of which stays one: signs, Chinese and full-width ones. Others are taken with their marks. */
const SIMPLE = "[ -~·—‘-”、-〗㐀-䶿一-鿿！-～]";
const ALL_SIMPLE = new RegExp(`^${SIMPLE}*$`);
const CLUSTERS = new RegExp(`(${SIMPLE}+)(?!\\p{M})|[^]\\p{M}*`, "gu");

/* A text as it is searched, and where in the text as it is shown each of its characters began. */
function alignText(shown) {
  const plain = normalise(shown);
  if (plain === shown || (plain.length === shown.length && ALL_SIMPLE.test(shown))) return { plain, starts: null };
  let text = "";
  const starts = [];
  for (const { 0: cluster, 1: simple, index } of shown.matchAll(CLUSTERS)) {
    let at = index;
    for (const character of simple ? lower(simple) : foldSpaces(lower(cluster))) {
      if (character !== " " || (text !== "" && !text.endsWith(" "))) {
        text += character;
        for (let unit = 0; unit < character.length; unit++) starts.push(at);
      }
      if (simple) at++;
    }
  }
  starts.push(shown.length);
  /* A letter's form may depend on the next one (Σ): then the whole is right, and as long. */
  return { plain: plain.length === text.length ? plain : text, starts };
}

/* Where the words stand in a text as it is shown: [from, to, number of the word]. */
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

/* A piece of a text in turns unmarked and marked. */
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
    kind: root.names.get(entry.k),
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
    this.opened = null;
  }

  /* What `make` gives as [value, bytes], kept as long as there is room for it. */
  once(key, make) {
    const { kept } = this;
    let entry = kept.get(key);
    if (entry) {
      kept.delete(key);
      kept.set(key, entry);
      return entry.value;
    }
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
    this.opened ??= this.load("root").then((bytes) => {
      const root = jsonOf(bytes);
      if (root.format !== 2) throw new Error(`format ${root.format}`);
      root.names = new Map(root.kinds.map(({ id, name }) => [id, name]));
      this.kinds = [...root.names.keys()];
      root.records = 0;
      root.segments = root.segments.map((info, number) => {
        const segment = new Segment(this, info, number, root.records);
        root.records += info.records;
        return segment;
      });
      root.mean = root.segments.reduce((sum, segment) => sum + segment.length, 0) / Math.max(root.records, 1) || 1;
      return root;
    });
    return this.opened;
  }

  open() {
    return this.again(async () => {
      const { segments } = await this.root();
      await Promise.all(segments.map((segment) => segment.head()));
    });
  }

  search(root, words, without) {
    return this.once(JSON.stringify([words, without]), async () => [new Search(root, words, without), KEEP_BYTES / 32]);
  }

  /* Where the site was built anew since the root was read: once more, from the new root. */
  async again(task, alive = () => true) {
    try {
      return await task();
    } catch (error) {
      if (!alive()) throw error;
      this.forget();
      return task();
    }
  }

  /* Tells, as it comes:
       {type: "progress", done, of, found}
       {type: "results", complete, total, all, more, pinyin, parts, facets, items}
     `all` is without the filters; `items` are the first `count`: group "exact", then "pinyin", or "part".
     Before it is complete, these are some that are sure. */
  answer(ask, tell, alive = () => true) {
    return this.again(() => this.reply(ask, tell, alive), alive);
  }

  async reply(ask, tell, alive) {
    const { words, without } = parseQuery(ask.q);
    const results = { type: "results", complete: true, total: 0, all: 0, more: 0, pinyin: 0, parts: false, facets: {}, items: [] };
    if (!words.length && (without.length || ![...FILTERS, "year"].some((name) => ask[name]))) return tell({ ...results, empty: true });
    const root = await this.root();
    const shown = (entries, group, marks) => entries.map((entry) => shownEntry(root, entry, marks, group, ask.today));
    const search = await this.search(root, words, without);
    const sounds = areLetters(words) ? await this.search(root, words.map(movePinyin), without) : null;
    const count = ask.count ?? 2 * SOON;
    let told = search.done === root.segments.length;
    /* A chosen year comes first. */
    const open = root.segments.filter(() => !told).sort((a, b) => (b.id === ask.year) - (a.id === ask.year));
    const finish = () => Promise.all([search.finish(), sounds?.finish()]);
    while (open.length) {
      const wave = open.splice(0, WAVE);
      await Promise.all([search.begin(wave), sounds?.begin(wave)]);
      if (!alive()) return;
      /* The texts of a few are all looked at, and there is nothing to tell before. */
      const few = !open.length && search.candidates <= MAX_TEXTS;
      if (few) search.facets(ask.today).catch(() => {});
      if (!told && !few && search.candidates >= SOON) {
        if (!open.length && search.room <= FEW_PLACES + root.records) finish().catch(() => {});
        const entries = await search.best(ask, SOON, 0);
        if (!alive()) return;
        told = entries.length >= SOON;
        if (told) {
          tell({ ...results, complete: false, total: SOON, items: shown(entries, "exact", words) });
          /* What is told is shown before more is asked for. */
          await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
        }
      }
      tell({ type: "progress", done: search.done, of: root.segments.length, found: search.known });
    }
    await finish();
    if (!alive()) return;
    const [entries, tally] = await Promise.all([search.best(ask, count, 6), search.tally(ask)]);
    const found = { ...results, ...tally, items: shown(entries, "exact", words) };
    found.more = found.total - entries.length;
    if (sounds) {
      const [others, besides] = await Promise.all([sounds.best(ask, Math.max(count - found.total, 0), 6, search), sounds.tally(ask, search)]);
      found.pinyin = besides.total;
      if (!found.all) found.facets = besides.facets;
      found.all += besides.all;
      found.more += besides.total - others.length;
      found.items.push(...shown(others, "pinyin", []));
    }
    if (!found.all && words.length) {
      const near = await searchParts(root, search.query, count);
      found.parts = near.all > 0;
      found.more = near.all - near.entries.length;
      found.items = shown(near.entries, "part", near.marks);
    }
    if (alive()) tell(found);
  }

  /* Up to eight titles for what has been typed so far. */
  async suggest(text, today, alive = () => true) {
    const { words, without } = parseQuery(text);
    return words.length ? this.again(() => this.titles(words, without, today, alive), alive) : [];
  }

  async titles(words, without, today, alive) {
    const root = await this.root();
    const items = [];
    let besides = null;
    for (const asked of areLetters(words) ? [words, words.map(movePinyin)] : [words]) {
      const room = 8 - items.length;
      const search = await this.search(root, asked, without);
      await search.begin(root.segments);
      if (!alive()) return [];
      let entries = search.candidates < room ? [] : await search.best({ today }, room, 0, besides);
      if (entries.length < room) {
        await search.finish();
        entries = await search.best({ today }, room, 6, besides);
      }
      for (const entry of entries) {
        items.push({
          u: entry.u,
          title: markedParts(entry.f[0], besides ? [] : marksIn(entry.f[0], words)),
          note: [root.names.get(entry.k), entry.b].filter(Boolean).join(" · "),
        });
      }
      if (items.length >= 8 || !alive()) break;
      besides = search;
    }
    return items;
  }
}

const areLetters = (words) => words.length > 0 && words.every((word) => /^[a-z]+$/.test(word));

export function openIndex(load) {
  return new SearchIndex(load);
}

/* ----- loading over HTTP ----- */

/* Ranges that lie so close together are asked for as one, and so many others in one request: more look like
   an attack to some servers. */
const GAP = 1500;
const RANGES = 5;

/* A file of which parts are loaded: those asked for in one turn, and in what follows from it, together. */
class RemoteFile {
  constructor(address) {
    this.address = address;
    this.asked = [];
    /* The first request goes alone: it shows whether the server knows ranges. */
    this.first = null;
    this.whole = null;
    this.several = true;
  }

  range(from, to) {
    return new Promise((resolve, reject) => {
      if (this.asked.push({ from, to, resolve, reject }) === 1) setTimeout(() => this.send());
    });
  }

  async send() {
    const spans = [];
    for (const each of this.asked.splice(0).sort((a, b) => a.from - b.from)) {
      const last = spans.at(-1);
      if (!last || each.from > last.to + GAP) spans.push({ from: each.from, to: each.to, asked: [each] });
      else {
        last.to = Math.max(last.to, each.to);
        last.asked.push(each);
      }
    }
    if (this.first) await this.first;
    else await (this.first = this.bring([spans.shift()]));
    const requests = Math.ceil(spans.length / (this.several ? RANGES : 1));
    for (let n = 0; n < requests; n++) this.bring(spans.filter((_, i) => i % requests === n));
  }

  async bring(spans) {
    const asked = spans.flatMap((span) => span.asked);
    try {
      const parts = await this.parts(spans);
      for (const { from, to, resolve } of asked) {
        const part = parts.find((each) => each.from <= from && to <= each.from + each.bytes.length);
        if (!part) throw new Error(`${from}-${to} of ${this.address} is short`);
        resolve(part.bytes.subarray(from - part.from, to - part.from));
      }
    } catch (error) {
      asked.forEach(({ reject }) => reject(error));
    }
  }

  /* What the server gives for some spans: parts that say where they begin. */
  async parts(spans) {
    if (this.whole) return this.whole;
    /* An address of its own for each range: browsers queue requests for parts of one. What is in a cache is
       right, however old: the file's name has its hash. */
    const query = spans.map(({ from, to }) => `${from}-${to}`).join(",");
    const ranges = spans.map(({ from, to }) => `${from}-${to - 1}`).join(",");
    const answer = await fetch(`${this.address}?${query}`, { headers: { Range: `bytes=${ranges}` }, cache: "force-cache" });
    const several = /^multipart\/byteranges/i.test(answer.headers.get("Content-Type"));
    if (answer.status === 206 && several === spans.length > 1) {
      const bytes = await bytesOf(answer);
      return several ? partsOf(bytes) : [{ from: spans[0].from, bytes }];
    }
    if (spans.length > 1 || (answer.status === 200 && this.whole)) {
      this.several &&= spans.length < 2;
      await answer.body?.cancel();
      return (await Promise.all(spans.map((span) => this.parts([span])))).flat();
    }
    if (answer.status !== 200) throw new Error(`${answer.status} ${this.address}`);
    this.whole = bytesOf(answer).then((bytes) => [{ from: 0, bytes }]);
    return this.whole;
  }
}

const bytesOf = async (answer) => new Uint8Array(await answer.arrayBuffer());

/* The parts of a multipart/byteranges answer (RFC 9110, § 14.6): each says where it is from. */
function partsOf(bytes) {
  const text = new TextDecoder("latin1").decode(bytes);
  const head = /content-range: *bytes +(\d+)-(\d+)[^]*?\r\n\r\n/gi;
  const parts = [];
  for (let found; (found = head.exec(text)); ) {
    const at = head.lastIndex;
    const from = Number(found[1]);
    head.lastIndex += Number(found[2]) + 1 - from;
    parts.push({ from, bytes: bytes.subarray(at, head.lastIndex) });
  }
  return parts;
}

/* `load` for an index at an address. */
export function fetchFrom(base) {
  let files = new Map();
  /* The root is asked for again when it has led nowhere: a server that tells files apart by the second may hold
     the new one for the old. */
  let cache = "no-cache";
  return async (name, from, to) => {
    if (from === undefined) {
      files = new Map();
      const answer = await fetch(`${base}${name}.json`, { cache });
      cache = "reload";
      if (!answer.ok) throw new Error(`${answer.status} ${name}`);
      return bytesOf(answer);
    }
    if (!files.has(name)) files.set(name, new RemoteFile(`${base}${name}.bin`));
    return files.get(name).range(from, to);
  };
}
