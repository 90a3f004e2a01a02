import { splitObservations } from "@despliega/trainer/dataset/split.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { peliculas, riesgo, vih } from "../../../support/models.js";
import { drawLabelled, type Labelled } from "../lib/labelled.js";
import { findPython, isSkipped } from "../lib/peer.js";
import type { Row } from "../lib/row.js";
import { withoutPeople } from "../lib/without-people.js";
import type { Workbench } from "../lib/workbench.js";
import { DEFAULTS, type BoostingContest } from "./boosting-contest.js";
import { contestRows } from "./contest-rows.js";
import { trainModel } from "./trained.js";

const testRows = 5000;
const sizes = [
  { rows: 2000, features: 22 },
  { rows: 50_000, features: 20 },
];
const models = [riesgo, peliculas, vih];

/**
 * Gradient boosting against scikit-learn's with one thread, both with its defaults of 100 trees: CPU time, quality and
 * scoring, on generated rows and on the features of the shipped models, a quarter of the entities for the test.
 */
export const boostingRows = async (bench: Workbench): Promise<Row[]> => {
  const python = await findPython(["numpy", "sklearn"]);
  if (isSkipped(python)) return [{ name: "gradient boosting", ours: "", peer: python.skipped }];
  const rows: Row[] = [];
  for (const { rows: size, features } of sizes)
    rows.push(
      ...(await contestRows(bench, python.command, `${size} × ${features}`, (seed) => ({
        task: "classification",
        training: drawLabelled(size, features, seed),
        test: drawLabelled(testRows, features, 100 + seed),
      }))),
    );
  for (const model of bench.quick ? [] : models)
    rows.push(
      ...(await contestRows(bench, python.command, `${model.name}'s sample`, (seed) =>
        split(bench, model, seed),
      )),
    );
  return rows;
};

/** The features of a shipped model's sample; a regression learns the logarithm. */
const split = async (
  bench: Workbench,
  model: ModelDefinition,
  seed: number,
): Promise<BoostingContest> => {
  const { task } = model;
  const samples = model.inputs.map(({ dataset }) => `data/${model.name}/${dataset}`);
  const files = model === vih ? [await withoutPeople(bench, samples[0]!)] : samples;
  const plain = {
    ...model,
    estimators: [DEFAULTS] as const,
    crossValidation: undefined,
    interval: undefined,
    search: undefined,
  } as unknown as ModelDefinition;
  const { training, test } = await trainModel(bench, plain, files, (engine, labelled) =>
    splitObservations(engine, labelled, { task, split: { by: "chance", testShare: 0.25, seed } }),
  );
  const side = ({ columns, target }: Labelled): Labelled => ({
    columns,
    target: task === "regression" ? target.map(Math.log) : target,
  });
  return { task, training: side(training), test: side(test) };
};
