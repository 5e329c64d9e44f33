"use strict";

// The search in the texts: chunk after chunk, until another one begins.
const Search = {
  current: 0,

  // Look for articles among `open` whose text holds all terms; `tell(done, all, found)` after
  // each chunk. Resolves to what was found, or to null when another search began.
  async run(query, open, tell) {
    const own = Search.stop();
    const terms = Filter.terms(query);
    const chunks = [...new Set(open.map((index) => Math.floor(index / Data.index.chunk_size)))];
    const wanted = new Set(open);
    const found = [];
    for (const [done, chunk] of chunks.entries()) {
      const entries = await Data.chunk(chunk);
      if (own !== Search.current) {
        return null;
      }
      found.push(...entries.filter((entry) => wanted.has(entry.index) && Search.fits(entry, terms)).map((entry) => entry.index));
      tell(done + 1, chunks.length, found);
      await new Promise((resolve) => setTimeout(resolve));
    }
    return own === Search.current ? found : null;
  },

  // End the search that goes on.
  stop() {
    Search.current += 1;
    return Search.current;
  },

  fits(entry, terms) {
    const words = entry.text ?? entry.items.flatMap((item) => item.quotes ?? []).join("\n");
    return Filter.holds(`${entry.title ?? ""}\n${entry.id}\n${words}`, terms);
  },
};
