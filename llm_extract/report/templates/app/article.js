"use strict";

// One article: its text beside its items.
const ArticleView = {
  async render(route, section) {
    const entry = await Data.entry(route.index);
    const head = Dom.make("header", {}, Dom.make("h1", {}, Dom.words(entry.title ?? entry.id)));
    App.call("article", entry, head);
    const items = entry.items.map((item) => ArticleView.item(entry, item));
    section.replaceChildren(head, Dom.make("div", { class: "text", dir: "auto" }, entry.text ?? ""), ...items);
  },

  item(entry, item) {
    const element = Dom.make("section", { class: "item", "data-path": item.path }, Dom.words(item.label));
    const values = item.values.map((value) => ArticleView.value(entry, item, value));
    element.append(Dom.make("ul", {}, ...values));
    App.call("item", entry, item, element);
    return element;
  },

  value(entry, item, value) {
    const element = Dom.make("li", { class: "value", "data-path": value.path }, Dom.words(value.value));
    App.call("value", entry, item, value, element);
    return element;
  },
};

App.view("article", ArticleView.render);
