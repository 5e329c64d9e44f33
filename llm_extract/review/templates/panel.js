"use strict";

// A form inside an item. One is open at a time; it stays as it is until it is saved or closed.
const Panel = {
  element: null,
  opener: null,
  // What was selected in the text last: {text, cites}.
  selected: null,
  target: null,

  // Open a form at the end of `place`. `editors` are as of `Fields`, `save` gets called with no
  // arguments and may throw an error with the `path` of a field.
  open(place, title, editors, save, more = []) {
    Panel.close();
    Panel.opener = document.activeElement;
    const form = Dom.make("form", { class: "panel", "aria-label": title, novalidate: true });
    const general = Dom.make("p", { class: "error general", role: "alert" });
    const words = Dom.button("", Panel.use, { class: "use", hidden: true });
    const buttons = Dom.make(
      "p", { class: "buttons" },
      Dom.make("button", { type: "submit", class: "main" }, "Save"), ...more, Dom.button("Cancel", Panel.cancel),
    );
    form.append(Dom.make("h4", {}, title), ...editors.map((one) => one.element), words, general, buttons);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      Panel.save(save);
    });
    form.addEventListener("keydown", (event) => Panel.pressed(event));
    form.addEventListener("focusin", (event) => Panel.entered(event.target));
    place.append(form);
    Panel.element = form;
    Panel.offer();
    Panel.first(form)?.focus();
  },

  first(form) {
    const fields = [...form.querySelectorAll("[data-field]")];
    return fields.find((field) => !field.matches(".takes-cites")) ?? fields[0] ?? form.querySelector("button");
  },

  pressed(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      Panel.cancel();
    }
  },

  async save(save) {
    Panel.clear();
    const form = Panel.element;
    form.toggleAttribute("aria-busy", true);
    try {
      const done = await save();
      Panel.close();
      await Review.redraw();
      done?.();
    } catch (error) {
      form.removeAttribute("aria-busy");
      Panel.fail(error);
    }
  },

  clear() {
    for (const error of Panel.element.querySelectorAll(".error")) {
      error.textContent = "";
    }
    for (const field of Panel.element.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
    }
  },

  // Tell what is wrong at the field it is about, or at the nearest one above it.
  fail(error) {
    const fields = [...Panel.element.querySelectorAll("[data-field]")];
    const path = Forms.local(error.path ?? "");
    const fits = fields.filter(({ dataset }) => dataset.field === path || path.startsWith(`${dataset.field}.`));
    const field = fits.sort((one, two) => two.dataset.field.length - one.dataset.field.length)[0];
    const place = field?.parentElement.querySelector(":scope > .error") ?? Panel.element.querySelector(".general");
    place.textContent = error.message;
    if (field) {
      field.setAttribute("aria-invalid", "true");
      field.focus();
    }
  },

  cancel() {
    const { opener } = Panel;
    Panel.close();
    if (Review.isStale) {
      Review.redraw();
    } else {
      opener?.focus();
    }
  },

  close() {
    Panel.element?.remove();
    Panel.element = null;
    Panel.target = null;
  },

  entered(target) {
    if (target.matches(".takes-words")) {
      Panel.target = target;
    }
  },

  // Words selected in the text can be taken into the form; they are kept, as a click ends them.
  watch() {
    document.addEventListener("selectionchange", () => {
      const entry = ArticleView.entry;
      const found = App.route.view === "article" && entry?.text ? TextView.selected(entry) : null;
      if (found && found.text.trim() && Panel.isInText()) {
        Panel.selected = { text: found.text.trim(), cites: found.cites };
        Panel.offer();
      }
    });
  },

  isInText() {
    const { anchorNode, focusNode } = document.getSelection();
    const inside = (node) => node?.parentElement?.closest("#article .text");
    return Boolean(inside(anchorNode) && inside(focusNode));
  },

  offer() {
    const button = Panel.element?.querySelector(".use");
    if (button && Panel.selected) {
      const { text, cites } = Panel.selected;
      const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
      button.replaceChildren("Use ", Dom.words(`“${shown}”`), ` (sentence ${cites.join(", ")})`);
      button.hidden = false;
    }
  },

  use() {
    const form = Panel.element;
    const target = Panel.target ?? form.querySelector(".takes-words");
    if (target) {
      target.value = Panel.selected.text;
    }
    const cites = form.querySelector(".takes-cites");
    if (cites) {
      const known = cites.value.split(/[\s,;]+/).filter(Boolean);
      cites.value = [...new Set([...known, ...Panel.selected.cites.map(String)])].join(", ");
    }
    (target ?? cites)?.focus();
  },
};
