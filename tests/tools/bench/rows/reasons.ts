import { loadScorer } from "@despliega/storage";
import { openEngine } from "@despliega/trainer";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fitTrees, type FittedSample } from "../../../support/fit-sample.js";
import { peliculas } from "../../../support/models.js";
import { timed } from "../lib/cpu-time.js";
import { findPython, isSkipped, runPeer } from "../lib/peer.js";
import { peerScript } from "../lib/peer-script.js";
import { atLeast, type Row } from "../lib/row.js";
import type { Workbench } from "../lib/workbench.js";

const rounds = 5;

/** What moves a row of peliculas: the CPU of the Shapley values by its forest, against a plain score and the package shap. */
export const reasonRows = async (bench: Workbench): Promise<Row[]> => {
  const name = "peliculas on its sample, CPU to explain a row by its forest of 300 trees";
  const { fitted, rows } = await forestOf(bench);
  const scorer = loadScorer(fitted.description, fitted.modelJson);
  const least = (work: (row: Float64Array) => unknown): number =>
    Math.min(
      ...Array.from({ length: rounds }, () => timed(() => rows.forEach(work))[1] / rows.length),
    ) * 1e6;
  bench.say("reasons: explaining");
  const [plain, explained] = [least(scorer.score), least((row) => scorer.contributions(row))];
  const ours = `${explained.toFixed(0)} µs`;
  const shap = await shapOn(bench, fitted.modelJson as object, rows);
  return [
    {
      name: `${name}, against a plain score`,
      ours,
      peer: `${plain.toFixed(1)} µs`,
      ratio: plain / explained,
    },
    {
      name: `${name}, against shap, theirs in one batch`,
      ours,
      ...(typeof shap === "string"
        ? { peer: shap }
        : { peer: `${shap.toFixed(0)} µs`, ...atLeast(shap / explained, 1) }),
    },
  ];
};

/** The forest of peliculas on its sample, and the rows that it was fitted on. */
export const forestOf = async (bench: Workbench): Promise<FittedSample> => {
  const spillDirectory = join(bench.folder, "reasons-spill");
  const engine = await openEngine({ memoryLimit: "500MB", spillDirectory });
  try {
    bench.say("reasons: fitting");
    const files = peliculas.inputs.map(({ dataset }) => `data/peliculas/${dataset}`);
    const samples = await fitTrees(engine, peliculas, files, bench.folder);
    return samples.find(({ options }) => options.kind === "forest")!;
  } finally {
    await engine.close();
  }
};

/** The CPU microseconds of shap for a row, by the interpreter that DESPLIEGA_SHAP_PYTHON names or else one that has it. */
const shapOn = async (
  { folder }: Workbench,
  model: object,
  rows: readonly Float64Array[],
): Promise<number | string> => {
  const named = process.env["DESPLIEGA_SHAP_PYTHON"];
  const python = named === undefined ? await findPython(["shap"]) : { command: named };
  if (isSkipped(python)) return python.skipped;
  const [modelFile, rowsFile] = [join(folder, "reasons.json"), join(folder, "reasons-rows.json")];
  await writeFile(modelFile, JSON.stringify(model));
  // JSON has no NaN, and writes null for it.
  await writeFile(rowsFile, JSON.stringify(rows.map((row) => [...row])));
  const { microsecondsPerRow } = await runPeer<{ readonly microsecondsPerRow: number }>(
    python.command,
    [peerScript("shap_forest.py"), modelFile, rowsFile],
  );
  return microsecondsPerRow;
};
