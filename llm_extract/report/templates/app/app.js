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
    const route = Route.parse(location.hash);
    App.route = route;
    const view = App.views.has(route.view) ? route.view : "overview";
    const section = document.getElementById(view) ?? document.getElementById("extra");
    Search.stop();
    Card.hide();
    App.show(section, view);
    try {
      await App.views.get(view)(route, section);
    } catch (error) {
      App.failed(section, error);
    }
    App.call("route", route);
  },

  // Another place of the page: readers of a screen reader are led to its heading.
  async arrive() {
    await App.refresh();
    const section = document.querySelector("main > section:not([hidden])");
    if (!section.contains(document.activeElement)) {
      section.querySelector("h1[tabindex]")?.focus({ preventScroll: true });
    }
  },

  // The skip link must not change the hash, which tells the view.
  skip(event) {
    event.preventDefault();
    document.getElementById("view").focus();
  },

  failed(section, error) {
    const why = "DecompressionStream" in window
      ? `This part of the file cannot be read: ${error.message}`
      : "This browser is too old to unpack the articles; a current one can.";
    section.replaceChildren(Dom.make("p", { class: "notice", role: "alert" }, why));
  },

  title(text) {
    document.title = `${text} – llm-extract`;
  },

  show(section, view) {
    for (const other of document.querySelectorAll("main > section")) {
      other.hidden = other !== section;
    }
    for (const link of document.querySelectorAll("nav [data-view]")) {
      const own = link.dataset.view === view;
      if (own) {
        link.setAttribute("aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    }
  },

  start() {
    const session = document.getElementById("session");
    App.session = session && JSON.parse(session.textContent);
    App.view("overview", () => App.title("Overview"));
    Pointing.watch(document.getElementById("article"));
    window.addEventListener("hashchange", App.arrive);
    document.addEventListener("keydown", Keys.handle);
    document.querySelector(".skip").addEventListener("click", App.skip);
    return App.refresh();
  },
};
