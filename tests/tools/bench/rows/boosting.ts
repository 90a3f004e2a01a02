import { splitObservations } from "@despliega/trainer/dataset/split.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { peliculas, riesgo, vih } from "../../../support/models.js";
import { drawLabelled, type Labelled } from "../lib/labelled.js";
import { withinNoise } from "../lib/noise.js";
import { findPython, isSkipped } from "../lib/peer.js";
import { atMost, type Row } from "../lib/row.js";
import { r2, rocAuc } from "../lib/scored.js";
import { withoutPeople } from "../lib/without-people.js";
import type { Workbench } from "../lib/workbench.js";
import {
  DEFAULTS,
  runOurs,
  runSklearn,
  type BoostingContest,
  type BoostingRun,
} from "./boosting-contest.js";
import { trainModel } from "./trained.js";

const seeds = [1, 2, 3, 4, 5];
const testRows = 5000;
const sizes = [
  { rows: 2000, features: 22 },
  { rows: 50_000, features: 20 },
];
const models = [riesgo, peliculas, vih];

/** Draws the contest of a seed. */
type Drawn = (seed: number) => BoostingContest | Promise<BoostingContest>;

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
  for (const model of models)
    rows.push(
      ...(await contestRows(bench, python.command, model.name, (seed) =>
        split(bench, model, seed),
      )),
    );
  return rows;
};

const contestRows = async (
  bench: Workbench,
  python: string,
  name: string,
  drawn: Drawn,
): Promise<Row[]> => {
  const runs: { contest: BoostingContest; ours: BoostingRun; peer: BoostingRun }[] = [];
  for (const seed of seeds) {
    bench.say(`boosting: ${name}, seed ${seed} of ${seeds.length}`);
    const contest = await drawn(seed);
    const peer = await runSklearn(python, contest, bench.folder);
    runs.push({ contest, ours: runOurs(contest), peer });
  }
  const least = (side: "ours" | "peer", what: "seconds" | "microsecondsPerRow"): number =>
    Math.min(...runs.map((run) => run[side][what]));
  const quality = (side: "ours" | "peer") =>
    runs.map(({ contest: { task, test }, [side]: { scores } }) =>
      task === "regression" ? r2(scores, test.target) : rocAuc({ scores, labels: test.target }),
    );
  const metric = runs[0]!.contest.task === "regression" ? "R² of the logarithm" : "ROC-AUC";
  return [
    {
      name: `gradient boosting, CPU of the fit alone, against scikit-learn, ${name}`,
      ours: `${least("ours", "seconds").toFixed(3)} s`,
      peer: `${least("peer", "seconds").toFixed(3)} s`,
      ...atMost(least("ours", "seconds") / least("peer", "seconds"), 2),
    },
    withinNoise(`gradient boosting, ${metric}, ${name}`, quality("ours"), quality("peer")),
    {
      name: `gradient boosting, CPU to score a row, theirs in one batch, ${name}`,
      ours: `${least("ours", "microsecondsPerRow").toFixed(1)} µs`,
      peer: `${least("peer", "microsecondsPerRow").toFixed(1)} µs`,
    },
  ];
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
