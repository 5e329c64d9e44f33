"use strict";

// The items of an article, list by list, each with its values and their verdicts.
const Items = {
  render(entry) {
    const column = Dom.make("section", { class: "items", "aria-label": "What was extracted" });
    if (entry.facts.length) {
      column.append(Items.facts(entry));
    }
    for (const name of new Set(entry.items.map((item) => item.list))) {
      const items = entry.items.filter((item) => item.list === name);
      const title = `${Items.name(name)} `;
      column.append(
        Dom.make("h2", {}, title, Dom.make("span", { class: "quiet" }, `${items.length}`)),
        ...items.map((item) => Items.item(entry, item)),
      );
    }
    if (entry.status === "ok" && !entry.items.length) {
      column.append(Dom.make("p", { class: "notice" }, "Nothing was extracted from this article."));
    }
    column.append(...Doubts.rejected(entry));
    return column;
  },

  facts(entry) {
    const facts = { path: "", list: "", label: "The article", values: entry.facts, spans: [], cites: [] };
    const element = Dom.make("section", { class: "item facts", "data-path": "", tabindex: "-1", "aria-label": "Facts of the article" });
    element.append(Dom.make("h2", {}, "Article"), ...Items.values(entry, facts));
    App.call("item", entry, facts, element);
    return element;
  },

  item(entry, item) {
    const attributes = { class: item.doubtful ? "item doubtful" : "item", "data-path": item.path };
    const element = Dom.make("article", { ...attributes, tabindex: "-1", "aria-label": `${Items.name(item.list)}: ${item.label}` });
    element.append(Items.head(item), ...Items.values(entry, item));
    if (item.findings.length) {
      element.append(Items.findings(item.findings));
    }
    const places = Places.of(entry, item);
    if (places) {
      element.append(places);
    }
    App.call("item", entry, item, element);
    return element;
  },

  head(item) {
    const pick = Dom.button(Dom.words(item.label || Items.name(item.list)), () => ArticleView.select(item.path), {
      class: "pick", "aria-pressed": "false",
    });
    const head = Dom.make("h3", {}, pick);
    const about = Dom.make("p", { class: "about" });
    if (item.type && item.type !== item.label) {
      about.append(Dom.words(item.type, "kind"), " ");
    }
    if (item.date) {
      about.append(Dom.make("time", { datetime: item.date }, item.date), " ");
    }
    about.append(Items.cites(item));
    return Dom.make("header", {}, head, about);
  },

  cites(item) {
    const told = item.cites.length === 1 ? "sentence" : "sentences";
    const unknown = item.unknown_cites?.length ? `, and ${item.unknown_cites.join(", ")}, which the article does not have` : "";
    const text = item.cites.length ? `${told} ${item.cites.join(", ")}${unknown}` : `no sentence${unknown}`;
    return Dom.make("span", { class: "quiet" }, text);
  },

  // The values that say something, and behind "more" the ones that are empty or made by code.
  values(entry, item) {
    const [major, minor] = [[], []];
    item.values.forEach((value) => (value.minor && !Verdicts.doubtful.includes(value.verdict) ? minor : major).push(value));
    const list = Dom.make("dl", { class: "values" }, ...major.map((value) => Items.value(entry, item, value)));
    return minor.length ? [list, Items.more(entry, item, minor)] : [list];
  },

  // Drawn when it is opened first: most are not.
  more(entry, item, values) {
    const details = Dom.make("details", { class: "more" }, Dom.make("summary", {}, `${values.length} more`));
    const list = Dom.make("dl", { class: "values" });
    Items.drawing.set(details, () => list.append(...values.map((value) => Items.value(entry, item, value))));
    details.append(list);
    details.addEventListener("toggle", () => Items.open(details), { once: true });
    return details;
  },

  drawing: new WeakMap(),

  open(details) {
    Items.drawing.get(details)?.();
    Items.drawing.delete(details);
    details.open = true;
  },

  value(entry, item, value) {
    const words = Dom.make("button", { type: "button", class: "words value" }, Items.shown(value.value));
    const held = Dom.make("dd", { "data-path": value.path }, words, value.verdict ? Verdicts.badge(value.verdict) : null);
    Items.about.set(held, { entry, item, value });
    App.call("value", entry, item, value, held);
    const is = Verdicts.doubtful.includes(value.verdict) ? " doubtful" : "";
    return Dom.make("div", { class: `one${is}` }, Dom.make("dt", {}, Items.field(value.field)), held);
  },

  // What an element of a value is about.
  about: new WeakMap(),

  shown(value) {
    if (value === null || (typeof value === "object" && !Object.keys(value).length)) {
      return Dom.make("span", { class: "quiet" }, "–");
    }
    if (typeof value === "boolean") {
      return value ? "yes" : "no";
    }
    return Dom.words(typeof value === "object" ? JSON.stringify(value) : value);
  },

  // "side a 2" for side_a.1, "when: start" for when.start.
  field(field) {
    return field.split(".").map((part, place) => {
      const isNumber = /^\d+$/.test(part);
      const text = isNumber ? `${Number(part) + 1}` : Items.name(part);
      return place ? `${isNumber ? " " : ": "}${text}` : text;
    }).join("");
  },

  name(name) {
    return name.replaceAll("_", " ");
  },

  findings(findings) {
    const rows = findings.map((finding) => {
      const kind = finding.severity === "notice" ? "notice" : "fault";
      return Dom.make("li", {}, Verdicts.badge(kind, finding.code), " ", Dom.words(finding.message));
    });
    return Dom.make("ul", { class: "findings" }, ...rows);
  },
};
