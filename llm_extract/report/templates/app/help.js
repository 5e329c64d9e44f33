"use strict";

// The dialog that tells the keys.
const Help = {
  show() {
    const dialog = Dom.make("dialog", { "aria-labelledby": "help-title" });
    const rows = Keys.known.filter((one) => one.help).map((one) => Dom.make(
      "tr", {},
      Dom.make("td", {}, Dom.make("kbd", {}, one.key)),
      Dom.make("td", {}, one.help),
      Dom.make("td", { class: "quiet" }, one.when ? `in ${one.when}` : ""),
    ));
    dialog.append(
      Dom.make("h2", { id: "help-title" }, "Keys"),
      Dom.make("table", {}, Dom.make("tbody", {}, ...rows)),
      Dom.button("Close", () => dialog.close()),
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  },
};

App.toolbar(Dom.button("Keys", Help.show, { class: "quiet-button" }));
