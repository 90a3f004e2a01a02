import type { Engine } from "@despliega/trainer";
import { readRows } from "@despliega/trainer/engine/rows.js";
import type { Side, Split } from "@despliega/trainer/dataset/split.js";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { vih } from "../../../support/models.js";
import { splitLabelled } from "../lib/labelled.js";
import { findPython, isSkipped } from "../lib/peer.js";
import type { Row } from "../lib/row.js";
import { f1, maxF1Threshold, rocAuc } from "../lib/scored.js";
import { spread } from "../lib/spread.js";
import type { Workbench } from "../lib/workbench.js";
import { sklearnOn, type Contest } from "./forest-contest.js";
import { trainModel } from "./trained.js";

const splits = [1, 2, 3, 4, 5];
const sample = "data/vih/patients.csv";

interface Quality {
  readonly f1: number;
  readonly roc_auc: number;
}

/**
 * The model `vih` as `despliega train` learns it, on five stratified splits with a quarter of the rows for the test,
 * against scikit-learn's forest of 300 trees on the same rows. Both thresholds come from training rows only. The table
 * is the one that the variable ACTG175 names, or else the sample, for which there is no target.
 */
export const vihRows = async (bench: Workbench): Promise<Row[]> => {
  const python = await findPython(["numpy", "sklearn"]);
  const named = process.env["ACTG175"];
  const table = named ?? (await withoutPeople(bench, sample));
  const ours: Quality[] = [];
  const peers: Quality[] = [];
  for (const seed of splits) {
    bench.say(`vih: split ${seed} of ${splits.length}`);
    const { metrics, ...rows } = await trainModel(bench, vih, [table], (engine) =>
      split(engine, seed),
    );
    ours.push({ f1: metrics["f1"]!, roc_auc: metrics["roc_auc"]! });
    if (isSkipped(python)) continue;
    const contest = { ...rows, trees: 300, outOfBag: true };
    const sklearn = await sklearnOn(python.command, contest, bench.folder);
    peers.push(qualityOf(contest, await sklearn(seed)));
  }
  const row = (measure: keyof Quality, label: string, target: number): Row => ({
    name: `vih on ${named === undefined ? "its sample (ACTG175 names no table)" : "ACTG-175"}, ${label}, mean of five splits, against scikit-learn's forest`,
    ours: told(ours, measure),
    peer: isSkipped(python) ? python.skipped : told(peers, measure),
    ...(named === undefined
      ? {}
      : { target: `≥ ${target}`, met: spread(ours.map((each) => each[measure])).mean >= target }),
  });
  return [row("f1", "F1", 0.78), row("roc_auc", "ROC-AUC", 0.935)];
};

const told = (measured: readonly Quality[], measure: keyof Quality): string => {
  const { mean, deviation } = spread(measured.map((each) => each[measure]));
  return `${mean.toFixed(4)} ± ${deviation.toFixed(4)}`;
};

const withoutPeople = async ({ folder }: Workbench, file: string): Promise<string> => {
  const lines = (await readFile(file, "utf8")).split("\n");
  const study = join(folder, "study.csv");
  await writeFile(study, lines.map((line) => line.split(",").slice(2).join()).join("\n"));
  return study;
};

/** Splits the observations into the views `training` and `test`. */
const split = async (engine: Engine, seed: number): Promise<Split> => {
  const { columns, target } = await readRows(engine, "labelled", [{ name: "observation" }]);
  const sides = splitLabelled({ columns, target }, 0.25, seed);
  const side = async (view: keyof typeof sides): Promise<Side> => {
    const { columns: observations, target: labels } = sides[view];
    const list = `[${observations[0]!.join()}]::BIGINT[]`;
    await engine.run(
      `CREATE VIEW ${view} AS FROM labelled WHERE observation IN (SELECT unnest(${list}))`,
    );
    const positives = labels.reduce((sum, label) => sum + label, 0);
    return { from: null, to: null, observations: labels.length, positives };
  };
  return { training: await side("training"), test: await side("test") };
};

const qualityOf = (
  { training, test }: Contest,
  {
    scores,
    outOfBag,
  }: { readonly scores: ArrayLike<number>; readonly outOfBag: ArrayLike<number> },
): Quality => {
  const threshold = maxF1Threshold({ scores: outOfBag, labels: training.target });
  const scored = { scores, labels: test.target };
  return { f1: f1(scored, threshold), roc_auc: rocAuc(scored) };
};
