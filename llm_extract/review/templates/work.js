"use strict";

// The way through the work: progress, what is next, undo, done, and the keys for all of it.
const Work = {
  progress: Dom.make("span", { class: "progress-told" }),
  saving: Dom.make("span", { class: "saving", role: "status" }),
  undo: Dom.button("Undo", () => Work.undone(), { disabled: true }),

  start() {
    Work.undo.title = "z";
    App.toolbar(Work.saving);
    App.toolbar(Work.progress);
    App.toolbar(Dom.button("Next undecided", Work.next, { class: "main" }));
    App.toolbar(Work.undo);
    Review.onSaving = Work.saved;
    Review.onStanding.push(Work.tell);
    Review.isBusy = () => Panel.element !== null;
    document.querySelector(".top .name").append(` · ${App.session.reviewer}`);
    Panel.watch();
    Review.watch();
    Review.sync();
  },

  tell({ items, decided, articles, reviewed, undo }) {
    const done = Object.values(reviewed).filter((one) => one.done).length;
    const number = (count) => count.toLocaleString("en");
    Work.progress.textContent = `${number(decided)} of ${number(items)} decided, ${number(done)} of ${Dom.count(articles, "article")} done`;
    Work.undo.disabled = !undo;
  },

  saved(text, kind) {
    Work.saving.textContent = text;
    Work.saving.className = `saving is-${kind}`;
  },

  async undone() {
    await Review.undo();
    await Review.redraw();
  },

  async next() {
    const { index, params } = App.route;
    const item = index === null ? null : ArticleView.itemAt(ArticleView.entry, params.at ?? "");
    const from = item ? `article=${index}&path=${encodeURIComponent(item.path)}` : "";
    const { next } = await Review.ask(`next?${from}`);
    if (!next) {
      Dom.announce("Everything is decided.");
    } else if (next.article === App.route.index) {
      ArticleView.select(next.path);
    } else {
      App.navigate(Route.article(next.article, { at: next.path }));
    }
  },

  async done(entry) {
    try {
      await Review.decide({ article: entry.index, action: "done" });
    } catch (error) {
      Dom.announce(error.message);
      return;
    }
    await Review.redraw();
    Dom.announce("The article is done.");
  },

  head(entry, element) {
    const record = Review.records.get(entry.index);
    if (!record || entry.status !== "ok") {
      return;
    }
    const done = record.done
      ? Dom.make("span", { class: "badge decided-accepted" }, "✓ done")
      : Dom.button("Done with this article", () => Work.done(entry), { class: "done" });
    const notes = Decide.notes("");
    const note = Dom.button("Note", () => Forms.note(entry, "", element), { "aria-label": "Write a note on the article" });
    const earlier = record.earlier ? Dom.make("p", { class: "notice" },
      `${Dom.count(record.earlier, "decision")} on an earlier record of this article: ${record.earlier === 1 ? "it is" : "they are"} kept, but not applied.`) : null;
    element.append(Dom.make("div", { class: "decide" }, done, note), ...notes, ...(earlier ? [earlier] : []));
  },

  row(index, summary, row) {
    const own = Review.standing.reviewed[index];
    if (own) {
      const told = own.done ? "✓ done" : `${own.decided} decided`;
      row.querySelector(".marks")?.append(Dom.make("span", { class: `badge decided-${own.done ? "accepted" : "some"}` }, told));
    }
  },

  async article(route, section) {
    if (route.index in Data.index.articles && Data.index.articles[route.index].status === "ok") {
      await Review.load(route.index);
    }
    if (App.route !== route) {
      return;
    }
    Panel.close();
    await ArticleView.render(route, section);
    if (App.route.index === route.index) {
      Decide.adding(ArticleView.entry);
    }
  },

  current() {
    return ArticleView.itemAt(ArticleView.entry, App.route.params.at ?? "");
  },

  // Keys act on the selected item; without one, the next is selected.
  onItem(act) {
    return () => {
      const item = Work.current();
      if (!item || Review.path(item.path) === null) {
        Dom.announce("Select an item first.");
        return;
      }
      act(ArticleView.entry, item, ArticleView.elementOf(item.path));
    };
  },

  // Space and Enter press what has the focus; elsewhere they lead on.
  onward(event) {
    if (event.target.closest("button, a, summary, label")) {
      return false;
    }
    Work.next();
    return true;
  },

  correct(entry, item, element) {
    const value = ArticleView.valueAt(entry, App.route.params.at ?? "");
    const held = value && ArticleView.elementOf(value.path);
    if (held && Forms.isOpen(item, value)) {
      Forms.value(entry, item, value, held);
    } else {
      Forms.item(entry, item, element);
    }
  },

  note() {
    const item = Work.current();
    const element = item ? ArticleView.elementOf(item.path) : document.querySelector("#article .head");
    Forms.note(ArticleView.entry, item ? Review.path(item.path) : "", element);
  },

  add() {
    const box = document.querySelector("#article .adding");
    const item = Work.current();
    if (item) {
      box.querySelector("select").value = item.list;
    }
    Forms.add(ArticleView.entry, box.querySelector("select").value, box);
    box.scrollIntoView({ block: "nearest" });
  },
};

App.session = JSON.parse(document.getElementById("session").textContent);
App.view("article", Work.article);
App.onArticle(Work.head);
App.onList(Work.row);
Keys.add("a", "accept the item", Work.onItem((entry, item) => Decide.judge(entry, item, "accept")), "article");
Keys.add("c", "correct the value or item", Work.onItem(Work.correct), "article");
Keys.add("r", "reject the item", Work.onItem((entry, item) => Decide.judge(entry, item, "reject")), "article");
Keys.add("+", "add an item", Work.add, "article");
Keys.add("m", "write a note", Work.note, "article");
Keys.add("z", "undo your last decision", Work.undone);
Keys.add("D", "done with the article", () => Work.done(ArticleView.entry), "article");
Keys.add(" ", "next undecided item", Work.onward, "article");
Keys.add("Enter", null, Work.onward, "article");
Work.start();
