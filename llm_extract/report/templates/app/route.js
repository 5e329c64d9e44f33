"use strict";

// Where one is: #/, #/articles?q=..., #/article/12?at=events.0.place, or a view of an extension.
const Route = {
  // {view, index, params}; index is a number for an article, else null.
  parse(hash) {
    const [path, query = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
    const [view = "", place = ""] = path.split("/").filter(Boolean);
    const params = Object.fromEntries(new URLSearchParams(query));
    if (view === "article" && /^\d+$/.test(place)) {
      return { view, index: Number(place), params };
    }
    return { view: view || "overview", index: null, params };
  },

  articles(params = {}) {
    return `#/articles${Route.query(params)}`;
  },

  article(index, params = {}) {
    return `#/article/${index}${Route.query(params)}`;
  },

  query(params) {
    const told = Object.entries(params).filter(([, value]) => value);
    const text = new URLSearchParams(told).toString();
    return text ? `?${text}` : "";
  },
};
