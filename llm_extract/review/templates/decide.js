"use strict";

// What was decided, and the buttons to decide, at each item and value.
const Decide = {
  told: {
    accepted: ["✓", "accepted"],
    corrected: ["✎", "corrected"],
    rejected: ["⊘", "rejected"],
    withdrawn: ["–", "no longer follows from the record"],
    derived: ["→", "follows from your decisions"],
  },

  record() {
    return Review.records.get(App.route.index);
  },

  state(path) {
    return Decide.record()?.states[path] ?? null;
  },

  badge(state) {
    const [sign, word] = Decide.told[state];
    return Dom.make("span", { class: `badge decided-${state}` }, Dom.make("span", { "aria-hidden": "true" }, sign), ` ${word}`);
  },

  item(entry, item, element) {
    const record = Decide.record();
    if (!record || entry.status !== "ok") {
      return;
    }
    const path = Review.path(item.path);
    const state = Decide.state(item.path);
    element.classList.add("reviewed");
    element.classList.toggle("is-out", state === "rejected" || state === "withdrawn");
    element.append(...Decide.changes(item));
    if (!item.path) {
      return;
    }
    element.append(...Decide.notes(path));
    if (path === null || state === "withdrawn") {
      element.append(Dom.make("p", { class: "decide" }, Decide.badge(state ?? "derived")));
      return;
    }
    element.append(Decide.buttons(entry, item, element, path, state));
  },

  buttons(entry, item, element, path, state) {
    const name = item.label || Items.name(item.list);
    const label = (verb) => ({ "aria-label": `${verb} ${name}` });
    const judge = [
      Dom.button("✓ Accept", () => Decide.judge(entry, item, "accept"), { ...label("Accept"), "aria-pressed": String(state === "accepted") }),
      Dom.button("✎ Correct", () => Forms.item(entry, item, element), label("Correct")),
      Dom.button("⊘ Reject", () => Decide.judge(entry, item, "reject"), { ...label("Reject"), "aria-pressed": String(state === "rejected") }),
    ];
    const note = Dom.button("Note", () => Forms.note(entry, path, element), label("Write a note on"));
    return Dom.make("div", { class: "decide", role: "group", "aria-label": `Decide about ${name}` },
      state ? Decide.badge(state) : Dom.make("span", { class: "quiet undecided" }, "undecided"), ...judge, note);
  },

  // Values of an item that were decided otherwise than they were extracted.
  changes(item) {
    const own = Object.entries(Decide.record().values).filter(([path, one]) => one.state !== "accepted"
      && (item.path ? path.startsWith(`${item.path}.`) : !Review.isList(path.split(".")[0])));
    if (!own.length) {
      return [];
    }
    const rows = own.map(([path, one]) => {
      const field = Items.field(item.path ? path.slice(item.path.length + 1) : path);
      const was = Dom.make("del", {}, Items.shown(one.was ?? null));
      return Dom.make("li", {}, Decide.badge(one.state), ` ${field}: `, was, " → ", Dom.make("ins", {}, Items.shown(one.now ?? null)));
    });
    return [Dom.make("ul", { class: "changes", "aria-label": "Corrections" }, ...rows)];
  },

  notes(path) {
    const own = Decide.record().notes.filter((note) => note.path === path);
    return own.map((note) => Dom.make("p", { class: "note" }, Dom.make("span", { class: "quiet" }, "Note: "), Dom.words(note.note)));
  },

  value(entry, item, value, element) {
    if (!Decide.record() || Review.path(item.path) === null || !Forms.isOpen(item, value)) {
      return;
    }
    const decided = Decide.record().values[value.path];
    if (decided) {
      element.classList.add(`value-${decided.state}`);
    }
    element.append(Dom.button("✎", () => Forms.value(entry, item, value, element), {
      class: "edit", "aria-label": `Correct ${Items.field(value.field)}`,
    }));
  },

  async judge(entry, item, action) {
    const path = Review.path(item.path);
    if (!await Work.tried(() => Review.decide({ article: entry.index, action, path }))) {
      return;
    }
    await Review.redraw();
    if (!Review.isBusy()) {
      ArticleView.focus(item.path);
      ArticleView.elementOf(item.path)?.scrollIntoView({ block: "nearest" });
    }
    Dom.announce(`${action}ed: ${item.label || item.path}`);
  },

  // Behind the items: a way to add one, and to take in what the policy left out.
  adding(entry) {
    const column = document.querySelector("#article .items");
    if (!column || entry.status !== "ok") {
      return;
    }
    const select = Dom.make("select", { "aria-label": "List" }, ...App.session.lists.map((name) => Dom.make("option", { value: name }, Items.name(name))));
    const box = Dom.make("section", { class: "item adding", "aria-label": "Add an item" });
    const open = () => Forms.add(entry, select.value, box);
    box.append(Dom.make("p", { class: "decide" }, "Something is missing: ", select, " ", Dom.button("+ Add", open, { class: "add" })));
    column.append(box);
    entry.rejected.forEach((part, place) => Decide.restoring(entry, part, place));
  },

  restoring(entry, part, place) {
    const element = ArticleView.elementOf(`rejected.${place}`);
    if (element && Review.isList(part.list) && part.raw && typeof part.raw === "object" && "cites" in part.raw) {
      element.append(Dom.make("p", { class: "decide" }, Dom.button("+ Add it after all", () => Forms.add(entry, part.list, element, part.raw))));
    }
  },
};

App.onItem(Decide.item);
App.onValue(Decide.value);
