"use strict";

// How far reviewers agree. It tells what others decided, so it is shown only when asked for.
const AgreementView = {
  judgements: ["accepted", "corrected", "rejected"],

  render(route, section) {
    App.title("Agreement");
    section.setAttribute("aria-label", "Agreement");
    const why = "This page tells what other reviewers decided. Finish your own review first: that two people agree says something only if neither has seen what the other decided.";
    const show = Dom.button("Show agreement", () => AgreementView.show(section), { class: "main" });
    section.replaceChildren(AgreementView.title(), Dom.make("p", {}, why), show);
  },

  title() {
    return Dom.make("h1", { tabindex: "-1" }, "Agreement");
  },

  async show(section) {
    const { pairs } = await Review.ask("agreement");
    const nothing = Dom.make("p", { class: "notice" }, "Agreement takes two reviewers, and fewer have decided anything about this run so far. A second one starts the same command with --reviewer and another name.");
    section.replaceChildren(AgreementView.title(), ...(pairs.length ? pairs.flatMap(AgreementView.pair) : [nothing]));
    section.querySelector("h1").focus();
  },

  pair(pair) {
    const [one, two] = pair.reviewers;
    const facts = [
      ["items both decided", pair.items.toLocaleString("en")],
      ["decided alike", pair.agreed === null ? "–" : `${(100 * pair.agreed).toFixed(1)}%`],
      ["Cohen’s kappa", pair.kappa === null ? "–" : `${pair.kappa.toFixed(3)} (0: no better than chance, 1: always alike)`],
      ["values corrected in items both corrected", `${pair.values}, ${pair.same_values} of them alike`],
      ["items added", `${pair.added[0]} and ${pair.added[1]}, ${pair.added[2]} of them alike`],
    ];
    const list = facts.flatMap(([name, value]) => [Dom.make("dt", {}, name), Dom.make("dd", {}, value)]);
    return [
      Dom.make("h2", {}, Dom.words(one), " and ", Dom.words(two)),
      Dom.make("dl", { class: "agreement" }, ...list),
      AgreementView.matrix(pair),
      ...AgreementView.disagreements(pair),
    ];
  },

  matrix(pair) {
    const [one, two] = pair.reviewers;
    const head = Dom.make("tr", {}, Dom.make("td", {}), ...AgreementView.judgements.map((name) => Dom.make("th", { scope: "col" }, name)));
    const rows = pair.matrix.map((row, place) => Dom.make(
      "tr", {}, Dom.make("th", { scope: "row" }, AgreementView.judgements[place]), ...row.map((count) => Dom.make("td", {}, String(count))),
    ));
    const caption = Dom.make("caption", {}, "Items by decision: rows ", Dom.words(one), ", columns ", Dom.words(two));
    return Dom.make("table", { class: "matrix" }, caption, Dom.make("thead", {}, head), Dom.make("tbody", {}, ...rows));
  },

  disagreements(pair) {
    if (!pair.disagreements.length) {
      return [];
    }
    const rows = pair.disagreements.map((found) => {
      const link = Dom.make("a", { href: Route.article(found.index, { at: found.path }) }, Dom.words(`${found.article}: ${found.path}`));
      const judged = ` ${found.judged.join(" / ")}`;
      const values = Object.entries(found.values).filter(([, [one, two]]) => JSON.stringify(one) !== JSON.stringify(two));
      const told = values.map(([path, sides]) => Dom.make("li", {}, `${path}: `, ...AgreementView.sides(sides)));
      return Dom.make("li", {}, link, judged, told.length ? Dom.make("ul", {}, ...told) : null);
    });
    return [Dom.make("h3", {}, "Where they differ"), Dom.make("ol", { class: "differ" }, ...rows)];
  },

  sides(sides) {
    const shown = (side) => (side === null ? Dom.make("span", { class: "quiet" }, "as it was") : Items.shown(side[0]));
    return [shown(sides[0]), " / ", shown(sides[1])];
  },
};

App.view("agreement", AgreementView.render);
document.querySelector(".top nav").append(" ", Dom.make("a", { href: "#/agreement", "data-view": "agreement" }, "Agreement"));
