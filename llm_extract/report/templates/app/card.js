"use strict";

// The card that tells about what is pointed at, has the focus or was tapped.
const Card = {
  element: null,
  target: null,
  leaving: 0,

  show(target, ...content) {
    const card = Card.made();
    Card.stay();
    Card.target?.removeAttribute("aria-describedby");
    card.replaceChildren(...content);
    card.hidden = false;
    Card.target = target;
    target.setAttribute("aria-describedby", "card");
    Card.place(card, target);
  },

  made() {
    if (!Card.element) {
      Card.element = Dom.make("div", { id: "card", role: "tooltip", hidden: true });
      Card.element.addEventListener("pointerenter", Card.stay);
      Card.element.addEventListener("pointerleave", Card.leave);
      document.body.append(Card.element);
    }
    return Card.element;
  },

  // Above what it tells about, so that a pointer going down a list does not run into it, or below
  // where there is no room.
  place(card, target) {
    const at = target.getClientRects()[0] ?? target.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(at.left, width - card.offsetWidth - 8));
    const above = at.top - card.offsetHeight - 6;
    const top = above > 0 ? above : at.bottom + 6;
    card.style.setProperty("left", `${left}px`);
    card.style.setProperty("top", `${top}px`);
  },

  stay() {
    clearTimeout(Card.leaving);
  },

  // A pointer may cross the gap between the target and the card.
  leave() {
    Card.stay();
    Card.leaving = setTimeout(Card.hide, 200);
  },

  // Whether there was one to hide.
  hide() {
    Card.stay();
    const wasShown = Boolean(Card.element && !Card.element.hidden);
    Card.target?.removeAttribute("aria-describedby");
    Card.target = null;
    if (Card.element) {
      Card.element.hidden = true;
    }
    TextView.light("pointed", []);
    return wasShown;
  },
};
