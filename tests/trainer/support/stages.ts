import { Writable } from "node:stream";

import { memoryBlobStore, type BlobStore, type ReleaseFacts } from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import type { Trained } from "@despliega/trainer/pipeline/conclude.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { prepareStage } from "@despliega/trainer/pipeline/stages/prepare-stage.js";
import { publishStage } from "@despliega/trainer/pipeline/stages/publish-stage.js";
import { trainStage } from "@despliega/trainer/pipeline/stages/train-stage.js";
import type { Note } from "@despliega/trainer/records/run-record.js";

import { riesgo } from "../../support/models.js";
import { memoryTables } from "../../support/tables.js";

const settings = (threads: number | undefined) => ({
  memoryLimit: "500MB",
  threads,
  maxRejected: 0.01,
  personKeys: { pseudonym: [], identity: [] },
  commit: null,
  actor: "test",
  approvals: "required" as const,
  sensitiveModels: new Map(),
  databases: new Map(),
  databaseLimits: { connectSeconds: 20, querySeconds: 60 },
});

const progress = createProgress(new Writable({ write: (_chunk, _encoding, done) => done() }));

/** What the stages of a test may differ in. */
export interface StageOptions {
  /** Default: riesgo. */
  readonly model?: ModelDefinition;
  readonly threads?: number;
}

/** Prepares a model of one input into a directory. */
export const prepareInto = async (
  out: string,
  {
    input,
    now = new Date("2026-02-01T10:20:30Z"),
    runDay,
    model = riesgo,
    threads,
  }: StageOptions & {
    readonly input: string;
    readonly now?: Date;
    readonly runDay?: string;
  },
): Promise<void> => {
  const inputs = new Map([[model.inputs[0].dataset, input]]);
  await prepareStage(
    model,
    { inputs, asOf: undefined, runDay, acceptLeak: undefined, out },
    {
      ...{ store: memoryBlobStore(), settings: settings(threads), progress },
      ...{ now: () => now, note: () => {} },
    },
  );
};

/** Trains what was prepared into a directory. */
export const trainInto = (
  out: string,
  { prepared, model = riesgo, threads }: StageOptions & { readonly prepared: string },
): Promise<ReleaseFacts> =>
  trainStage(model, { prepared, out }, { settings: settings(threads), progress });

/** Publishes a model from a directory. */
export const publishFrom = (
  directory: string,
  store: BlobStore,
  { model = "riesgo", note = () => {} }: { readonly model?: string; readonly note?: Note } = {},
): Promise<Trained> =>
  publishStage(
    { model, directory, consent: undefined },
    {
      ...{ store, settings: settings(undefined), progress, note, tables: memoryTables() },
      judged: () => {},
      now: () => new Date("2026-02-02T10:20:30Z"),
    },
  );
