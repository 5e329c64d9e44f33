"use strict";

// Which articles are listed, and in which order.
const Filter = {
  names: ["q", "list", "type", "verdict", "status", "doubt", "month", "sort"],

  // Whether all terms of a query stand in a text, whatever the case.
  terms(query) {
    return Filter.fold(query ?? "").split(/\s+/).filter(Boolean);
  },

  fold(text) {
    return text.normalize("NFKC").toLowerCase();
  },

  holds(text, terms) {
    const folded = Filter.fold(text);
    return terms.every((term) => folded.includes(term));
  },

  // Everything but the query, which may stand in the text of the article.
  fits(summary, params) {
    return Filter.fitsItems(summary, params)
      && (!params.verdict || Boolean(summary.verdicts[params.verdict]))
      && (!params.status || summary.status === params.status || summary.code === params.status)
      && (!params.doubt || Filter.doubts(summary) > 0)
      && (!params.month || Filter.months(summary, params.list).includes(params.month));
  },

  fitsItems(summary, { list, type }) {
    if (list && !summary.items[list]) {
      return false;
    }
    const lists = list ? [summary.items[list]] : Object.values(summary.items);
    return !type || lists.some((one) => one.types[type]);
  },

  // Months of the items of a list, or of all and of the publication.
  months(summary, list) {
    const lists = list ? [summary.items[list]] : Object.values(summary.items);
    const own = list || !summary.published ? [] : [summary.published.slice(0, 7)];
    return [...own, ...lists.flatMap((one) => one.months)];
  },

  // How much there is to look at first.
  doubts(summary) {
    return summary.doubts + summary.rejected + summary.suspicious;
  },

  orders: {
    doubts: ["doubtful first", (one, two) => Filter.doubts(two) - Filter.doubts(one) || two.faults - one.faults],
    run: ["in the order of the run", () => 0],
    newest: ["newest first", (one, two) => (two.published ?? "").localeCompare(one.published ?? "")],
    oldest: ["oldest first", (one, two) => (one.published ?? "9").localeCompare(two.published ?? "9")],
    name: ["by name", (one, two) => (one.title ?? one.id).localeCompare(two.title ?? two.id)],
    items: ["most items first", (one, two) => Filter.items(two) - Filter.items(one)],
  },

  items(summary) {
    return Object.values(summary.items).reduce((sum, one) => sum + one.count, 0);
  },

  sorted(indices, sort) {
    const [, compare] = Filter.orders[sort] ?? Filter.orders.doubts;
    const { articles } = Data.index;
    return [...indices].sort((one, two) => compare(articles[one], articles[two]) || one - two);
  },

  // Articles that fit without a look at texts: [fits, may fit by its text].
  split(params) {
    const terms = Filter.terms(params.q);
    const [fits, open] = [[], []];
    Data.index.articles.forEach((summary, index) => {
      if (Filter.fits(summary, params)) {
        (Filter.holds(summary.names, terms) ? fits : open).push(index);
      }
    });
    return [fits, open];
  },
};
