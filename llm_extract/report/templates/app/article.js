"use strict";

// One article: what is doubtful first, then its text beside its items.
const ArticleView = {
  entry: null,
  doubt: -1,

  async render(route, section) {
    if (!(route.index in Data.index.articles)) {
      section.replaceChildren(Dom.make("p", { class: "notice" }, "There is no such article in this run."));
      return;
    }
    const entry = await Data.entry(route.index);
    if (App.route !== route) {
      return;
    }
    const isSame = ArticleView.entry?.index === entry.index && section.hasChildNodes();
    const kept = isSame ? ArticleView.place(section) : null;
    ArticleView.entry = entry;
    ArticleView.draw(entry, section);
    App.title(entry.title ?? entry.id);
    ArticleView.settle(route, section, kept);
  },

  draw(entry, section) {
    Card.hide();
    const [head, doubts] = [Head.render(entry), Doubts.render(entry)];
    const text = Dom.make("section", { class: "side", "aria-label": "Text" }, TextView.render(entry));
    const columns = Dom.make("div", { class: "columns" }, text, Items.render(entry));
    section.replaceChildren(head, doubts, columns);
  },

  // Where the reader is: after new data of the same article the page must not jump.
  place(section) {
    const held = document.activeElement?.closest?.("[data-path]");
    return { top: window.scrollY, path: section.contains(held) ? held.dataset.path : null };
  },

  settle(route, section, kept) {
    TextView.fit();
    if (kept) {
      ArticleView.mark(route.params.at ?? "");
      window.scrollTo({ top: kept.top });
      ArticleView.focus(kept.path);
      return;
    }
    ArticleView.doubt = -1;
    window.scrollTo({ top: 0 });
    if (route.params.at) {
      ArticleView.select(route.params.at);
    }
  },

  focus(path) {
    const element = path === null ? null : ArticleView.elementOf(path);
    const target = element?.matches("dd") ? element.querySelector(".value") : element;
    target?.focus({ preventScroll: true });
  },

  // Select an item, value, rejected part, suspicious stretch or sentence by its path.
  select(path, { keepFocus = false, from = "items" } = {}) {
    const entry = ArticleView.entry;
    App.replace(Route.article(entry.index, { at: path }));
    ArticleView.reveal(path);
    const spans = ArticleView.mark(path);
    const element = ArticleView.elementOf(path);
    ArticleView.show(element);
    if (from === "items") {
      TextView.scrollTo(spans, Boolean(element));
    }
    if (!keepFocus && from === "items") {
      ArticleView.focus(path);
    }
  },

  // What is in view already stays where it is.
  show(element) {
    const { top = 0, bottom = 0 } = element?.getBoundingClientRect() ?? {};
    if (element && (top < 0 || bottom > window.innerHeight)) {
      element.scrollIntoView({ block: element.matches(".item") ? "start" : "center" });
    }
  },

  // Mark an item and its sentences, and the words of a value; returns the spans.
  mark(path) {
    const item = ArticleView.itemAt(ArticleView.entry, path);
    const value = ArticleView.valueAt(ArticleView.entry, path);
    const own = value ? value.spans : ArticleView.others(path);
    const proofs = item && !value ? item.values.filter((one) => TextView.isProof(item, one)).flatMap((one) => one.spans) : own;
    TextView.light("chosen", item?.spans ?? []);
    TextView.light("proving", proofs);
    for (const element of document.querySelectorAll("#article .item")) {
      const isChosen = Boolean(item) && element.dataset.path === item.path;
      element.classList.toggle("chosen", isChosen);
      element.querySelector(".pick")?.setAttribute("aria-pressed", String(isChosen));
    }
    return own.length ? own : item?.spans ?? [];
  },

  others(path) {
    const [kind, number] = path.split(".");
    const { suspicious, sentences, rejected } = ArticleView.entry;
    if (kind === "suspicious" && suspicious[number]) {
      return [[suspicious[number].start, suspicious[number].end]];
    }
    if (kind === "sentence") {
      return sentences.slice(number - 1, number);
    }
    const cites = kind === "rejected" ? rejected[number]?.cites ?? [] : [];
    return cites.flatMap((cite) => sentences.slice(cite - 1, cite));
  },

  // A value behind "more" has to be drawn before it can be shown.
  reveal(path) {
    if (ArticleView.elementOf(path)?.closest("details:not([open])") || !ArticleView.elementOf(path)) {
      const item = ArticleView.itemAt(ArticleView.entry, path);
      const details = item && ArticleView.elementOf(item.path)?.querySelector("details.more");
      if (details && ArticleView.valueAt(ArticleView.entry, path)) {
        Items.open(details);
      }
    }
  },

  elementOf(path) {
    return document.querySelector(`#article [data-path="${CSS.escape(path)}"]`);
  },

  itemAt(entry, path) {
    const head = path.split(".").slice(0, 2).join(".");
    return entry.items.find((item) => item.path === head);
  },

  valueAt(entry, path) {
    const item = ArticleView.itemAt(entry, path);
    return (item ? item.values : entry.facts).find((value) => value.path === path);
  },
};

App.view("article", ArticleView.render);
