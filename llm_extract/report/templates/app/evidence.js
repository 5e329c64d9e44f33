"use strict";

// The sentences that prove values, with the proving words marked.
const Evidence = {
  // [{number, start, text, parts: [[text, isMarked]]}] for the spans of a value, in text order.
  sentences(entry, item, spans) {
    const sources = entry.text === null ? Evidence.quoted(item) : Evidence.written(entry, spans);
    return sources
      .map((source) => ({ ...source, spans: spans.filter(([start, end]) => start < source.end && end > source.start) }))
      .filter((source) => source.spans.length)
      .map((source) => ({ ...source, parts: Evidence.cut(source, spans) }));
  },

  // Sentences of the text; for spans outside of all sentences, such as a dateline, the span.
  written(entry, spans) {
    const at = CodePoints.slicer(entry.text);
    const sentences = entry.sentences.map(([start, end], place) => ({ number: place + 1, start, end }));
    const others = spans
      .filter(([start, end]) => !sentences.some((one) => start < one.end && end > one.start))
      .map(([start, end]) => ({ number: null, start, end }));
    return [...sentences, ...others].map((one) => ({ ...one, text: at(one.start, one.end) }));
  },

  // What is left of an article that is not at hand: the sentences its items cite.
  quoted(item) {
    return (item.quotes ?? []).map((text, place) => {
      const [start, end] = item.spans[place];
      return { number: item.cites[place], start, end, text };
    });
  },

  // The text of a sentence, cut where spans begin and end.
  cut(source, spans) {
    const at = CodePoints.slicer(source.text);
    const bounds = new Set([source.start, source.end]);
    for (const offset of spans.flat()) {
      if (offset > source.start && offset < source.end) {
        bounds.add(offset);
      }
    }
    const sorted = [...bounds].sort((one, two) => one - two);
    return sorted.slice(1).map((end, place) => {
      const start = sorted[place];
      const isMarked = spans.some(([first, last]) => first <= start && end <= last);
      return [at(start - source.start, end - source.start), isMarked];
    });
  },

  // "In sentence 4", "In the dateline", or "" for no spans.
  where(entry, item, spans) {
    const numbers = new Set();
    for (const one of Evidence.sentences(entry, item, spans)) {
      numbers.add(one.number === null ? Evidence.section(entry, one.start) : `sentence ${one.number}`);
    }
    if (!numbers.size) {
      return spans.length ? "In the article" : "";
    }
    return `In ${[...numbers].join(" and ")}`;
  },

  section(entry, offset) {
    const found = entry.sections.find(([, start, end]) => start <= offset && offset < end);
    return found ? `the ${found[0]}` : "the article";
  },

  quote(sentence) {
    const number = sentence.number === null ? null : Dom.make("span", { class: "quiet" }, `[${sentence.number}] `);
    const parts = sentence.parts.map(([text, isMarked]) => (isMarked ? Dom.make("mark", {}, text) : text));
    return Dom.make("blockquote", {}, number, Dom.make("span", { dir: "auto", class: "words" }, ...parts));
  },
};
