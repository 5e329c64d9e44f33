"use strict";

// Offsets of the data are code points, those of JavaScript UTF-16 units.
const CodePoints = {
  // A function from one to the other for one text.
  converter(text) {
    if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) {
      return (offset) => offset;
    }
    const units = [];
    let unit = 0;
    for (const sign of text) {
      units.push(unit);
      unit += sign.length;
    }
    units.push(unit);
    return (offset) => units[Math.min(offset, units.length - 1)];
  },

  // A function that cuts a stretch out of a text.
  slicer(text) {
    const unit = CodePoints.converter(text);
    return (start, end) => text.slice(unit(start), unit(end));
  },

  count(text) {
    let found = 0;
    for (const _ of text) {
      found += 1;
    }
    return found;
  },
};
