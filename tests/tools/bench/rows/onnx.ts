import { loadScorer, OnnxRuntimeMissing, type Scorer } from "@despliega/storage";
import { onnxModel } from "@despliega/trainer/onnx/onnx-model.js";
import { compile } from "@despliega/trainer/onnx/read/compile.js";
import { readGivenModel } from "@despliega/trainer/onnx/read/follow.js";
import { runtimeModel } from "@despliega/trainer/onnx/run/runtime-model.js";

import { peliculas } from "../../../support/models.js";
import { timed } from "../lib/cpu-time.js";
import type { Row } from "../lib/row.js";
import type { Workbench } from "../lib/workbench.js";
import { forestOf } from "./reasons.js";

const ROUNDS = 5;
const BATCH = 20_000;
const ALONE = 2_000;

/** Both ways to run a model that is imported: compiled, and by onnxruntime, where NODE_PATH or node_modules has it. */
export const onnxRows = async (bench: Workbench): Promise<Row[]> => {
  const { fitted, rows } = await forestOf(bench);
  const { description, modelJson, features } = fitted;
  const { name: model, question, task } = peliculas;
  const file = Buffer.from(
    onnxModel({ model, question, task, ...description, features: [...features] }, modelJson),
  );
  const width = features.length;
  const batch = new Float64Array(BATCH * width);
  for (let row = 0; row < BATCH; row++) batch.set(rows[row % rows.length]!, row * width);
  const compiled = compile(readGivenModel(file, features), { task, features });
  const ours = rates(
    loadScorer({ ...description, ...compiled, features }, compiled.modelJson),
    batch,
  );
  const usual = batch.slice(0, width);
  const asked = features.map((feature) => ({ ...feature, missing: "allowed" as const }));
  bench.say("onnx: by onnxruntime");
  const runtime = (): Rates | string => {
    try {
      const json = runtimeModel(file, { task, features: asked, usual });
      return rates(loadScorer({ estimator: "onnx", features }, json), batch);
    } catch (error) {
      if (error instanceof OnnxRuntimeMissing) return "skipped: not installed: onnxruntime-node";
      throw error;
    }
  };
  const theirs = runtime();
  const name = "the forest of peliculas as an imported file, compiled against onnxruntime";
  const line = (what: string, of: (rate: Rates) => number): Row => ({
    name: `${name}, ${what}`,
    ours: `${Math.round(of(ours)).toLocaleString("en")} rows/s`,
    ...(typeof theirs === "string"
      ? { peer: theirs }
      : {
          peer: `${Math.round(of(theirs)).toLocaleString("en")} rows/s`,
          ratio: of(ours) / of(theirs),
        }),
  });
  return [
    line("CPU of one batch", ({ together }) => together),
    line("CPU of rows one by one", ({ alone }) => alone),
  ];
};

/** Rows per second of CPU. */
interface Rates {
  readonly together: number;
  readonly alone: number;
}

const rates = (scorer: Scorer, batch: Float64Array): Rates => {
  const width = batch.length / BATCH;
  const into = new Float64Array(BATCH * scorer.outputs);
  const one = new Float64Array(scorer.outputs);
  const least = (work: () => void): number =>
    Math.min(...Array.from({ length: ROUNDS }, () => timed(work)[1]));
  const together = least(() => scorer.scoresOfRows(batch, into));
  const alone = least(() => {
    for (let row = 0; row < ALONE; row++)
      scorer.scores(batch.subarray(row * width, (row + 1) * width), one);
  });
  return { together: BATCH / together, alone: ALONE / alone };
};
