import { join } from "node:path";

import { boostingScorer } from "@despliega/storage";
import { fitBoosting } from "@despliega/trainer/estimators/boosting/boosting.js";
import type { BoostingOptions } from "@despliega/trainer/estimators/boosting/options.js";

import { timed } from "../lib/cpu-time.js";
import { writeLabelled, type Labelled } from "../lib/labelled.js";
import { peerScript } from "../lib/peer-script.js";
import { runPeer } from "../lib/peer.js";

/** Rows that are scored before they are measured. */
const WARM_ROWS = 20_000;

/** What one side took, and its answers. */
export interface BoostingRun {
  /** CPU seconds of the fit. */
  readonly seconds: number;
  /** CPU microseconds to score a row. */
  readonly microsecondsPerRow: number;
  /** Of the test rows; with more than two classes their probabilities one after the other. */
  readonly scores: ArrayLike<number>;
}

/** What both sides learn from and answer about. */
export interface BoostingContest {
  readonly task: "classification" | "regression";
  /** Default 2. */
  readonly classes?: number;
  /** How many names each column has that is a category; undefined for the others. Default: none is. */
  readonly categories?: readonly (number | undefined)[];
  readonly training: Labelled;
  readonly test: Labelled;
}

/** The defaults of scikit-learn's HistGradientBoosting. */
export const DEFAULTS: BoostingOptions = {
  kind: "boosting",
  rounds: 100,
  learningRate: 0.1,
  maxLeaves: 31,
  minLeaf: 20,
  l2: 0,
  bins: 255,
  classWeights: "none",
};

/** Fits ours twice, and measures the second fit, as the peer does. */
export const runOurs = ({
  task,
  classes = 2,
  categories,
  training,
  test,
}: BoostingContest): BoostingRun => {
  const data = {
    task,
    classes,
    ...training,
    uses: training.columns.map((_, i) => {
      const names = categories?.[i];
      return {
        categories: names === undefined ? undefined : [...Array(names).keys()],
        direction: 0 as const,
      };
    }),
    heldOut: new Uint8Array(training.target.length),
  };
  fitBoosting(data, DEFAULTS);
  const [{ boosting }, seconds] = timed(() => fitBoosting(data, DEFAULTS));
  const scorer = boostingScorer(boosting);
  const row = new Float64Array(test.columns.length);
  const { outputs } = scorer;
  const scores = new Float64Array(test.target.length * outputs);
  const scoreAll = (): void =>
    test.target.forEach((_, i) => {
      for (let feature = 0; feature < row.length; feature++)
        row[feature] = test.columns[feature]![i]!;
      scorer.scores(row, scores.subarray(i * outputs, (i + 1) * outputs));
    });
  // Some tables have a few hundred rows, of which Node.js would compile the code while it is measured.
  for (let rows = 0; rows < WARM_ROWS; rows += test.target.length) scoreAll();
  const [, scoring] = timed(scoreAll);
  return { seconds, microsecondsPerRow: (scoring / test.target.length) * 1e6, scores };
};

/** Fits scikit-learn's with its defaults and one thread on the same rows. */
export const runSklearn = async (
  python: string,
  { task, classes = 2, categories = [], training, test }: BoostingContest,
  folder: string,
): Promise<BoostingRun> => {
  const files = [join(folder, "boosting-training.f64"), join(folder, "boosting-test.f64")] as const;
  await writeLabelled(files[0], training);
  await writeLabelled(files[1], test);
  const columns = `${training.columns.length + 1}`;
  const named = categories.flatMap((names, i) => (names === undefined ? [] : [`${i}`]));
  const options = [
    ...(task === "regression" ? ["--regression"] : ["--classes", `${classes}`]),
    ...(named.length > 0 ? ["--categories", ...named] : []),
  ];
  return runPeer(python, [peerScript("sklearn_boosting.py"), ...files, columns, ...options], {
    env: { OMP_NUM_THREADS: "1" },
  });
};
