"use strict";

// The index, and the entries and texts, which are unpacked chunk by chunk; a few chunks are kept.
const Data = {
  index: JSON.parse(document.getElementById("index").textContent),
  kept: new Map(),
  replaced: new Map(),
  most: 8,

  get size() {
    return this.index.articles.length;
  },

  get chunks() {
    return Math.ceil(this.size / this.index.chunk_size);
  },

  // The entry of an article by its place in the run.
  async entry(number) {
    if (this.replaced.has(number)) {
      return this.replaced.get(number);
    }
    const [chunk, place] = [this.chunkOf(number), number % this.index.chunk_size];
    const [entries, texts] = await Promise.all([this.part(`chunk-${chunk}`), this.texts(chunk)]);
    return { ...entries[place], text: entries[place].text ? texts[place] : null };
  },

  chunkOf(number) {
    return Math.floor(number / this.index.chunk_size);
  },

  // The texts of a chunk; of articles that are not at hand the cited sentences.
  texts(chunk) {
    return this.part(`texts-${chunk}`);
  },

  // Show another entry, and maybe another summary, in place of the ones of the file.
  replace(number, entry, summary = null) {
    this.replaced.set(number, entry);
    if (summary) {
      this.index.articles[number] = summary;
    }
  },

  // What a script element of the file holds, packed.
  part(id) {
    const found = this.kept.get(id) ?? this.unpack(id);
    this.kept.delete(id);
    this.kept.set(id, found);
    if (this.kept.size > this.most) {
      this.kept.delete(this.kept.keys().next().value);
    }
    return found;
  },

  async unpack(id) {
    await this.loaded();
    const packed = document.getElementById(id).textContent;
    const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  },

  // Chunks stand behind the scripts, so that the page shows before it is read to its end.
  loaded() {
    if (document.readyState !== "loading") {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      document.addEventListener("DOMContentLoaded", resolve, { once: true });
    });
  },
};
