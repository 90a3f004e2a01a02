import { drawLabelled } from "../lib/labelled.js";
import { withinNoise } from "../lib/noise.js";
import { findPython, isSkipped } from "../lib/peer.js";
import { atLeast, atMost, type Row } from "../lib/row.js";
import { accuracy, rocAuc } from "../lib/scored.js";
import type { Workbench } from "../lib/workbench.js";
import { runOurs, sklearnOn, type ForestRun } from "./forest-contest.js";

const seeds = [1, 2, 3, 4, 5];
const testRows = 5000;
const sizes = [
  { rows: 2000, features: 22, trees: 100 },
  { rows: 50_000, features: 5, trees: 50 },
];

/**
 * The random forest against scikit-learn's with one thread: CPU time, quality and scoring on generated rows.
 */
export const forestRows = async (bench: Workbench): Promise<Row[]> => {
  const python = await findPython(["numpy", "sklearn"]);
  if (isSkipped(python)) return [{ name: "random forest", ours: "", peer: python.skipped }];
  const rows: Row[] = [];
  for (const size of sizes) rows.push(...(await generatedRows(bench, python.command, size)));
  return rows;
};

/** Both sides' runs, one after the other for each seed. */
interface Pair {
  readonly ours: ForestRun;
  readonly peer: ForestRun;
}

const generatedRows = async (
  bench: Workbench,
  python: string,
  { rows, features, trees }: (typeof sizes)[number],
): Promise<Row[]> => {
  const training = drawLabelled(rows, features, 1);
  const test = drawLabelled(testRows, features, 2);
  const contest = { training, test, trees, outOfBag: false };
  const sklearn = await sklearnOn(python, contest, bench.folder);
  const pairs: Pair[] = [];
  for (const seed of seeds.slice(0, bench.rounds(seeds.length))) {
    bench.say(`forest: ${rows} × ${features}, seed ${seed} of ${seeds.length}`);
    pairs.push({ ours: runOurs(contest, seed), peer: await sklearn(seed) });
  }
  const least = (side: keyof Pair, what: "seconds" | "microsecondsPerRow"): number =>
    Math.min(...pairs.map((pair) => pair[side][what]));
  const measured = (measure: (run: ForestRun) => number) =>
    [pairs.map(({ ours }) => measure(ours)), pairs.map(({ peer }) => measure(peer))] as const;
  const shape = `${rows.toLocaleString("en")} × ${features}, ${trees} trees`;
  return [
    {
      name: `random forest, CPU of the fit alone, against scikit-learn, ${shape}`,
      ours: `${least("ours", "seconds").toFixed(3)} s`,
      peer: `${least("peer", "seconds").toFixed(3)} s`,
      ...atLeast(least("peer", "seconds") / least("ours", "seconds"), 1),
    },
    withinNoise(
      `random forest, accuracy, ${shape}`,
      ...measured(({ scores }) => accuracy({ scores, labels: test.target })),
    ),
    withinNoise(
      `random forest, ROC-AUC, ${shape}`,
      ...measured(({ scores }) => rocAuc({ scores, labels: test.target })),
    ),
    {
      name: `random forest, CPU to score a row, theirs in one batch, ${shape}`,
      ours: `${least("ours", "microsecondsPerRow").toFixed(1)} µs`,
      peer: `${least("peer", "microsecondsPerRow").toFixed(1)} µs`,
      ...atMost(least("ours", "microsecondsPerRow") / least("peer", "microsecondsPerRow"), 1),
    },
  ];
};
