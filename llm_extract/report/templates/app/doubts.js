"use strict";

// What to look at first in an article, each with the way to its place.
const Doubts = {
  // [{kind, path, words}]: values, then what is not in the record, then what checks found.
  of(entry) {
    const values = [...entry.items.flatMap((item) => item.values), ...entry.facts];
    const found = Verdicts.doubtful.flatMap((verdict) => values
      .filter((value) => value.verdict === verdict)
      .map((value) => ({ kind: verdict, path: value.path, words: Doubts.label(entry, value) })));
    entry.rejected.forEach((part, place) => {
      found.push({ kind: "rejected", path: `rejected.${place}`, words: `${part.list || "fact"}: ${part.code}` });
    });
    entry.suspicious.forEach((part, place) => {
      found.push({ kind: "suspicious", path: `suspicious.${place}`, words: Items.name(part.kind) });
    });
    entry.gaps.forEach((gap) => {
      const where = gap.sentence === null ? "the end of the record" : `sentence ${gap.sentence}`;
      found.push({ kind: "gap", path: gap.sentence === null ? "" : `sentence.${gap.sentence}`, words: `${where}: ${gap.code}` });
    });
    return [...found, ...Doubts.findings(entry)];
  },

  findings(entry) {
    const all = [...entry.findings, ...entry.items.flatMap((item) => item.findings)];
    return ["fault", "notice"].flatMap((kind) => all
      .filter((finding) => (finding.severity === "notice") === (kind === "notice"))
      .map((finding) => ({ kind, path: finding.path, words: `${finding.path || "record"}: ${finding.code}` })));
  },

  label(entry, value) {
    return `${value.path}: ${value.value}`;
  },

  render(entry) {
    const doubts = Doubts.of(entry);
    const strip = Dom.make("nav", { class: "doubts", "aria-label": "Doubtful first" });
    if (!doubts.length) {
      strip.append(Dom.make("p", { class: "quiet" }, entry.status === "ok" ? "Nothing here is in doubt." : ""));
      return strip;
    }
    for (const kind of new Set(doubts.map((doubt) => doubt.kind))) {
      strip.append(Doubts.group(kind, doubts.filter((doubt) => doubt.kind === kind)));
    }
    return strip;
  },

  // Long groups and mere notices are folded.
  group(kind, doubts) {
    const jumps = doubts.map((doubt) => Dom.make("li", {}, Dom.button(
      Dom.words(doubt.words), () => ArticleView.select(doubt.path), { class: "jump" },
    )));
    const open = kind !== "notice" && doubts.length <= 8;
    const summary = Dom.make("summary", {}, Verdicts.badge(kind, Verdicts.count(doubts.length, kind)));
    return Dom.make("details", { open }, summary, Dom.make("ul", {}, ...jumps));
  },

  rejected(entry) {
    if (!entry.rejected.length) {
      return [];
    }
    const parts = entry.rejected.map((part, place) => {
      const cites = part.cites.length ? `, sentence ${part.cites.join(", ")}` : "";
      return Dom.make(
        "article", { class: "item out", "data-path": `rejected.${place}`, tabindex: "-1", "aria-label": `rejected: ${part.code}` },
        Dom.make("p", {}, Verdicts.badge("rejected"), " ", Dom.words(`${part.list || "fact"}${cites}`)),
        Dom.make("p", {}, Dom.words(part.code, "kind"), " ", Dom.words(part.reason)),
        Dom.make("pre", { dir: "auto", tabindex: "0", "aria-label": "What the model wrote" }, JSON.stringify(part.raw, null, 2)),
      );
    });
    return [Dom.make("h2", {}, "rejected ", Dom.make("span", { class: "quiet" }, `${parts.length}`)), ...parts];
  },
};
