"use strict";

// The index, and the entries, which are unpacked chunk by chunk; a few chunks are kept.
const Data = {
  index: JSON.parse(document.getElementById("index").textContent),
  kept: new Map(),
  replaced: new Map(),
  most: 6,

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
    const size = this.index.chunk_size;
    return (await this.chunk(Math.floor(number / size)))[number % size];
  },

  // Show another entry, and maybe another summary, in place of the ones of the file.
  replace(number, entry, summary = null) {
    this.replaced.set(number, entry);
    if (summary) {
      this.index.articles[number] = summary;
    }
  },

  // All entries of a chunk as they are in the file.
  chunk(number) {
    const found = this.kept.get(number) ?? this.unpack(number);
    this.kept.delete(number);
    this.kept.set(number, found);
    if (this.kept.size > this.most) {
      this.kept.delete(this.kept.keys().next().value);
    }
    return found;
  },

  async unpack(number) {
    await this.loaded();
    const packed = document.getElementById(`chunk-${number}`).textContent;
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
