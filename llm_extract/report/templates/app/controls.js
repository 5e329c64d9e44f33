"use strict";

// The controls above the list.
const Controls = {
  render(params, change) {
    const form = Dom.make("form", { class: "controls", role: "search", "aria-label": "Filter articles" });
    form.append(
      Controls.field("Search", Dom.make("input", { type: "search", name: "q", value: params.q ?? "", autocomplete: "off", placeholder: "names or words" })),
      Controls.choice("Items", "list", Data.index.lists.map((name) => [name, Items.name(name)]), params),
      Controls.choice("Type", "type", Controls.types(params.list), params),
      Controls.choice("Verdict", "verdict", Verdicts.all.map((name) => [name, name]), params),
      Controls.choice("Status", "status", Controls.statuses(), params),
      Controls.choice("Month", "month", Controls.months(), params),
      Controls.choice("Order", "sort", Object.entries(Filter.orders).map(([name, [label]]) => [name, label]), params, null),
      Controls.doubt(params),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => change(Controls.read(form)));
    return form;
  },

  read(form) {
    const given = Object.fromEntries(new FormData(form));
    return Object.fromEntries(Filter.names.filter((name) => given[name] && !(name === "sort" && given.sort === "doubts")).map((name) => [name, given[name]]));
  },

  field(label, input) {
    input.id = `filter-${input.name}`;
    return Dom.make("div", { class: "field" }, Dom.make("label", { for: input.id }, label), input);
  },

  choice(label, name, options, params, all = "all") {
    const select = Dom.make("select", { name });
    if (all) {
      select.append(Dom.make("option", { value: "" }, all));
    }
    const given = params[name] ?? "";
    const known = options.some(([value]) => value === given) || !given ? options : [...options, [given, given]];
    select.append(...known.map(([value, text]) => Dom.make("option", { value, selected: value === given }, text)));
    return Controls.field(label, select);
  },

  doubt(params) {
    const box = Dom.make("input", { type: "checkbox", name: "doubt", value: "1", checked: Boolean(params.doubt) });
    return Dom.make("label", { class: "check" }, box, "only doubtful");
  },

  types(list) {
    const counts = new Map();
    for (const { items } of Data.index.articles) {
      for (const [name, one] of Object.entries(items)) {
        if (!list || name === list) {
          Object.keys(one.types).forEach((type) => counts.set(type, true));
        }
      }
    }
    return [...counts.keys()].sort().map((type) => [type, type]);
  },

  statuses() {
    const { articles } = Data.index;
    const found = new Set(articles.flatMap((one) => [one.status, one.code]).filter(Boolean));
    return [...found].map((name) => [name, name]);
  },

  months() {
    const found = new Set(Data.index.articles.flatMap((summary) => Filter.months(summary)));
    return [...found].sort().reverse().map((month) => [month, month]);
  },
};
