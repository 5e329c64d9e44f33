"use strict";

// The forms of a review: correct an item or a value, add an item, write a note.
const Forms = {
  // Path of the item or list a form is about, so that errors find its fields.
  about: "",

  local(path) {
    const own = Forms.about;
    return own && path.startsWith(`${own}.`) ? path.slice(own.length + 1) : path;
  },

  // Correct any values of an item at once; only those that changed are sent.
  item(entry, item, element) {
    const [path, held] = [Review.path(item.path), Forms.held(item.path)];
    const key = Review.key(entry.index, path);
    const editor = Lists.object({ schema: Shapes.item(item.list), value: held, label: "", path: "" });
    const before = JSON.stringify(editor.read());
    Forms.about = path;
    Panel.open(element, `Correct “${item.label || Items.name(item.list)}”`, [editor], async () => {
      const value = Forms.changed(JSON.parse(before), editor.read());
      if (!Object.keys(value).length) {
        throw Object.assign(new Error("Nothing was changed."), { path: "" });
      }
      await Review.decide({ article: entry.index, action: "correct", path, value, item: key });
      return () => Forms.tell("corrected", item.path);
    });
  },

  changed(before, after) {
    return Object.fromEntries(
      Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
    );
  },

  // Correct one value. Lists inside an item are one value, whichever of their elements was picked.
  value(entry, item, value, element) {
    const names = Forms.names(item, value);
    const held = item.path ? Forms.held(item.path) : Review.records.get(entry.index).data;
    const root = item.path ? Shapes.item(item.list) : App.session.schema;
    const node = Shapes.below(root, held, names);
    if (!node || (names.length === 1 && names[0] === Shapes.kind(root))) {
      Forms.item(entry, item, element.closest(".item"));
      return;
    }
    const path = item.path ? `${Review.path(item.path)}.${names.join(".")}` : names.join(".");
    const key = Review.key(entry.index, path);
    const now = names.reduce((part, name) => part?.[name], held);
    const editor = Fields.editor(node, now, Items.field(names.join(".")), names.join("."));
    Forms.about = item.path ? Review.path(item.path) : "";
    const send = (action, more = {}) => async () => {
      await Review.decide({ article: entry.index, action, path, item: key, ...more });
      return () => Forms.tell(`${action}ed`, value.path);
    };
    const more = [
      Dom.button("As extracted", () => Panel.save(send("accept"))),
      Dom.button("Leave empty", () => Panel.save(send("reject"))),
    ];
    Panel.open(element.closest(".item"), `Correct ${Items.field(names.join("."))}`, [editor], () => send("correct", { value: editor.read() })(), more);
  },

  // Names down to a value, as far as the first list.
  names(item, value) {
    const below = item.path ? value.path.slice(item.path.length + 1) : value.path;
    const names = below.split(".");
    const first = names.findIndex((name) => /^\d+$/.test(name));
    return first < 0 ? names : names.slice(0, first);
  },

  held(path) {
    const [list, place] = path.split(".");
    return Review.records.get(App.route.index).data[list][Number(place)];
  },

  // Whether people may correct a value; what code fills in follows from the others.
  isOpen(item, value) {
    const held = item.path ? Forms.held(item.path) : Review.records.get(App.route.index).data;
    const root = item.path ? Shapes.item(item.list) : App.session.schema;
    return Shapes.below(root, held, Forms.names(item, value)) !== null;
  },

  add(entry, list, element, given = null) {
    const selected = Panel.selected;
    const start = given ?? (selected ? { cites: selected.cites } : {});
    const editor = Lists.object({ schema: Shapes.item(list), value: start, label: "", path: "" });
    Forms.about = list;
    Panel.open(element, `Add to ${Items.name(list)}`, [editor], async () => {
      const value = editor.read();
      const { record } = await Review.decide({ article: entry.index, action: "add", path: list, value });
      const places = Object.keys(record.paths).filter((path) => path.startsWith(`${list}.`));
      return () => {
        ArticleView.select(places.at(-1));
        Dom.announce(`added to ${Items.name(list)}`);
      };
    });
  },

  note(entry, path, element) {
    const input = Dom.make("textarea", { rows: 3, dir: "auto", maxlength: 2000 });
    const editor = { element: Fields.labelled("note", input, "note"), field: input, read: () => input.value };
    const key = Review.key(entry.index, path || null);
    Forms.about = "";
    Panel.open(element, "Note", [editor], async () => {
      await Review.decide({ article: entry.index, action: "note", path, note: editor.read(), item: key });
      return () => Dom.announce("note saved");
    });
  },

  tell(what, path) {
    ArticleView.focus(path);
    ArticleView.elementOf(path)?.closest(".item").scrollIntoView({ block: "nearest" });
    Dom.announce(`${what}: ${path}`);
  },
};
