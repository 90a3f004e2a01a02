import { expect, test } from "@jest/globals";

import { authorisationOn, callerCheckFor, MASKED, WHOLE } from "../../../support/sensitive.js";
import { apiServing } from "../../protocols/support.js";
import { inTable, VIH } from "./support.js";

const PATIENTS = Array.from({ length: 2_000 }, (_, i) => i + 1);
const COLUMNS = ["patient_id", "nb_previous_loans", "age", "flag_own_car"];

/** The column of people of `train_model.csv`. */
const TABLE = new Set(PATIENTS.map((id) => inTable(id)));

/** Guesses every identifier and asks about it. @returns what the answers call the people */
const namesFor = async (name: string, claims: object): Promise<readonly string[]> => {
  const api = await apiServing([VIH], {
    checkCaller: callerCheckFor({ ...claims }, name),
    authorisation: authorisationOn(undefined, { subjectLimit: 0 }),
  });
  const names: string[] = [];
  for (const ids of [PATIENTS.slice(0, 1_000), PATIENTS.slice(1_000)]) {
    const data = ids.map((id) => [id, 2, 23, 0]);
    const { body } = await api.request
      .post("/models/vih/invocations")
      .send({ dataframe_split: { columns: COLUMNS, data } })
      .expect(200);
    const { predictions } = body as { readonly predictions: readonly { pseudonym: string }[] };
    names.push(...predictions.map(({ pseudonym }) => pseudonym));
  }
  return names;
};

test("a caller who guesses identifiers finds no row of the training table", async () => {
  const whole = await namesFor("one", WHOLE);
  const [first, again] = [await namesFor("one", MASKED), await namesFor("one", MASKED)];
  const second = await namesFor("two", MASKED);
  for (const names of [whole, first, second]) {
    expect(new Set(names).size).toBe(PATIENTS.length);
    expect(names.filter((name) => TABLE.has(name))).toEqual([]);
  }
  // The last four characters were once those of the row.
  const table = [...TABLE];
  expect(first.filter((name, i) => name.endsWith(table[i]!.slice(-4))).length).toBeLessThan(2);

  expect(again).toEqual(first);
  const known = new Set([...first, ...whole]);
  expect(second.filter((name) => known.has(name))).toEqual([]);
});
