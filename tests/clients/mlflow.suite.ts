import { expect } from "@jest/globals";

import { needing } from "../support/needing.js";
import { expectNear } from "./near.js";
import { PYTHON, runScript, SETTING } from "./python.js";
import { classesOf, type Served } from "./served.js";

interface Answers {
  readonly version: string;
  /** Predictions by model and form. */
  readonly models: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
}

const FORMS = ["dataframe_split", "inputs", "csv", "csv with an index", "csv with NaN"];

/** MLflow's client of its own scoring server. */
export const describeMlflow = (served: () => Served): void =>
  needing(SETTING.clients, PYTHON.clients !== undefined).test(
    "answers MLflow's client with the golden answers in each of its forms, values that are missing among them",
    async () => {
      const { url, models } = served();
      const told = await runScript<Answers>("clients", "mlflow_client.py", { url, models });
      expect(told.version).toMatch(/^\d+\.\d+/);
      expect(models.flatMap(({ rows }) => rows).flat()).toContain(null);
      for (const model of models) {
        const forms = told.models[model.name]!;
        expect(Object.keys(forms)).toEqual(FORMS);
        for (const form of FORMS)
          expectNear(`${model.name} ${form}`, forms[form]!, classesOf(model));
      }
    },
  );
