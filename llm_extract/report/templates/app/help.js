"use strict";

// The dialog that tells the keys and what verdicts mean.
const Help = {
  show() {
    const dialog = Dom.make("dialog", { "aria-labelledby": "help-title" });
    const rows = Keys.known.filter((one) => one.help).map((one) => Dom.make(
      "tr", {},
      Dom.make("td", {}, Dom.make("kbd", {}, one.key === " " ? "Space" : one.key)),
      Dom.make("td", {}, one.help),
      Dom.make("td", { class: "quiet" }, one.when ? `in ${one.when}` : ""),
    ));
    const verdicts = Verdicts.all.map((verdict) => Dom.make(
      "tr", {}, Dom.make("td", {}, Verdicts.badge(verdict)), Dom.make("td", {}, Verdicts.meanings[verdict]),
    ));
    dialog.append(
      Dom.make("h2", { id: "help-title" }, "Keys"),
      Dom.make("table", {}, Dom.make("tbody", {}, ...rows)),
      Dom.make("h2", {}, "Verdicts"),
      Dom.make("table", {}, Dom.make("tbody", {}, ...verdicts)),
      Dom.button("Close", () => dialog.close()),
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  },
};

App.toolbar(Dom.button("Help", Help.show, { class: "quiet-button" }));
