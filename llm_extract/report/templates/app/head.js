"use strict";

// The head of an article: what it is, what it cost, and the way to its neighbours.
const Head = {
  render(entry) {
    const name = entry.title ?? entry.id;
    const head = Dom.make("header", { class: "head" });
    head.append(Head.ways(entry.index), Dom.make("h1", { tabindex: "-1" }, Dom.words(name)), Head.about(entry));
    if (entry.status === "ok") {
      head.append(Verdicts.bar(entry.verdicts));
    } else {
      head.append(Head.failure(entry));
    }
    App.call("article", entry, head);
    return head;
  },

  about(entry) {
    const facts = [
      entry.title === null ? null : entry.id,
      entry.published,
      entry.dateline,
      entry.model,
      entry.cost ? `US$ ${entry.cost.toFixed(4)}` : null,
      entry.seconds === null ? null : `${entry.seconds.toFixed(1)} s`,
      entry.same_as === null ? null : `the same text as ${entry.same_as}`,
    ];
    const parts = facts.filter(Boolean).map((fact) => Dom.words(fact));
    return Dom.make("p", { class: "about quiet" }, ...parts.flatMap((part, place) => (place ? [" · ", part] : [part])));
  },

  failure(entry) {
    const { code, message, hint } = entry.error ?? {};
    return Dom.make(
      "div", { class: "notice failed" },
      Dom.make("p", {}, Verdicts.badge("fault", entry.status), " ", Dom.words(code ?? "", "kind")),
      Dom.make("p", {}, Dom.words(message ?? "There is no record of this article.")),
      hint ? Dom.make("p", {}, "What to do: ", Dom.words(hint)) : null,
    );
  },

  ways(index) {
    const place = List.order().indexOf(index);
    const [before, after] = [List.neighbour(index, -1), List.neighbour(index, 1)];
    const way = (label, target) => (target === null
      ? Dom.make("span", { class: "quiet" }, label)
      : Dom.make("a", { href: Route.article(target) }, label));
    const told = place < 0 ? null : Dom.make("span", { class: "quiet" }, `${(place + 1).toLocaleString("en")} of ${List.order().length.toLocaleString("en")}`);
    return Dom.make(
      "p", { class: "ways" },
      Dom.make("a", { href: Route.articles(List.params) }, "All articles"), way("← previous", before), told, way("next →", after),
    );
  },
};
