import { join } from "node:path";
import { forestScorer } from "@despliega/storage";
import { fitForest } from "@despliega/trainer/estimators/forest/forest.js";
import type { ForestOptions } from "@despliega/trainer/estimators/forest/options.js";
import { timed } from "../lib/cpu-time.js";
import { outOfBagScores } from "../lib/out-of-bag.js";
import { writeLabelled, type Labelled } from "../lib/labelled.js";
import { runPeer } from "../lib/peer.js";
import { peerScript } from "../lib/peer-script.js";

/** What one forest took and what it says. */
export interface ForestRun {
  /** CPU seconds of the fit. */
  readonly seconds: number;
  /** CPU microseconds to score a row. */
  readonly microsecondsPerRow: number;
  /** Of the test rows. */
  readonly scores: ArrayLike<number>;
  /** Of the training rows; empty where they were not asked for. */
  readonly outOfBag: ArrayLike<number>;
}

/** What both forests learn from and are asked about. */
export interface Contest {
  readonly training: Labelled;
  readonly test: Labelled;
  readonly trees: number;
  readonly outOfBag: boolean;
  /** Whether the label is a number to come near to. Default: a class. */
  readonly regression?: boolean;
}

/**
 * Fits our forest.
 *
 * @param changes to scikit-learn's defaults: splits among the root of the features, down to pure leaves
 */
export const runOurs = (
  { training, test, trees, outOfBag }: Contest,
  seed: number,
  changes: Partial<ForestOptions> = {},
): ForestRun => {
  const options: ForestOptions = {
    kind: "forest",
    trees,
    minLeaf: 1,
    maxFeatures: "sqrt",
    sample: 1,
    bins: 255,
    classWeights: "none",
    seed,
    ...changes,
  };
  const uses = training.columns.map(() => ({ categories: undefined }));
  const data = { task: "classification", classes: 2, uses, ...training } as const;
  const [fit, seconds] = timed(() => fitForest(data, options));
  const scorer = forestScorer(fit.forest);
  const row = new Float64Array(test.columns.length);
  const [scores, scoring] = timed(() =>
    test.target.map((_, i) => {
      for (let feature = 0; feature < row.length; feature++)
        row[feature] = test.columns[feature]![i]!;
      return scorer.score(row);
    }),
  );
  return {
    seconds,
    microsecondsPerRow: (scoring / scores.length) * 1e6,
    scores,
    outOfBag: outOfBag ? outOfBagScores(fit.forest, training.columns, options) : [],
  };
};

/** Makes what fits scikit-learn's forest with its defaults on the same rows with a seed. */
export const sklearnOn = async (
  python: string,
  { training, test, trees, outOfBag, regression = false }: Contest,
  folder: string,
): Promise<(seed: number) => Promise<ForestRun>> => {
  const files = [join(folder, "forest-training.f64"), join(folder, "forest-test.f64")] as const;
  await writeLabelled(files[0], training);
  await writeLabelled(files[1], test);
  const columns = `${training.columns.length + 1}`;
  const options = [
    "--trees",
    `${trees}`,
    ...(outOfBag ? ["--out-of-bag"] : []),
    ...(regression ? ["--regression"] : []),
  ];
  const script = peerScript("sklearn_forest.py");
  return (seed) => runPeer(python, [script, ...files, columns, ...options, "--seed", `${seed}`]);
};
