import { join } from "node:path";

import { describeFeatures, openEngine, type Engine } from "@despliega/trainer";
import { fitSoftmax } from "@despliega/trainer/estimators/logistic/softmax.js";

import { named } from "../../../support/relations.js";
import { drawClasses, writeLabelled } from "../lib/labelled.js";
import { peerScript } from "../lib/peer-script.js";
import { findPython, isSkipped, runPeer } from "../lib/peer.js";
import type { Row } from "../lib/row.js";
import type { Workbench } from "../lib/workbench.js";
import type { Fit } from "./fit-ours.js";

const size = 50_000;
const width = 10;
const classes = 4;
const ridge = 1;
const runs = 3;
const features = Array.from({ length: width }, (_, i) => ({ name: `x${i}` }));

/**
 * Logistic regression of several classes, the CPU of the fit alone, against scikit-learn's multinomial one with one thread,
 * which has no standard errors and stops sooner.
 */
export const softmaxRows = async (bench: Workbench): Promise<Row[]> => {
  const name = `logistic regression of ${classes} classes, CPU of the fit alone, against scikit-learn, ${size.toLocaleString("en")} × ${width}`;
  const python = await findPython(["numpy", "sklearn"]);
  if (isSkipped(python)) return [{ name, ours: "", peer: python.skipped }];
  const drawn = drawClasses(size, width, classes, 1);
  const file = join(bench.folder, "softmax.f64");
  await writeLabelled(file, drawn);
  const spillDirectory = join(bench.folder, "softmax-spill");
  const engine = await openEngine({ memoryLimit: "1GB", spillDirectory });
  try {
    bench.say("softmax: fitting");
    const columns = Object.fromEntries(drawn.columns.map((column, i) => [`x${i}`, column]));
    const { name: table } = await engine.tableOf({ ...columns, label: drawn.target });
    await engine.run(
      `CREATE VIEW training AS SELECT place AS observation, place AS entity, * FROM ${table}`,
    );
    const counts = Array.from(
      { length: classes },
      (_, k) => drawn.target.filter((y) => y === k).length,
    );
    const ours = await fitOurs(engine, counts);
    const args = [file, `${size}`, `${width + 1}`, "--ridge", `${ridge}`, "--runs", `${runs}`];
    const script = [peerScript("sklearn_fit.py"), ...args];
    const peer = await runPeer<SklearnFit>(python.command, script, {
      env: { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
    });
    const difference = Math.max(
      ...peer.coefficients.map((value, i) => Math.abs(value - ours.coefficients[i]!)),
    );
    return [
      {
        name,
        ours: `${ours.seconds.toFixed(3)} s, coefficients within ${difference.toExponential(0)}`,
        peer: `${peer.cpuSeconds.toFixed(3)} s`,
        ratio: peer.cpuSeconds / ours.seconds,
      },
    ];
  } finally {
    await engine.close();
  }
};

interface SklearnFit extends Fit {
  readonly cpuSeconds: number;
}

const fitOurs = async (engine: Engine, counts: readonly number[]): Promise<Fit> => {
  const statistics = await describeFeatures(engine, named("training"), features);
  let best = Infinity;
  for (let run = 1; ; run++) {
    const before = process.cpuUsage();
    const { coefficients } = await fitSoftmax(
      engine,
      { observations: named("training"), counts, statistics },
      { kind: "logistic", ridge, classWeights: "none" },
    );
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
    if (run < runs) continue;
    return {
      seconds: best,
      coefficients: coefficients.flat().map(({ estimate }) => estimate),
    };
  }
};
