"use strict";

// What to look at first in an article, each with the way to its place.
const Doubts = {
  // How many of a kind are shown at first.
  most: 6,

  // [{kind, path, words, why}]: values, then what is not in the record, then what checks found.
  // What a check found of a value that is listed is told there.
  of(entry) {
    const found = Doubts.values(entry);
    entry.rejected.forEach((part, place) => {
      found.push({ kind: "rejected", path: `rejected.${place}`, words: `${Items.name(part.list || "fact")}: ${part.reason}`, why: part.code });
    });
    entry.suspicious.forEach((part, place) => {
      found.push({ kind: "suspicious", path: `suspicious.${place}`, words: Items.name(part.kind), why: "" });
    });
    entry.gaps.forEach((gap) => {
      const where = gap.sentence === null ? "the end of the record" : `sentence ${gap.sentence}`;
      found.push({ kind: "gap", path: gap.sentence === null ? "" : `sentence.${gap.sentence}`, words: where, why: gap.code });
    });
    const listed = new Set(found.map((doubt) => doubt.path));
    return [...found, ...Doubts.findings(entry).filter((doubt) => !listed.has(doubt.path) || doubt.kind === "notice")];
  },

  values(entry) {
    const values = [...entry.items.flatMap((item) => item.values), ...entry.facts];
    const faults = Doubts.findings(entry).filter((doubt) => doubt.kind === "fault");
    return Verdicts.doubtful.flatMap((verdict) => values
      .filter((value) => value.verdict === verdict)
      .map((value) => {
        const why = faults.filter((fault) => fault.path === value.path).map((fault) => fault.message);
        return { kind: verdict, path: value.path, words: `${Doubts.place(entry, value.path)}: ${value.value}`, why: why.join("; ") };
      }));
  },

  findings(entry) {
    const all = [...entry.findings, ...entry.items.flatMap((item) => item.findings)];
    return ["fault", "notice"].flatMap((kind) => all
      .filter((finding) => (finding.severity === "notice") === (kind === "notice"))
      .map(({ path, code, message }) => ({ kind, path, message, words: `${Doubts.place(entry, path)}: ${message}`, why: code })));
  },

  // "casualties 1 · low" for casualties.0.low.
  place(entry, path) {
    const item = ArticleView.itemAt(entry, path);
    if (!item) {
      return path ? Items.field(path) : "record";
    }
    const name = `${Items.name(item.list)} ${Number(item.path.split(".")[1]) + 1}`;
    const field = path.slice(item.path.length + 1);
    return field ? `${name} · ${Items.field(field)}` : name;
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

  // Mere notices are folded, and of many doubts the first are shown.
  group(kind, doubts) {
    const list = Dom.make("ul", {}, ...doubts.slice(0, Doubts.most).map(Doubts.jump));
    const summary = Dom.make("summary", {}, Verdicts.badge(kind, Verdicts.count(doubts.length, kind)));
    if (doubts.length > Doubts.most) {
      const all = Dom.make("li", {}, Dom.button(`show all ${doubts.length}`, () => {
        list.replaceChildren(...doubts.map(Doubts.jump));
        list.querySelectorAll("button")[Doubts.most].focus();
      }));
      list.append(all);
    }
    return Dom.make("details", { open: kind !== "notice" }, summary, list);
  },

  jump(doubt) {
    const why = doubt.why ? Dom.make("span", { class: "quiet" }, ` ${doubt.why}`) : null;
    const told = [doubt.words, doubt.why].filter(Boolean).join(" – ");
    const attributes = { class: "jump", title: told };
    return Dom.make("li", {}, Dom.button(Dom.make("bdi", { dir: "auto" }, doubt.words, why), () => ArticleView.select(doubt.path), attributes));
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
