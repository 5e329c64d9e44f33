"use strict";

// Editors of values. Each is {element, read, field}: `read` gives the value as JSON has it, and
// `field` the control an error is told at. Whether a value is right is for the server to say.
const Fields = {
  number: 0,

  editor(node, value, label, path) {
    const { schema, nullable } = Shapes.split(node);
    const given = { schema, nullable, value, label, path };
    if (path.split(".").at(-1) === "cites") {
      return Fields.cites(given);
    }
    if (Shapes.variants(schema).length) {
      return nullable ? Lists.maybe(given) : Lists.object(given);
    }
    const choices = Fields.choices(schema);
    if (choices) {
      return Fields.choice(given, choices);
    }
    const kinds = { integer: Fields.amount, number: Fields.amount, string: Fields.text, array: Lists.list };
    return (kinds[schema.type] ?? Fields.json)(given);
  },

  // A control under its label, with a place for what is wrong.
  labelled(label, control, path) {
    Fields.number += 1;
    const [id, error] = [`field-${Fields.number}`, `error-${Fields.number}`];
    control.id = id;
    control.dataset.field = path;
    control.setAttribute("aria-describedby", error);
    return Dom.make(
      "div", { class: "field" },
      Dom.make("label", { for: id }, label), control, Dom.make("p", { class: "error", id: error, role: "alert" }),
    );
  },

  choices(schema) {
    if (schema.type === "boolean") {
      return [true, false];
    }
    return schema.enum ?? (schema.const === undefined ? null : [schema.const]);
  },

  choice({ nullable, value, label, path }, choices) {
    const known = nullable || value === null || value === undefined ? [null, ...choices] : choices;
    const told = (one) => (typeof one === "boolean" ? (one ? "yes" : "no") : one ?? "–");
    const select = Dom.make("select", {}, ...known.map((one, place) => Dom.make(
      "option", { value: place, selected: one === (value ?? null) }, String(told(one)),
    )));
    return { element: Fields.labelled(label, select, path), field: select, read: () => known[Number(select.value)] };
  },

  amount({ schema, value, label, path }) {
    const step = schema.type === "integer" ? "1" : "any";
    const input = Dom.make("input", { type: "number", step, min: schema.minimum, max: schema.maximum });
    input.value = value ?? "";
    // What is no number to the browser is sent as it is, for the server to refuse by name.
    const read = () => (input.validity.badInput ? "?" : input.value === "" ? null : Number(input.value));
    return { element: Fields.labelled(label, input, path), field: input, read };
  },

  text({ schema, nullable, value, label, path }) {
    const isDay = schema.format === "date";
    const isLong = (schema.maxLength ?? 0) > 120 || String(value ?? "").includes("\n");
    const attributes = { dir: "auto", maxlength: schema.maxLength, autocomplete: "off" };
    const input = isLong
      ? Dom.make("textarea", { ...attributes, rows: 3 })
      : Dom.make("input", { ...attributes, type: isDay ? "date" : "text" });
    input.value = value ?? "";
    input.classList.toggle("takes-words", !isDay);
    const read = () => (input.value === "" && nullable ? null : input.value);
    return { element: Fields.labelled(label, input, path), field: input, read };
  },

  // Sentence numbers, as "4, 5".
  cites({ value, path }) {
    const input = Dom.make("input", { type: "text", inputmode: "numeric", autocomplete: "off", class: "takes-cites" });
    input.value = (value ?? []).join(", ");
    const read = () => input.value.split(/[\s,;]+/).filter(Boolean).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    return { element: Fields.labelled("sentences", input, path), field: input, read };
  },

  // What no editor is for.
  json({ value, label, path }) {
    const input = Dom.make("textarea", { rows: 3, spellcheck: "false" });
    input.value = JSON.stringify(value ?? null);
    const read = () => {
      try {
        return JSON.parse(input.value);
      } catch {
        return input.value;
      }
    };
    return { element: Fields.labelled(`${label} (JSON)`, input, path), field: input, read };
  },
};
