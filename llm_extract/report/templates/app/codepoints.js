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
};
