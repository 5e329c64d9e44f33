"use strict";

// Elements. Text becomes text nodes only: no value of a record is ever parsed as HTML.
const Dom = {
  // Make an element; attributes that are null or false are left out, true ones are empty.
  make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined && value !== false) {
        element.setAttribute(name, value === true ? "" : String(value));
      }
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  },

  // Words of a record or article, which keep their writing direction to themselves.
  words(text, name = "") {
    return Dom.make("bdi", { class: name || null, dir: "auto" }, String(text));
  },

  button(label, act, attributes = {}) {
    const element = Dom.make("button", { type: "button", ...attributes }, label);
    element.addEventListener("click", act);
    return element;
  },

  // Tell readers of a screen reader what changed.
  announce(text) {
    document.getElementById("status").textContent = text;
  },

  count(number, noun) {
    return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  },
};
