import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryDirectory } from "../../support/temporary.js";

/** A small model of one input, in the words of its `model.yaml`. */
export const SMALL_YAML = `question: Will it rain?
words: { observations: days, positive: are wet, negative: are dry }
task: classification
inputs:
  - dataset: days.csv
    table: days
    columns:
      day: { type: integer, unique: true }
      pressure: { type: number }
      wet: { type: integer, min: 0, max: 1 }
columns: { observation: day, entity: place, label: wet }
features:
  - name: pressure
    type: number
    description: Pressure of the air.
split: { by: chance, testShare: 0.25 }
estimators:
  - { kind: logistic, ridge: 1, classWeights: none }
serving: { by: row, answer: rain }
privacy: open
gates: []
`;

/** The statement of that model. */
export const SMALL_SQL = `SELECT day AS observation, day AS entity, NULL::DATE AS observed_at, wet AS label,
  pressure
FROM days
`;

/** Files of a model's folder; one without a text is not written. */
export type ModelFiles = Readonly<Record<string, string | Uint8Array | undefined>>;

/** Writes folders of models. @returns the directory that they are in */
export const modelsDirectoryOf = async (
  models: Readonly<Record<string, ModelFiles>>,
): Promise<string> => {
  const directory = await temporaryDirectory();
  for (const [name, files] of Object.entries(models)) {
    await mkdir(join(directory, name));
    const all = { "model.yaml": SMALL_YAML, "features.sql": SMALL_SQL, ...files };
    for (const [file, content] of Object.entries(all))
      if (content !== undefined) await writeFile(join(directory, name, file), content);
  }
  return directory;
};
