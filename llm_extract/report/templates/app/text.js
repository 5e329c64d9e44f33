"use strict";

// The text of an article, cut into segments wherever something that is marked begins or ends.
const TextView = {
  // [{start, end, element, marks}] of the article that is shown.
  segments: [],

  render(entry) {
    if (entry.text === null) {
      TextView.segments = [];
      return TextView.absent(entry);
    }
    const marks = TextView.marks(entry);
    TextView.segments = TextView.cut(entry, marks);
    const element = Dom.make("div", { class: "text", dir: "auto", lang: entry.language });
    const numbers = new Map(entry.sentences.map(([start], place) => [start, place + 1]));
    for (const segment of TextView.segments) {
      const number = numbers.get(segment.start);
      if (number) {
        element.append(Dom.make("span", { class: "number", "data-number": number, "aria-hidden": "true" }));
      }
      element.append(segment.element);
    }
    return element;
  },

  absent(entry) {
    const why = entry.status === "ok"
      ? "The article is not where it was read, or was changed since. Items show the sentences they cite; --articles says where the articles are now."
      : "The article was not read to its end, so its text is not part of the run.";
    return Dom.make("p", { class: "notice" }, why);
  },

  // Everything that is marked: {start, end, kind, path}; parts of the text have no path.
  marks(entry) {
    const found = [];
    const add = (kind, path, spans) => {
      for (const [start, end] of spans) {
        found.push({ start, end, kind, path });
      }
    };
    for (const item of entry.items) {
      add("cited", item.path, item.spans);
      for (const value of item.values) {
        add(TextView.isProof(item, value) ? "proof" : "cited", value.path, value.spans);
      }
    }
    for (const value of entry.facts) {
      add("proof", value.path, value.spans);
    }
    entry.suspicious.forEach((part, place) => {
      add("suspicious", `suspicious.${place}`, [[part.start, part.end]]);
    });
    for (const [name, start, end] of entry.sections) {
      add(`in-${name}`, null, [[start, end]]);
    }
    return found;
  },

  // Whether the words of a value are told apart from the sentence around them.
  isProof(item, value) {
    const whole = ([start, end]) => item.spans.some((span) => span[0] === start && span[1] === end);
    return !value.minor && !value.spans.every(whole);
  },

  cut(entry, marks) {
    const unit = CodePoints.converter(entry.text);
    const length = CodePoints.count(entry.text);
    const bounds = new Set([0, length, ...entry.sentences.map(([start]) => start)]);
    for (const { start, end } of marks) {
      bounds.add(Math.min(start, length)).add(Math.min(end, length));
    }
    const sorted = [...bounds].sort((one, two) => one - two);
    const waiting = [...marks].sort((one, two) => one.start - two.start);
    let open = [];
    return sorted.slice(1).map((end, place) => {
      const start = sorted[place];
      while (waiting.length && waiting[0].start <= start) {
        open.push(waiting.shift());
      }
      open = open.filter((mark) => mark.end > start);
      return TextView.segment(start, end, entry.text.slice(unit(start), unit(end)), open);
    });
  },

  segment(start, end, text, marks) {
    const kinds = [...new Set(marks.map((mark) => mark.kind))];
    const element = Dom.make("span", { class: ["segment", ...kinds].join(" "), "data-start": start }, text);
    return { start, end, element, marks: marks.filter((mark) => mark.path !== null) };
  },

  // Give the segments inside the spans a class, and take it from all others.
  light(name, spans) {
    for (const { start, end, element } of TextView.segments) {
      element.classList.toggle(name, spans.some(([first, last]) => first <= start && end <= last));
    }
  },

  // The segment an element of the text belongs to, if any.
  segmentOf(element) {
    const own = element.closest?.(".segment");
    return own ? TextView.segments.find((segment) => segment.element === own) : undefined;
  },

  // The column of the text ends where the window does, so that all of it can be scrolled into view.
  fit() {
    const top = document.querySelector("#article .columns")?.getBoundingClientRect().top ?? 0;
    const room = Math.max(window.innerHeight / 3, window.innerHeight - Math.max(0, top));
    document.getElementById("article").style.setProperty("--room", `${room}px`);
  },

  // Bring words into view: inside the column where it scrolls by itself, else with the page, unless
  // what was selected stands there already.
  scrollTo(spans, hasOther) {
    const first = Math.min(...spans.map(([start]) => start));
    const element = TextView.segments.find(({ end }) => end > first)?.element;
    const column = element?.closest(".side");
    if (!column) {
      return;
    }
    if (getComputedStyle(column).overflowY === "auto") {
      const rise = element.getBoundingClientRect().top - column.getBoundingClientRect().top;
      const isSeen = rise > 0 && rise < column.clientHeight - 2 * element.offsetHeight;
      column.scrollTop += isSeen ? 0 : rise - column.clientHeight / 3;
    } else if (!hasOther) {
      element.scrollIntoView({ block: "center" });
    }
  },

  // What is selected in the text: {start, end, text, cites} in code points, or null.
  selected(entry) {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) {
      return null;
    }
    const range = selection.getRangeAt(0);
    const inside = TextView.segments.filter(({ element }) => range.intersectsNode(element));
    if (!inside.length) {
      return null;
    }
    const start = TextView.offset(inside[0], range.startContainer, range.startOffset, inside[0].start);
    const last = inside.at(-1);
    const end = TextView.offset(last, range.endContainer, range.endOffset, last.end);
    const text = CodePoints.slicer(entry.text)(start, end);
    const isCited = ([first, final]) => first < end && final > start;
    const cites = entry.sentences.flatMap((span, place) => (isCited(span) ? [place + 1] : []));
    return start < end ? { start, end, text, cites } : null;
  },

  offset(segment, node, unit, otherwise) {
    if (!segment.element.contains(node) || node.nodeType !== Node.TEXT_NODE) {
      return otherwise;
    }
    return segment.start + CodePoints.count(node.data.slice(0, unit));
  },
};
