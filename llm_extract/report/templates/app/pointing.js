"use strict";

// What is told of values and of words of the text that are pointed at, focused or tapped.
const Pointing = {
  watch(section) {
    section.addEventListener("pointerover", (event) => event.pointerType !== "touch" && Pointing.tell(event.target));
    section.addEventListener("pointerout", (event) => event.pointerType !== "touch" && Card.leave());
    section.addEventListener("focusin", (event) => Pointing.tell(event.target));
    section.addEventListener("focusout", Card.leave);
    section.addEventListener("click", (event) => Pointing.pick(event.target));
    document.addEventListener("pointerdown", (event) => {
      if (!event.target.closest("#card, .value, .segment")) {
        Card.hide();
      }
    });
    window.addEventListener("scroll", Pointing.moved, { passive: true });
    window.addEventListener("resize", Pointing.moved, { passive: true });
  },

  moved() {
    TextView.fit();
    if (Card.target) {
      Card.place(Card.element, Card.target);
    }
  },

  tell(target) {
    const held = target.closest(".value, .badge")?.closest("dd");
    const about = held && Items.about.get(held);
    if (about) {
      TextView.light("pointed", about.value.spans);
      TextView.scrollTo(about.value.spans, true);
      Card.show(held.querySelector(".value"), ...Pointing.value(about));
      return;
    }
    const segment = TextView.segmentOf(target);
    if (segment?.marks.length) {
      TextView.light("pointed", [[segment.start, segment.end]]);
      Card.show(segment.element, ...Pointing.words(segment));
    }
  },

  // A click on a value shows where its words are, one on words of the text which item they prove.
  pick(target) {
    const about = Items.about.get(target.closest(".value")?.closest("dd"));
    if (about) {
      ArticleView.select(about.value.path, { keepFocus: true });
      Pointing.tell(target);
      return;
    }
    const segment = TextView.segmentOf(target);
    if (segment?.marks.length && document.getSelection().isCollapsed) {
      ArticleView.select(Pointing.nearest(segment.marks).path, { from: "text" });
      Pointing.tell(target);
    }
  },

  // The mark that says most: suspicious text, the words of a value, a cited sentence.
  nearest(marks) {
    const order = ["suspicious", "proof", "cited"];
    return [...marks].sort((one, two) => order.indexOf(one.kind) - order.indexOf(two.kind))[0];
  },

  value({ entry, item, value }) {
    const head = Dom.make("p", {}, value.verdict ? Verdicts.badge(value.verdict) : null, " ", Dom.words(Verdicts.told(entry, item, value)));
    const quotes = Evidence.sentences(entry, item, value.spans).map(Evidence.quote);
    const cited = quotes.length ? [] : Evidence.sentences(entry, item, item.spans).map(Evidence.quote);
    const label = cited.length ? Dom.make("p", { class: "quiet" }, "The item cites:") : null;
    const findings = [...(item.findings ?? []), ...entry.findings].filter((one) => one.path === value.path);
    return [head, ...quotes, label, ...cited, findings.length ? Items.findings(findings) : null].filter(Boolean);
  },

  words(segment) {
    const proofs = segment.marks.filter((mark) => mark.kind === "proof");
    const items = [...new Set(segment.marks.filter((mark) => mark.kind === "cited").map((mark) => mark.path.split(".").slice(0, 2).join(".")))];
    const entry = ArticleView.entry;
    const told = [
      ...segment.marks.filter((mark) => mark.kind === "suspicious").map((mark) => Pointing.suspicious(entry, mark)),
      ...proofs.map((mark) => Pointing.proof(entry, mark)),
    ];
    if (!proofs.length && items.length) {
      const labels = items.map((path) => entry.items.find((item) => item.path === path)).filter(Boolean);
      told.push(...labels.map((item) => Dom.make("li", {}, Dom.words(item.label), " ", Dom.make("span", { class: "quiet" }, item.path))));
    }
    const title = proofs.length ? "Proves" : "Cited by";
    return [Dom.make("p", { class: "quiet" }, title), Dom.make("ul", {}, ...told)];
  },

  suspicious(entry, mark) {
    const part = entry.suspicious[Number(mark.path.split(".")[1])];
    return Dom.make("li", {}, Verdicts.badge("suspicious", Items.name(part.kind)));
  },

  proof(entry, mark) {
    const value = ArticleView.valueAt(entry, mark.path);
    return Dom.make("li", {}, Verdicts.badge(value.verdict), " ", Dom.make("span", { class: "quiet" }, mark.path), " ", Items.shown(value.value));
  },
};
