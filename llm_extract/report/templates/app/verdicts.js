"use strict";

// Verdicts: each is told by a sign, a word and a colour, the worst last.
const Verdicts = {
  all: ["exact", "normalised", "derived", "classified", "miscited", "altered", "unsupported"],
  doubtful: ["altered", "unsupported"],
  signs: {
    exact: "=",
    normalised: "≈",
    derived: "→",
    classified: "◆",
    miscited: "↷",
    altered: "≠",
    unsupported: "✗",
    rejected: "⊘",
    suspicious: "⚠",
    gap: "…",
    fault: "!",
    notice: "i",
  },

  // As the overview has them.
  meanings: {
    exact: "in a cited sentence, letter by letter",
    normalised: "in a cited sentence, but for case, spaces, accents or a spelled number",
    derived: "follows from the text by a rule",
    classified: "a choice; its item cites a sentence",
    miscited: "only in another sentence of the article",
    altered: "the text says something near, but not this",
    unsupported: "nowhere in the article",
  },

  badge(kind, word = kind) {
    const sign = Dom.make("span", { "aria-hidden": "true" }, Verdicts.signs[kind] ?? "·");
    return Dom.make("span", { class: `badge is-${kind}` }, sign, ` ${word}`);
  },

  // "3 altered", "2 faults".
  count(number, kind) {
    return ["gap", "fault", "notice"].includes(kind) ? Dom.count(number, kind) : `${number.toLocaleString("en")} ${kind}`;
  },

  // How many values have which verdict, as a strip whose parts are as wide as they are many.
  bar(counts) {
    const known = Verdicts.all.filter((verdict) => counts[verdict]);
    const label = known.map((verdict) => `${counts[verdict]} ${verdict}`).join(", ");
    const parts = known.map((verdict) => {
      const part = Dom.make("span", { class: `is-${verdict}` });
      part.style.setProperty("flex-grow", counts[verdict]);
      return part;
    });
    const attributes = { class: "bar", role: "img", "aria-label": label || "no values", title: label };
    return Dom.make("span", attributes, ...parts);
  },

  // A sentence on how a value is proven.
  told(entry, item, value) {
    const where = Evidence.where(entry, item, value.spans);
    const rule = value.rule ? ` by rule ${value.rule}` : "";
    const told = {
      exact: `${where}, letter by letter.`,
      normalised: `${where}, written another way.`,
      derived: where ? `Follows from what is ${Verdicts.lower(where)}${rule}.` : `Made by code${rule}.`,
      classified: where ? `A choice, for what is ${Verdicts.lower(where)}.` : "A choice for the article as a whole.",
      miscited: `${where}, which the item does not cite.`,
      altered: Verdicts.altered(value, where),
      unsupported: "Nowhere in the article.",
    };
    return told[value.verdict] ?? "Not looked for in the article.";
  },

  altered(value, where) {
    const differences = (value.differs ?? []).map((part) => Verdicts.difference(value, part));
    const place = where ? `Something near it is ${Verdicts.lower(where)}` : "The text says something near it";
    return `${place}${differences.length ? `: ${differences.join("; ")}` : ""}.`;
  },

  // `differs` holds words of the value that the text lacks, or what the text has instead.
  difference(value, part) {
    const omission = /^left out: (.*)$/s.exec(part);
    if (omission) {
      return `the value leaves out “${omission[1]}”`;
    }
    const isOwn = String(value.value).toLowerCase().includes(part.toLowerCase());
    return isOwn ? `the text does not say “${part}”` : `the text has “${part}” instead`;
  },

  lower(text) {
    return text.charAt(0).toLowerCase() + text.slice(1);
  },
};
