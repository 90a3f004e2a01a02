import { z } from "zod";

import { MAX_ROWS } from "../serving/signature/limits.js";

/** A part of the document: JSON that is written once and never read here. */
export type Json = Readonly<Record<string, unknown>>;

/** Points to a schema that several places share. */
export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** The JSON Schema of what a zod schema takes; checks that no schema can say are left out. */
export const schemaOf = (type: z.ZodType): Json => {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(type, {
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => spellOut(jsonSchema),
  });
  return schema;
};

type Writable = Record<string, unknown>;

/** Generators of clients do not read tuples and bounds that are left out, and drop what has an array of nothing in particular. */
const spellOut = (schema: Writable): void => {
  const { prefixItems, exclusiveMinimum, ...rest } = schema;
  if (schema["type"] === "integer" && typeof exclusiveMinimum === "number") {
    delete schema["exclusiveMinimum"];
    schema["minimum"] = exclusiveMinimum + 1;
  }
  if (Array.isArray(prefixItems)) {
    const [first] = prefixItems as readonly unknown[];
    for (const name of Object.keys(schema)) delete schema[name];
    Object.assign(schema, rest, {
      items: first,
      minItems: prefixItems.length,
      maxItems: prefixItems.length,
    });
  }
};

/** An array of at most as many rows as a request may have. */
export const rowsOf = (items: Json): Json => ({ type: "array", items, maxItems: MAX_ROWS });

/** The bounds of whole numbers that arrive as they were sent. */
export const INTEGER_BOUNDS: Json = {
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
};

/** How many there are of something. */
export const COUNT: Json = { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** An object with exactly these fields, of which those in `optional` may be absent. */
export const objectOf = (properties: Json, optional: readonly string[] = []): Json => ({
  type: "object",
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
