"use strict";

// The page, and where extensions hook in. Hooks are functions; those of one kind are called in
// the order they were added, each time what they are about is drawn:
//   App.onList((index, summary, row) => ...)      a row of the list
//   App.onArticle((entry, element) => ...)        the head of an article
//   App.onItem((entry, item, element) => ...)     an item, or the facts as {path: "", values}
//   App.onValue((entry, item, value, element) => ...)  a value of one of these
//   App.onRoute((route) => ...)                   after a view is shown
// App.view(name, (route, element) => ...) adds the view #/name, App.toolbar(element) a tool.
const App = {
  session: null,
  route: { view: "overview", index: null, params: {} },
  hooks: { list: [], article: [], item: [], value: [], route: [] },
  views: new Map(),

  onList: (render) => App.hooks.list.push(render),
  onArticle: (render) => App.hooks.article.push(render),
  onItem: (render) => App.hooks.item.push(render),
  onValue: (render) => App.hooks.value.push(render),
  onRoute: (render) => App.hooks.route.push(render),

  call(kind, ...about) {
    for (const render of App.hooks[kind]) {
      render(...about);
    }
  },

  view(name, render) {
    App.views.set(name, render);
  },

  toolbar(element) {
    document.getElementById("toolbar").append(element);
  },

  // Go to another place; the way back leads here.
  navigate(hash) {
    location.hash = hash;
  },

  // Say where one is without leaving: reload comes back here, the way back does not.
  replace(hash) {
    history.replaceState(null, "", hash);
    App.route = Route.parse(hash);
  },

  // Draw the current view again, after data changed.
  async refresh() {
    App.route = Route.parse(location.hash);
    const { view } = App.route;
    const render = App.views.get(view) ?? App.views.get("overview");
    const section = document.getElementById(App.views.has(view) ? view : "overview")
      ?? document.getElementById("extra");
    App.show(section, view);
    await render(App.route, section);
    App.call("route", App.route);
  },

  show(section, view) {
    for (const other of document.querySelectorAll("main > section")) {
      other.hidden = other !== section;
    }
    for (const link of document.querySelectorAll("nav [data-view]")) {
      const own = link.dataset.view === view;
      link.toggleAttribute("aria-current", own);
      if (own) {
        link.setAttribute("aria-current", "page");
      }
    }
  },

  start() {
    const session = document.getElementById("session");
    App.session = session && JSON.parse(session.textContent);
    App.view("overview", () => undefined);
    window.addEventListener("hashchange", () => App.refresh());
    document.addEventListener("keydown", Keys.handle);
    return App.refresh();
  },
};
