"use strict";

// The list of articles.
const List = {
  render(route, section) {
    const rows = Data.index.articles.map((summary, index) => List.row(summary, index));
    section.replaceChildren(Dom.make("h1", {}, "Articles"), Dom.make("ol", { class: "rows" }, ...rows));
  },

  row(summary, index) {
    const link = Dom.make("a", { href: Route.article(index) }, Dom.words(summary.title ?? summary.id));
    const row = Dom.make("li", { class: "row" }, link);
    App.call("list", index, summary, row);
    return row;
  },
};

App.view("articles", List.render);
