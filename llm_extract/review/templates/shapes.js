"use strict";

// What may stand where, by the JSON Schema of the record.
const Shapes = {
  // A schema with its reference followed; what stands beside the reference wins.
  plain(node) {
    if (!node?.$ref) {
      return node ?? {};
    }
    const name = node.$ref.split("/").at(-1);
    const { $ref, ...beside } = node;
    return { ...Shapes.plain(App.session.schema.$defs[name]), ...beside };
  },

  // {schema, nullable}: null taken out of a choice of types.
  split(node) {
    const plain = Shapes.plain(node);
    const parts = plain.anyOf ?? plain.oneOf;
    if (!parts) {
      return { schema: plain, nullable: plain.type === "null" };
    }
    const rest = parts.filter((part) => Shapes.plain(part).type !== "null");
    const nullable = rest.length < parts.length;
    if (rest.length === 1) {
      const { anyOf, oneOf, default: _, ...beside } = plain;
      return { schema: { ...Shapes.plain(rest[0]), ...beside }, nullable };
    }
    return { schema: { ...plain, anyOf: rest, oneOf: undefined }, nullable };
  },

  // The schemas an object may be of; more than one only in a union of objects.
  variants(schema) {
    const parts = (schema.anyOf ?? schema.oneOf ?? [schema]).map(Shapes.plain);
    return parts.every((part) => part.properties) ? parts : [];
  },

  // The one of the variants that a value is of, else the first.
  variant(schema, value) {
    const variants = Shapes.variants(schema);
    const fits = (one) => Object.entries(one.properties).every(([name, part]) => {
      const own = Shapes.plain(part);
      return own.const === undefined || own.const === value?.[name];
    });
    return variants.find(fits) ?? variants[0];
  },

  // The field that tells the variants apart, if there is one.
  kind(schema) {
    const variants = Shapes.variants(schema);
    const isKind = (name) => variants.every((one) => Shapes.plain(one.properties[name]).const !== undefined);
    return variants.length > 1 ? Object.keys(variants[0].properties).find(isKind) ?? null : null;
  },

  item(list) {
    return Shapes.split(Shapes.plain(App.session.schema.properties[list]).items).schema;
  },

  // Fields of an object that are for people to fill in: what code derives is not.
  fields(variant) {
    return Object.entries(variant.properties).filter(([, part]) => part["x-asked"] !== "never");
  },

  // The schema at a field path such as ["territory", "count"] below an object; null for none, or
  // for what code derives.
  below(schema, value, names) {
    let [node, held] = [schema, value];
    for (const name of names) {
      const variant = Shapes.variant(Shapes.split(node).schema, held);
      node = variant?.properties[name];
      if (!node || node["x-asked"] === "never") {
        return null;
      }
      held = held?.[name];
    }
    return node;
  },

  // The emptiest value that is asked for.
  empty(node) {
    const { schema, nullable } = Shapes.split(node);
    if (nullable) {
      return null;
    }
    return schema.type === "array" ? [] : schema.const ?? null;
  },
};
