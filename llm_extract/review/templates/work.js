"use strict";

// The way through the work: progress, what is next, undo, done, and the keys for all of it.
const Work = {
  progress: Dom.make("span", { class: "progress-told" }),
  saving: Dom.make("span", { class: "saving", role: "status" }),
  undo: Dom.button("Undo", () => Work.undone(), { disabled: true }),
  hint: Dom.make("p", { class: "notice" }),
  timer: null,

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
    document.getElementById("overview").prepend(Work.hint);
    Panel.watch();
    Review.watch();
    Review.sync();
  },

  tell({ items, decided, articles, undo }) {
    const number = (count) => count.toLocaleString("en");
    const done = articles - Work.open();
    Work.progress.textContent = `${number(decided)} of ${Dom.count(items, "item")} decided, ${number(done)} of ${Dom.count(articles, "article")} done`;
    Work.undo.disabled = !undo;
    Work.hint.textContent = decided < items ? Work.how : Work.rest();
    Work.hint.hidden = decided > 0 && decided < items;
  },

  how: "“Next undecided” shows one item beside the sentences it rests on, the least certain first. Accept, correct or reject it; each decision is saved at once, and “Undo” takes it back. When an article has nothing wrong or missing any more, mark it as done.",

  // Articles that are not done.
  open() {
    const { articles, reviewed } = Review.standing;
    return articles - Object.values(reviewed).filter((one) => one.done).length;
  },

  // What is left to do when there is no undecided item.
  rest() {
    const open = Work.open();
    return open
      ? `Every item is decided. ${Dom.count(open, "article")} ${open === 1 ? "is" : "are"} not marked as done yet: look for what is missing there, and mark ${open === 1 ? "it" : "them"} as done.`
      : "Every item is decided, and every article is done. End the review with Ctrl-C in the terminal; it tells you how to export your decisions.";
  },

  // What is told stays for a while, what was not saved until something is.
  saved(text, kind) {
    clearTimeout(Work.timer);
    Work.saving.textContent = text;
    Work.saving.className = `saving is-${kind}`;
    if (kind === "told") {
      Work.timer = setTimeout(() => Work.saving.replaceChildren(), 15000);
    }
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
      Review.say(Work.rest());
    } else if (!next.path) {
      App.navigate(Route.article(next.article));
      Review.say("Every item here is decided: is anything missing? Then mark the article as done.");
    } else if (next.article === App.route.index) {
      ArticleView.select(next.path);
    } else {
      App.navigate(Route.article(next.article, { at: next.path }));
    }
  },

  async done(entry) {
    if (!await Work.tried(() => Review.decide({ article: entry.index, action: "done" }))) {
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
    element.append(Dom.make("div", { class: "decide" }, done, note), ...notes, ...Work.notices(entry, record));
  },

  // What was decided and does not count, and why.
  notices(entry, record) {
    const one = (count, single, many) => (count === 1 ? single : many);
    const made = (count) => `${Dom.count(count, "decision")} ${one(count, "was", "were")} made about`;
    const kept = (count) => one(count, "It is kept, but does not count.", "They are kept, but do not count.");
    const told = [];
    if (record.was_done) {
      told.push(["You marked this article as done, but its items have changed since. Look at it again."]);
    }
    if (record.earlier) {
      told.push([`${made(record.earlier)} an earlier version of this record. ${kept(record.earlier)} `, Work.taking(entry, record)]);
    }
    if (record.gone) {
      told.push([`${made(record.gone)} ${one(record.gone, "an item that is", "items that are")} not in the record any more. ${kept(record.gone)}`]);
    }
    return told.map((parts) => Dom.make("p", { class: "notice" }, ...parts));
  },

  taking(entry, record) {
    if (!record.to_carry) {
      return "None of its items is in the record as it is now.";
    }
    return Dom.button(`Take over ${Dom.count(record.to_carry, "decision")}`, () => Work.takeOver(entry), {
      title: "For items that are the same in both versions and that you have not decided yet",
    });
  },

  async takeOver(entry) {
    const answer = await Work.tried(() => Review.change("over", { article: entry.index }));
    if (answer) {
      await Review.redraw();
      Review.say(`${Dom.count(answer.taken, "decision")} taken over`);
    }
  },

  // What came of a change; undefined where it was refused, which is told beside the progress.
  async tried(change) {
    try {
      return await change();
    } catch {
      return undefined;
    }
  },

  row(index, summary, row) {
    const own = Review.standing.reviewed[index];
    if (own?.done || own?.decided) {
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
        Review.say("Select an item first.");
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
