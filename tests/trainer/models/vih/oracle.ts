import { vih } from "../../../support/models.js";

/** A row of the table: the columns that the model reads. */
export type Patient = Readonly<Record<string, number | string | null>>;

/** The columns of the study, in the table's order, as the public table has them. */
export const STUDY =
  "time,trt,age,wtkg,hemo,homo,drugs,karnof,oprior,z30,preanti,race,gender,str2,strat,symptom,treat,offtrt,cd40,cd420,cd80,cd820".split(
    ",",
  );

/** What `features.sql` should return, one row after another; a patient without a pseudonym is known by the content of the row. */
export const observe = (patients: readonly Patient[]): Record<string, unknown>[] =>
  patients.map((patient, row) => {
    const same = patients.findIndex((other) => JSON.stringify(other) === JSON.stringify(patient));
    const observation: Record<string, unknown> = {
      observation: row,
      entity: patient["pseudonym"] ?? `row like ${same}`,
      observed_at: null,
      label: patient["infected"],
    };
    for (const name of STUDY) observation[name] = patient[name];
    return observation;
  });

/** SQL types of the table that the model's only input is read into. */
export const TYPES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(vih.inputs[0].columns).flatMap(([name, column]) => {
    if (name === "name") return [];
    if (name === "patient_id") return [["pseudonym", "VARCHAR"]];
    return [[name, column.type === "integer" ? "BIGINT" : "DOUBLE"]];
  }),
);
