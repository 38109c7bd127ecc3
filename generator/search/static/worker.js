/* The reader in a thread of its own. Gets {id, task, ...}, gives the same `id` back with what is told;
   a new task of a sort ends the one before. */
import { fetchFrom, openIndex } from "./reader.js";

const index = openIndex(fetchFrom(new URL("data/", import.meta.url).href));
const latest = {};

self.addEventListener("message", async ({ data }) => {
  const { id, task } = data;
  const tell = (told) => self.postMessage({ id, ...told });
  const alive = () => latest[task] === id;
  latest[task] = id;
  try {
    if (task === "search") await index.answer(data, tell, alive);
    else if (task === "suggest") tell({ type: "suggestions", items: await index.suggest(data.q, data.today, alive) });
    else await index.open();
  } catch (error) {
    tell({ type: "error", message: String(error) });
  }
});
