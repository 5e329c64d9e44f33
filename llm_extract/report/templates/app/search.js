"use strict";

// The search in the texts: chunk after chunk, until another one begins.
const Search = {
  current: 0,

  // Look for articles among `open` whose text holds all terms; `tell(done, all, found)` after
  // each chunk, in articles. Resolves to what was found, or to null when another search began.
  async run(query, open, tell) {
    const own = Search.stop();
    const terms = Filter.terms(query);
    const chunks = [...new Set(open.map((index) => Data.chunkOf(index)))];
    const found = [];
    let done = 0;
    for (const chunk of chunks) {
      const texts = await Data.texts(chunk);
      if (own !== Search.current) {
        return null;
      }
      const first = chunk * Data.index.chunk_size;
      const words = (index) => `${Data.index.articles[index].names}\n${texts[index - first]}`;
      const some = open.filter((index) => Data.chunkOf(index) === chunk);
      found.push(...some.filter((index) => Filter.holds(words(index), terms)));
      done += some.length;
      tell(done, open.length, found);
      await new Promise((resolve) => setTimeout(resolve));
    }
    return own === Search.current ? found : null;
  },

  // End the search that goes on.
  stop() {
    Search.current += 1;
    return Search.current;
  },
};
