"use strict";

// Keyboard shortcuts. Each is {key, help, act, when}: `when` names the view it works in, or none.
const Keys = {
  known: [],

  add(key, help, act, when = null) {
    this.known.push({ key, help, act, when });
  },

  // Whether keys belong to what has the focus.
  isTyping(target) {
    return target.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;
  },

  handle(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || Keys.isTyping(event.target)) {
      return;
    }
    const view = App.route.view;
    const found = Keys.known.findLast((one) => one.key === event.key && (one.when ?? view) === view);
    if (found && found.act(event) !== false) {
      event.preventDefault();
    }
  },
};
