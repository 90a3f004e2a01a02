import { withinNoise } from "../lib/noise.js";
import { atMost, type Row } from "../lib/row.js";
import { logLikelihood, r2, rocAuc } from "../lib/scored.js";
import type { Workbench } from "../lib/workbench.js";
import { runOurs, runSklearn, type BoostingContest, type BoostingRun } from "./boosting-contest.js";

const seeds = [1, 2, 3, 4, 5];

/** Draws the contest of a seed. */
type Drawn = (seed: number) => BoostingContest | Promise<BoostingContest>;

/** Runs the contest of each seed: CPU time, quality and scoring. */
export const contestRows = async (
  bench: Workbench,
  python: string,
  name: string,
  drawn: Drawn,
): Promise<Row[]> => {
  const runs: { contest: BoostingContest; ours: BoostingRun; peer: BoostingRun }[] = [];
  for (const seed of seeds.slice(0, bench.rounds(seeds.length))) {
    bench.say(`boosting: ${name}, seed ${seed} of ${seeds.length}`);
    const contest = await drawn(seed);
    const peer = await runSklearn(python, contest, bench.folder);
    runs.push({ contest, ours: runOurs(contest), peer });
  }
  const least = (side: "ours" | "peer", what: "seconds" | "microsecondsPerRow"): number =>
    Math.min(...runs.map((run) => run[side][what]));
  const [metric, of] = measureOf(runs[0]!.contest);
  const quality = (side: "ours" | "peer") =>
    runs.map(({ contest: { test }, [side]: { scores } }) => of(scores, test.target));
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
      ...atMost(least("ours", "microsecondsPerRow") / least("peer", "microsecondsPerRow"), 1),
    },
  ];
};

/** What answers are measured by, and its name. */
const measureOf = ({
  task,
  classes = 2,
}: BoostingContest): readonly [
  string,
  (scores: ArrayLike<number>, target: Float64Array) => number,
] => {
  if (task === "regression") return ["R²", r2];
  if (classes > 2) return ["mean logarithm of the class's probability", logLikelihood];
  return ["ROC-AUC", (scores, labels) => rocAuc({ scores, labels })];
};
