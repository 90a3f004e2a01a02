import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { promisify } from "node:util";

import { memoryBlobStore } from "@despliega/storage";
import { codeSides } from "@despliega/trainer/dataset/code-sides.js";
import { splitObservations } from "@despliega/trainer/dataset/split.js";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { evaluate, type Evaluated } from "@despliega/trainer/learn/evaluate.js";
import { openSearchLog } from "@despliega/trainer/learn/search/log.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { chooseAndFit } from "@despliega/trainer/pipeline/choose.js";
import { makeFeatures } from "@despliega/trainer/pipeline/make-features.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { fetchInputs, readInputs } from "@despliega/trainer/pipeline/read-inputs.js";
import { readTrainerSettings } from "@despliega/trainer/pipeline/settings.js";

import { ROOT } from "../../../repository/files.js";
import { testKeys } from "../../../trainer/support/keys.js";
import { withEngine } from "./with-engine.js";

/** What is generated: the options of the generator, and where in its output the inputs of the model are. */
export interface Generated {
  readonly options: readonly string[];
  readonly fileOf: (out: string, dataset: string) => string;
}

/** Trains a model on generated input as far as its evaluation, which it returns. */
export const trainOn = async (
  model: ModelDefinition,
  { options, fileOf }: Generated,
): Promise<Evaluated["evaluation"]> => {
  const directory = await mkdtemp(join(tmpdir(), "despliega-numbers-"));
  const out = join(directory, "out");
  try {
    const made = [model.name, ...options, "--out", out];
    await promisify(execFile)(process.execPath, ["data/dist/generate.js", ...made], { cwd: ROOT });
    const files = new Map(model.inputs.map(({ dataset }) => [dataset, fileOf(out, dataset)]));
    return await withEngine((engine) => evaluateOn(engine, model, files, directory));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

const RUN_DAY = "2026-01-01";

/** The steps of a training that lead to its evaluation. */
const evaluateOn = async (
  engine: Engine,
  defined: ModelDefinition,
  files: ReadonlyMap<string, string>,
  directory: string,
): Promise<Evaluated["evaluation"]> => {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const context = { store: memoryBlobStore(), progress: createProgress(silent), runDay: RUN_DAY };
  const settings = { ...readTrainerSettings({}), personKeys: testKeys("k1") };
  const fetch = (to: string) =>
    fetchInputs(defined, files, { ...context, settings, directory: to });
  const options = { ...context, settings, directory };
  const { ingested } = await readInputs(engine, defined, { fetch }, options);
  const { observations } = await makeFeatures(engine, defined, ingested, {
    ...context,
    asOf: undefined,
    champion: undefined,
    acceptLeak: undefined,
  });
  const { split, ...returned } = await splitObservations(engine, observations.labelled, defined);
  const { model, sides } = await codeSides(engine, defined, returned, observations);
  const chosen = await chooseAndFit(engine, sides, model, undefined, {
    openLog: (identity) => openSearchLog(memoryBlobStore(), defined.name, identity),
    progress: context.progress,
  });
  const { training } = sides;
  const { outOfFold } = chosen.selected;
  const on = { training, scored: chosen.scored, rows: split.test.observations, outOfFold };
  return (await evaluate(engine, model, chosen.fitted, on)).evaluation;
};
