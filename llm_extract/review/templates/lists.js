"use strict";

// Editors of what has parts: objects, objects that may be missing, lists.
const Lists = {
  // The fields of an object; where it may be of several kinds, changing the kind changes the fields.
  object({ schema, value, label, path }) {
    const kind = Shapes.kind(schema);
    const box = Dom.make("div", { class: "fields" });
    let parts = new Map();
    const draw = (held) => {
      const variant = Shapes.variant(schema, held);
      parts = new Map(Shapes.fields(variant).map(([name, node]) => [name, Lists.part(node, name, held, path, kind, schema)]));
      box.replaceChildren(...[...parts.values()].map((part) => part.element));
      parts.get(kind)?.field.addEventListener("change", () => draw(read()));
    };
    const read = () => Object.fromEntries([...parts].map(([name, part]) => [name, part.read()]));
    draw(value);
    const element = label ? Dom.make("fieldset", {}, Dom.make("legend", {}, label), box) : box;
    return { element, field: box, read };
  },

  part(node, name, held, path, kind, schema) {
    const value = held?.[name] === undefined ? Shapes.empty(node) : held[name];
    const own = path ? `${path}.${name}` : name;
    if (name === kind) {
      const kinds = Shapes.variants(schema).map((one) => Shapes.plain(one.properties[name]).const);
      return Fields.choice({ nullable: false, value: value ?? kinds[0], label: Items.name(name), path: own }, kinds);
    }
    return Fields.editor(node, value, Items.name(name), own);
  },

  // An object that may be missing: its fields behind a box to tick.
  maybe(given) {
    const { label, path, value } = given;
    const inner = Lists.object({ ...given, label: "" });
    const box = Dom.make("input", { type: "checkbox" });
    box.checked = value !== null && value !== undefined;
    const show = () => {
      inner.element.hidden = !box.checked;
    };
    box.addEventListener("change", show);
    show();
    const legend = Dom.make("legend", {}, label);
    const error = Fields.labelled("is stated", box, path);
    const element = Dom.make("fieldset", {}, legend, error, inner.element);
    return { element, field: box, read: () => (box.checked ? inner.read() : null) };
  },

  list({ schema, value, label, path }) {
    const node = schema.items ?? {};
    const rows = Dom.make("ol", { class: "rows-of" });
    const editors = new Map();
    const add = (one) => {
      const number = rows.children.length + 1;
      const editor = Fields.editor(node, one, `${label} ${number}`, `${path}.${number - 1}`);
      const row = Dom.make("li", {}, editor.element);
      row.append(Dom.button("Remove", () => {
        editors.delete(row);
        row.remove();
        more.focus();
      }, { "aria-label": `Remove ${label} ${number}` }));
      editors.set(row, editor);
      rows.append(row);
      return editor;
    };
    const more = Dom.button(`Add ${label}`, () => add(Shapes.empty(node)).field.focus());
    more.dataset.field = path;
    (value ?? []).forEach(add);
    const error = Dom.make("p", { class: "error", role: "alert" });
    const element = Dom.make("fieldset", {}, Dom.make("legend", {}, label), rows, more, error);
    return { element, field: more, read: () => [...editors.values()].map((editor) => editor.read()) };
  },
};
