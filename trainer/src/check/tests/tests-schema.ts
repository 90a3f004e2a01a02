import { z } from "zod";

import { fields, list, text } from "../../estimators/fields.js";

const Value = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: "must be text, a number, true, false or null",
});

const Row = z.record(text(), Value);

const Day = z.iso.date({ error: 'must be a day in quotes, such as "2026-01-31"' });

const Test = fields({
  name: text().describe("What the test says, such as: only earlier loans count."),
  asOf: Day.optional().describe("The cut-off. Default: the day after the last given event."),
  given: z
    .record(text(), z.array(Row))
    .describe("Rows by the table of an input; tables that are not named are empty."),
  expect: list(Row).describe(
    "Observations by observation or entity, with the features that are expected of them; null is missing.",
  ),
  tolerance: z
    .number()
    .min(0)
    .optional()
    .describe("The largest difference of a number. Default: a billionth of it."),
});

/** What a model's `tests.yaml` may say. */
export const TestsSchema = fields({
  defaults: z
    .record(text(), Row)
    .optional()
    .describe("By table, values of columns that given rows leave out. Default: missing."),
  tests: list(Test),
});

/** A value that a test gives or expects. */
export type Value = z.output<typeof Value>;

/** Values by column. */
export type Row = Readonly<Record<string, Value>>;

/** A test of `features.sql` on a few rows. */
export type StatementTest = z.output<typeof Test>;

/** All tests of a model. */
export type StatementTests = z.output<typeof TestsSchema>;

/** The JSON Schema of `tests.yaml`, by which editors complete and check it. */
export const testsJsonSchema = (): object => ({
  ...z.toJSONSchema(TestsSchema, { target: "draft-7", io: "input" }),
  title: "Tests of a model of Despliega",
});
