import { join } from "node:path";
import { findPython, isSkipped, runPeer } from "../lib/peer.js";
import { peerScript } from "../lib/peer-script.js";
import { atLeast, type Row } from "../lib/row.js";
import type { Workbench } from "../lib/workbench.js";
import { fitOurs, type Fit } from "./fit-ours.js";
import { inRounds } from "../lib/drawn-order.js";
import { writeMatrix, type Matrix } from "../lib/matrix.js";

const rounds = 3;
const runsPerRound = 3;
const ridge = 1;
const features = [
  "nb_previous_loans",
  "avg_amount_loans_previous",
  "age",
  "years_on_the_job",
  "flag_own_car",
];

/** Fitting alone, on one matrix in memory, against scikit-learn: the fastest of alternating runs. */
export const fitRows = async (bench: Workbench): Promise<Row[]> => {
  const python = await findPython(["numpy", "sklearn"]);
  const name = "logistic regression, the fit alone, against scikit-learn";
  if (isSkipped(python)) return [{ name, ours: "", peer: python.skipped }];
  const seed = await bench.seedPipeline();
  if (isSkipped(seed)) return [{ name, ours: "", peer: seed.skipped }];
  const matrix = await writeMatrix(
    { csv: seed.trainModelCsv, features, label: "status" },
    join(bench.folder, "matrix.f64"),
  );
  const ours: Fit[] = [];
  const peers: SklearnFit[] = [];
  bench.say(`fit: ${rounds} rounds`);
  await inRounds(rounds, [
    async () => void ours.push(...(await fitOurs(matrix, ridge, runsPerRound))),
    async () => void peers.push(await fitSklearn(python.command, matrix)),
  ]);
  const best = fastest(ours);
  const peer = fastest(peers);
  const difference = Math.max(
    ...peer.coefficients.map((value, index) => Math.abs(value - (best.coefficients[index] ?? NaN))),
  );
  return [
    {
      name: `${name}, ${matrix.rows.toLocaleString("en")} × ${features.length}`,
      ours: `${best.seconds.toFixed(3)} s, coefficients within ${difference.toExponential(0)}`,
      peer: `${peer.seconds.toFixed(3)} s, ${peer.iterations} iterations`,
      ...atLeast(peer.seconds / best.seconds, 1),
    },
  ];
};

interface SklearnFit extends Fit {
  readonly iterations: number;
}

const fitSklearn = (python: string, { file, rows }: Matrix): Promise<SklearnFit> => {
  const matrix = [file, `${rows}`, `${features.length + 1}`];
  const options = ["--ridge", `${ridge}`, "--runs", `${runsPerRound}`];
  return runPeer(python, [peerScript("sklearn_fit.py"), ...matrix, ...options]);
};

const fastest = <Timed extends Fit>(fits: readonly Timed[]): Timed =>
  fits.reduce((best, fit) => (fit.seconds < best.seconds ? fit : best));
