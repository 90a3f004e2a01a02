import { z } from "zod";

import { fields, kinds, list } from "../estimators/fields.js";

const common = {
  optional: z.boolean().optional().describe("Accepts a field without a value, which becomes NULL."),
  unique: z.boolean().optional().describe("Keeps the first row of each value, rejects the others."),
  absent: z.literal("allowed").optional().describe("Accepts a header without this column."),
};

const bounds = { min: z.number().optional(), max: z.number().optional() };

const day = z.iso.date({ error: 'must be a day in quotes, such as "2026-01-31"' });

/** A column of an input, as a model's definition writes it; {@link Column} says what each field means. */
export const ColumnSchema = kinds("type", [
  fields({ type: z.literal("integer"), ...bounds, ...common }),
  fields({ type: z.literal("number"), ...bounds, ...common }),
  fields({ type: z.literal("decimal"), ...bounds, ...common }),
  fields({ type: z.literal("date"), min: day.optional(), max: day.optional(), ...common }),
  fields({ type: z.literal("timestamp"), min: day.optional(), max: day.optional(), ...common }),
  fields({ type: z.literal("boolean"), ...common }),
  fields({
    type: z.literal("text"),
    values: list(z.string()).optional().describe("The only values allowed."),
    maxLength: z.int().min(1).optional().describe("In characters."),
    person: z
      .enum(["identifier", "name"])
      .optional()
      .describe("Says who a person is: it never reaches the table as it is."),
    ...common,
  }),
]);
