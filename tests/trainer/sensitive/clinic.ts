import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { ForestEstimatorOptions } from "@despliega/trainer/estimators/forest/options.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { temporaryDirectory } from "../../support/temporary.js";

/** A patient as a file has it, field by field; every value but the label is unlike any other text. */
export type Patient = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** In the order of the file; the model does not know `phone`. */
export const COLUMNS = [
  "phone",
  "patient",
  "name",
  "born",
  "cells",
  "weight",
  "dose",
  "ward",
  "sick",
] as const;

/** Digits that follow from what they are for. */
const digits = (purpose: string, count: number): string =>
  BigInt(`0x${createHash("sha256").update(purpose).digest("hex")}`)
    .toString()
    .slice(3, 3 + count);

/** A patient whose fields all follow from a number. */
export const patient = (number: number): Patient => {
  const of = (column: string, count: number) => digits(`${column} ${number}`, count);
  const weight = `${40 + Number(of("kilograms", 2))}.${of("weight", 6)}7`;
  const sick = Number(weight) + 3 * Number(of("luck", 2)) > 250;
  return {
    phone: `zq-phone-${of("phone", 9)}`,
    patient: `zq-patient-${of("patient", 9)}`,
    name: `Zq Ñandú ${of("name", 9)}`,
    born: new Date(Date.UTC(1920) + 864e5 * (Number(of("born", 5)) % 36_500))
      .toISOString()
      .slice(0, 10),
    cells: `7${of("cells", 9)}`,
    weight,
    dose: `${of("dose", 4)}.${of("fraction", 5)}3`,
    ward: `zq-ward-${of("ward", 9)}`,
    sick: sick ? "1" : "0",
  };
};

/** Some patients, the first of them with number 1. */
export const patients = (count: number): Patient[] =>
  Array.from({ length: count }, (_, i) => patient(i + 1));

/** A file of patients, by default with all columns. */
export const csvOf = (
  rows: readonly Patient[],
  columns: readonly (keyof Patient)[] = COLUMNS,
): string =>
  [columns.join(), ...rows.map((row) => columns.map((name) => row[name]).join()), ""].join("\n");

/** Writes a file of a test. */
export const writeInput = async (content: string): Promise<string> => {
  const file = join(await temporaryDirectory(), "patients.csv");
  await writeFile(file, content);
  return file;
};

const FEATURES = `
  SELECT rowid AS observation, coalesce(pseudonym, 'row ' || md5(patients::VARCHAR)) AS entity, NULL::DATE AS observed_at,
         sick AS label, cells, weight, dose::DOUBLE AS dose, datediff('day', born, DATE '2026-01-01') AS days,
         length(ward) AS ward
  FROM patients`;

/** A sensitive model with a column of every type, that makes use of all that a report can show of a classifier. */
export const clinicOf = (features = FEATURES): ModelDefinition => ({ ...clinic, sql: features });

const forest: ForestEstimatorOptions = {
  kind: "forest",
  trees: 20,
  minLeaf: 1,
  maxFeatures: 2,
  sample: 0.6,
  bins: 255,
  classWeights: "none",
  seed: 1,
};

const number = (name: string) => ({ name, type: "number", description: `The ${name}.` }) as const;

const clinic: Omit<ModelDefinition & { task: "classification" }, "sql"> = {
  name: "clinic",
  yaml: "",
  folder: "clinic",
  question: "Is this patient sick?",
  words: { observations: "patients", positive: "are sick", negative: "are not sick" },
  task: "classification",
  inputs: [
    {
      dataset: "patients.csv",
      table: "patients",
      columns: {
        patient: { type: "text", person: "identifier", unique: true, absent: "allowed" },
        name: { type: "text", person: "name", absent: "allowed" },
        born: { type: "date", min: "1900-01-01" },
        cells: { type: "integer", min: 0 },
        weight: { type: "number", min: 0 },
        dose: { type: "decimal", min: 0 },
        ward: { type: "text", maxLength: 40 },
        sick: { type: "integer", min: 0, max: 1 },
      },
    },
  ],
  columns: { observation: "row", entity: "pseudonym", label: "sick" },
  features: [
    number("cells"),
    number("weight"),
    number("dose"),
    number("days"),
    { ...number("ward"), missing: "allowed" },
  ],
  split: { by: "chance", testShare: 0.25 },
  estimators: [{ kind: "logistic", ridge: 1, classWeights: "none" }, forest],
  crossValidation: { folds: 3, metric: "roc_auc" },
  search: [
    {
      options: forest,
      vary: { minLeaf: { from: 1, to: 9, whole: true } },
    },
  ],
  serving: {
    by: "row",
    answer: "sick",
    subject: { name: "patient", roles: { masked: "clinic.predict", whole: "clinic.pseudonym" } },
  },
  privacy: "sensitive",
  gates: [{ metric: "roc_auc", floor: 0, tolerance: 1 }],
};
