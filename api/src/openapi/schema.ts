import { z } from "zod";

/** A part of the document: JSON that is written once and never read here. */
export type Json = Readonly<Record<string, unknown>>;

/** Points to a schema that several places share. */
export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** The JSON Schema of what a zod schema takes; checks that no schema can say are left out. */
export const schemaOf = (type: z.ZodType): Json => {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(type, {
    io: "input",
    unrepresentable: "any",
  });
  return schema;
};

/** An object with exactly these fields, of which those in `optional` may be absent. */
export const objectOf = (properties: Json, optional: readonly string[] = []): Json => ({
  type: "object",
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
