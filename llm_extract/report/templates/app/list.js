"use strict";

// The list of articles, drawn in slices so that thousands of rows do not hold up the page.
const List = {
  params: {},
  shown: null,
  drawing: 0,
  last: null,
  first: 40,
  slice: 200,
  pause: 400,

  render(route, section) {
    List.params = Object.fromEntries(Filter.names.filter((name) => route.params[name]).map((name) => [name, route.params[name]]));
    App.title("Articles");
    section.replaceChildren(
      Dom.make("h1", { tabindex: "-1" }, "Articles"),
      Controls.render(List.params, List.changed),
      Dom.make("p", { class: "count", role: "status" }),
      Dom.make("p", { class: "progress", hidden: true }, Dom.make("progress", { "aria-label": "Search in the texts" }), Dom.make("span", { class: "quiet" })),
      Dom.make("ol", { class: "rows" }),
    );
    List.find();
    List.back();
  },

  changed(params) {
    const isOther = params.list !== List.params.list;
    List.params = isOther ? { ...params, type: "" } : params;
    App.replace(Route.articles(List.params));
    if (isOther) {
      const select = document.querySelector(".controls [name=type]");
      select.closest(".field").replaceWith(Controls.choice("Type", "type", Controls.types(params.list), {}));
    }
    List.find();
  },

  async find() {
    const params = List.params;
    Search.stop();
    const [fits, open] = Filter.split(params);
    List.show(fits, params.q && open.length > 0);
    if (!params.q || !open.length) {
      List.progress(null);
      return;
    }
    List.progress(0, open.length);
    // Rows are drawn now and then only: to draw them takes longer than to find them.
    let [shown, drawn] = [0, performance.now()];
    const found = await Search.run(params.q, open, (done, all, some) => {
      List.progress(done, all);
      if (some.length > shown && performance.now() - drawn > List.pause) {
        [shown, drawn] = [some.length, performance.now()];
        List.show([...fits, ...some], true);
      }
    });
    if (found) {
      List.progress(null);
      List.show([...fits, ...found], false);
    }
  },

  // How many articles were searched, of those whose texts have to be.
  progress(done, all = 1) {
    const place = document.querySelector("#articles .progress");
    if (place) {
      place.hidden = done === null;
      place.firstChild.max = all;
      place.firstChild.value = done ?? 0;
      place.lastChild.textContent = `searched ${(done ?? 0).toLocaleString("en")} of ${all.toLocaleString("en")}`;
    }
  },

  show(indices, isSearching) {
    List.shown = Filter.sorted(indices, List.params.sort);
    const count = `${List.shown.length.toLocaleString("en")} of ${Dom.count(Data.size, "article")}`;
    const place = document.querySelector("#articles .count");
    place.textContent = isSearching ? `${count}, searching the texts…` : count;
    List.draw(document.querySelector("#articles .rows"), isSearching);
  },

  draw(rows, isSearching) {
    List.drawing += 1;
    const own = List.drawing;
    const all = List.shown;
    const nothing = Data.size ? "No article fits. Take a filter away or change the words." : "This run has no articles yet.";
    rows.replaceChildren(...(all.length || isSearching ? [] : [Dom.make("li", { class: "notice" }, nothing)]));
    const until = Math.max(List.first, all.indexOf(List.last) + 1);
    const more = (from, to) => {
      if (own !== List.drawing) {
        return;
      }
      rows.append(...all.slice(from, to).map((index) => List.row(Data.index.articles[index], index)));
      if (to < all.length) {
        setTimeout(() => more(to, to + List.slice));
      }
    };
    more(0, until);
  },

  row(summary, index) {
    const link = Dom.make("a", { href: Route.article(index), class: "open" }, Dom.words(summary.title ?? summary.id));
    const about = [summary.title ? summary.id : null, summary.published].filter(Boolean).map((part) => Dom.words(part));
    const row = Dom.make(
      "li", { class: "row", "data-index": index },
      Dom.make("p", { class: "name" }, link),
      Dom.make("p", { class: "quiet about" }, ...about.flatMap((part, place) => (place ? [" · ", part] : [part]))),
      Dom.make("p", { class: "counts" }, ...List.counts(summary)),
      summary.status === "ok" ? Verdicts.bar(summary.verdicts) : Verdicts.badge("fault", summary.code ?? summary.status),
      Dom.make("p", { class: "marks" }, ...List.marks(summary)),
    );
    App.call("list", index, summary, row);
    return row;
  },

  counts(summary) {
    const parts = Data.index.lists.filter((name) => summary.items[name]);
    return parts.map((name) => Dom.make("span", { class: "count-of" }, `${summary.items[name].count} ${Items.name(name)}`));
  },

  marks(summary) {
    const kinds = [["altered", summary.verdicts.altered], ["unsupported", summary.verdicts.unsupported], ["rejected", summary.rejected],
      ["suspicious", summary.suspicious], ["gap", summary.gaps], ["fault", summary.faults]];
    return kinds.filter(([, number]) => number).map(([kind, number]) => Verdicts.badge(kind, Verdicts.count(number, kind)));
  },

  // Indices in the order of the list as it was shown last.
  order() {
    List.shown ??= Filter.sorted(Filter.split(List.params)[0], List.params.sort);
    return List.shown;
  },

  neighbour(index, step) {
    const order = List.order();
    const place = order.indexOf(index);
    return order[place < 0 ? 0 : place + step] ?? null;
  },

  // Coming back from an article leads to its row.
  back() {
    const link = document.querySelector(`#articles .row[data-index="${List.last}"] .open`);
    link?.scrollIntoView({ block: "center" });
    link?.focus({ preventScroll: true });
  },

  // Go up or down in the list from where the focus is.
  step(by) {
    const links = [...document.querySelectorAll("#articles .open")];
    const place = links.indexOf(document.activeElement);
    const next = links[place < 0 ? 0 : Math.max(0, Math.min(links.length - 1, place + by))];
    next?.focus();
  },
};

App.view("articles", List.render);
App.onRoute((route) => {
  if (route.view === "article") {
    List.last = route.index;
  }
});
