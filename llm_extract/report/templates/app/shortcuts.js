"use strict";

// The keys of the page itself.
const Shortcuts = {
  nextItem(step) {
    const { items } = ArticleView.entry;
    const at = ArticleView.itemAt(ArticleView.entry, App.route.params.at ?? "");
    const place = items.indexOf(at);
    const next = items[place < 0 ? (step > 0 ? 0 : items.length - 1) : place + step];
    if (next) {
      ArticleView.select(next.path);
    }
  },

  nextArticle(step) {
    const next = List.neighbour(App.route.index, step);
    if (next !== null) {
      App.navigate(Route.article(next));
    }
  },

  nextDoubt() {
    const doubts = Doubts.of(ArticleView.entry).filter((doubt) => doubt.kind !== "notice");
    if (doubts.length) {
      ArticleView.doubt = (ArticleView.doubt + 1) % doubts.length;
      const doubt = doubts[ArticleView.doubt];
      ArticleView.select(doubt.path);
      Dom.announce(`${doubt.kind}: ${doubt.words}`);
    }
  },

  search() {
    if (App.route.view !== "articles") {
      App.navigate(Route.articles(List.params));
      setTimeout(Shortcuts.search, 50);
      return;
    }
    document.querySelector(".controls [name=q]")?.focus();
  },

  // Arrows move between items only from inside them: elsewhere they scroll.
  arrow(step) {
    if (!document.activeElement?.closest("#article .items")) {
      return false;
    }
    Shortcuts.nextItem(step);
    return true;
  },

  close() {
    if (!Card.hide()) {
      App.navigate(Route.articles(List.params));
    }
  },
};

Keys.add("/", "search", Shortcuts.search);
Keys.add("j", "next article of the list", () => List.step(1), "articles");
Keys.add("k", "previous article of the list", () => List.step(-1), "articles");
Keys.add("ArrowDown", null, () => List.step(1), "articles");
Keys.add("ArrowUp", null, () => List.step(-1), "articles");
Keys.add("Enter", "open the article", () => false, "articles");
Keys.add("j", "next item", () => Shortcuts.nextItem(1), "article");
Keys.add("k", "previous item", () => Shortcuts.nextItem(-1), "article");
Keys.add("ArrowDown", null, () => Shortcuts.arrow(1), "article");
Keys.add("ArrowUp", null, () => Shortcuts.arrow(-1), "article");
Keys.add("d", "next doubt", Shortcuts.nextDoubt, "article");
Keys.add("n", "next article", () => Shortcuts.nextArticle(1), "article");
Keys.add("p", "previous article", () => Shortcuts.nextArticle(-1), "article");
Keys.add("Escape", "close the card, then the article", Shortcuts.close, "article");
Keys.add("?", "this help", () => Help.show());
