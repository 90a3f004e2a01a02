import { expect, test } from "@jest/globals";
import { buildObservations } from "@despliega/trainer/dataset/observations.js";
import type { SqlValue } from "@despliega/trainer/engine/engine.js";
import fc from "fast-check";

import { vih } from "../../../support/models.js";
import { makeTable, testEngine } from "../../support/engine.js";
import { observe, STUDY, TYPES, type Patient } from "./oracle.js";

const engine = await testEngine();

const count = fc.integer({ min: 0, max: 20_000 });
const patient: fc.Arbitrary<Patient> = fc.record({
  ...Object.fromEntries(
    vih.features.map((feature) => [
      feature.name,
      feature.type === "integer" && feature.values !== undefined
        ? fc.constantFrom(...feature.values)
        : count,
    ]),
  ),
  wtkg: fc.double({ min: 1, max: 500, noNaN: true }),
  infected: fc.constantFrom(0, 1),
  pseudonym: fc.option(fc.uuid()),
});

/** Some rows twice, as in a file without names. */
const withTwins = (patients: Patient[]) =>
  fc.subarray(patients).map((twice) => [...patients, ...twice]);

test("the features are the study's columns, and a patient without a pseudonym is known by the content of the row", async () => {
  expect(vih.features.map(({ name }) => name)).toEqual(STUDY);
  await fc.assert(
    fc.asyncProperty(
      fc.array(patient, { minLength: 1, maxLength: 20 }).chain(withTwins),
      async (patients) => {
        const rows = patients.map((one) => Object.keys(TYPES).map((name) => one[name]!));
        const table = await makeTable(engine, "patients", TYPES, rows);
        const { asOf, labelled, ...made } = await buildObservations(engine, vih, [table]);
        expect({ asOf, ...made.rows }).toEqual({
          asOf: null,
          labelled: patients.length,
          serving: 0,
        });
        const found = await engine.rows(`FROM ${labelled.name} ORDER BY observation`);
        expect(
          found.map(({ entity, ...rest }) => ({ ...rest, entity: named(entity, found) })),
        ).toEqual(observe(patients));
      },
    ),
    { numRuns: 60 },
  );
});

/** A pseudonym, or for a hash the number of its first row. */
const named = (entity: SqlValue | undefined, rows: readonly Record<string, SqlValue>[]): unknown =>
  /^row [0-9a-f]{32}$/.test(String(entity))
    ? `row like ${rows.findIndex((row) => row["entity"] === entity)}`
    : entity;
