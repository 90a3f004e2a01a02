import { describeFeatures, openEngine, type Engine } from "@despliega/trainer";
import { fitLinear } from "@despliega/trainer/estimators/linear/linear.js";
import { readRows } from "@despliega/trainer/estimators/rows.js";
import { join } from "node:path";
import { inRounds } from "../lib/drawn-order.js";
import { writeLabelled } from "../lib/labelled.js";
import { peerScript } from "../lib/peer-script.js";
import { findPython, isSkipped, runPeer } from "../lib/peer.js";
import { atLeast, type Row } from "../lib/row.js";
import type { Workbench } from "../lib/workbench.js";
import type { Fit } from "./fit-ours.js";
import { named } from "../../../support/relations.js";

const rows = 1_000_000;
const features = Array.from({ length: 9 }, (_, i) => ({
  name: `x${i + 1}`,
  type: "number" as const,
  description: "A normal number.",
}));
const rounds = 3;
const runsPerRound = 3;

/** Linear regression, the fit alone, on one table in memory against scikit-learn: the fastest of alternating runs. */
export const linearRows = async (bench: Workbench): Promise<Row[]> => {
  const name = `linear regression, the fit alone, against scikit-learn, ${rows.toLocaleString("en")} × ${features.length}`;
  const python = await findPython(["numpy", "sklearn"]);
  if (isSkipped(python)) return [{ name, ours: "", peer: python.skipped }];
  const spillDirectory = join(bench.folder, "linear-spill");
  const engine = await openEngine({ memoryLimit: "1GB", spillDirectory });
  try {
    bench.say("linear: drawing rows");
    await engine.run(`CREATE TABLE training AS ${drawnSql}`);
    const file = join(bench.folder, "linear.f64");
    await writeLabelled(file, await readRows(engine, named("training"), features));
    const shape = [`${rows}`, `${features.length + 1}`, "--runs", `${runsPerRound}`];
    const ours: Fit[] = [];
    const peers: Fit[] = [];
    const times = bench.rounds(rounds);
    bench.say(`linear: ${times} rounds`);
    const script = [peerScript("sklearn_linear.py"), file, ...shape];
    await inRounds(times, [
      async () => void ours.push(...(await fitOurs(engine))),
      async () => void peers.push(await runPeer<Fit>(python.command, script)),
    ]);
    return [{ name, ...compared(fastest(ours), fastest(peers)) }];
  } finally {
    await engine.close();
  }
};

const uniform = (stream: number) => `((hash(i, ${stream}) % 1000003 + 0.5) / 1000003)`;

/** Box and Muller's, of two numbers that follow from the row. */
const normal = (stream: number) =>
  `sqrt(-2 * ln(${uniform(stream)})) * cos(2 * pi() * ${uniform(stream + 1)})`;

const drawnSql = `
  SELECT i AS observation, i AS entity, ${features.map(({ name }) => name).join()},
         3 + ${features.map(({ name }, k) => `${k - 4} * ${name}`).join(" + ")} + noise AS label
  FROM (SELECT i, ${features.map(({ name }, k) => `${normal(2 * k)} AS ${name}`).join()},
               ${normal(2 * features.length)} AS noise
        FROM range(${rows}) AS drawn(i))`;

const fitOurs = async (engine: Engine): Promise<Fit[]> => {
  const statistics = await describeFeatures(engine, named("training"), features);
  const fits: Fit[] = [];
  for (let run = 0; run < runsPerRound; run++) {
    const start = performance.now();
    const options = { kind: "linear", ridge: 0 } as const;
    const { coefficients } = await fitLinear(
      engine,
      { observations: named("training"), statistics },
      options,
    );
    const seconds = (performance.now() - start) / 1_000;
    fits.push({ seconds, coefficients: coefficients.map(({ estimate }) => estimate) });
  }
  return fits;
};

const fastest = (fits: readonly Fit[]): Fit =>
  fits.reduce((best, fit) => (fit.seconds < best.seconds ? fit : best));

const compared = (ours: Fit, peer: Fit): Omit<Row, "name"> => {
  const difference = Math.max(
    ...peer.coefficients.map((value, i) => Math.abs(value - (ours.coefficients[i] ?? NaN))),
  );
  return {
    ours: `${ours.seconds.toFixed(3)} s, coefficients within ${difference.toExponential(0)}`,
    peer: `${peer.seconds.toFixed(3)} s`,
    ...atLeast(peer.seconds / ours.seconds, 1),
  };
};
