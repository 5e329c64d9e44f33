"use strict";

// Where a gazetteer has the places of an item.
const Places = {
  of(entry, item) {
    const found = (entry.locations?.places ?? []).filter(
      (place) => place.path === item.path || place.path.startsWith(`${item.path}.`),
    );
    if (!found.length) {
      return null;
    }
    return Dom.make("ul", { class: "places" }, ...found.map(Places.place));
  },

  place(place) {
    const { candidates, chosen } = place;
    const told = chosen !== null && candidates[chosen]
      ? Places.told(candidates[chosen])
      : Places.open(candidates.length);
    const others = candidates.filter((_, number) => number !== chosen).map((one) => Dom.make("li", {}, Places.told(one)));
    const head = [Dom.words(place.phrase ?? place.name), ": ", told];
    if (!others.length) {
      return Dom.make("li", {}, ...head);
    }
    const more = Dom.make("details", {}, Dom.make("summary", {}, Dom.count(others.length, "other candidate")), Dom.make("ul", {}, ...others));
    return Dom.make("li", {}, ...head, more);
  },

  open(number) {
    return number ? "ambiguous, none chosen" : "not in the gazetteer";
  },

  told(one) {
    const area = [one.name, one.admin1, one.country].filter(Boolean).join(", ");
    return Dom.words(`${area} (${one.latitude}, ${one.longitude}; score ${one.score})`);
  },
};
