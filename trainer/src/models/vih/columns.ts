import type { Column, Columns } from "../../model/columns.js";
import type { FeatureDefinition } from "../../model/model.js";

/** A column of the study's table that is a feature. */
interface StudyColumn {
  readonly column: Column;
  readonly description: string;
  readonly values?: readonly number[];
}

const flag = (description: string): StudyColumn => among([0, 1], description);

const among = (values: readonly number[], description: string): StudyColumn => ({
  column: { type: "integer", min: Math.min(...values), max: Math.max(...values) },
  description,
  values,
});

const count = (max: number, description: string): StudyColumn => ({
  column: { type: "integer", min: 0, max },
  description,
});

/** In the table's order. */
const study: Readonly<Record<string, StudyColumn>> = {
  time: count(5_000, "Days in the study until the event, or until the patient was last seen."),
  trt: among(
    [0, 1, 2, 3],
    "Treatment: 0 zidovudine, 1 with didanosine, 2 with zalcitabine, 3 didanosine.",
  ),
  age: count(120, "Age in years when the treatment began."),
  wtkg: {
    column: { type: "number", min: 1, max: 500 },
    description: "Weight in kilograms when the treatment began.",
  },
  hemo: flag("1 with haemophilia."),
  homo: flag("1 for homosexual activity."),
  drugs: flag("1 with a history of injected drugs."),
  karnof: count(100, "Karnofsky score, from 0 to 100."),
  oprior: flag("1 with another antiretroviral treatment before."),
  z30: flag("1 with zidovudine in the 30 days before the treatment began."),
  preanti: count(40_000, "Days of antiretroviral treatment before."),
  race: flag("1 for patients who are not white."),
  gender: flag("1 for men."),
  str2: flag("1 with any antiretroviral treatment before."),
  strat: among([1, 2, 3], "Treatment before: 1 none, 2 up to a year, 3 longer."),
  symptom: flag("1 with symptoms."),
  treat: flag("1 when the treatment is more than zidovudine."),
  offtrt: flag("1 for patients who left the treatment early."),
  cd40: count(20_000, "CD4 cells when the treatment began."),
  cd420: count(20_000, "CD4 cells 20 weeks later, give or take 5."),
  cd80: count(50_000, "CD8 cells when the treatment began."),
  cd820: count(50_000, "CD8 cells 20 weeks later, give or take 5."),
};

/** The table as a hospital has it, or without the first two columns, as a study publishes it. */
export const columns: Columns = {
  patient_id: { type: "text", person: "identifier", unique: true, absent: "allowed" },
  name: { type: "text", person: "name", absent: "allowed" },
  ...Object.fromEntries(Object.entries(study).map(([name, { column }]) => [name, column])),
  infected: { type: "integer", min: 0, max: 1 },
};

/** What the model learns from. */
export const features: readonly FeatureDefinition[] = Object.entries(study).map(
  ([name, { column, description, values }]) => ({
    name,
    type: column.type === "integer" ? "integer" : "number",
    description,
    ...(values === undefined ? {} : { values }),
  }),
);
