import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

import type { BlobStore, Manifest } from "@despliega/storage";
import type { PersonKeys } from "@despliega/trainer/ingest/people.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import type { Trained } from "@despliega/trainer/pipeline/conclude.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import {
  train,
  type TrainDependencies,
  type TrainOptions,
} from "@despliega/trainer/pipeline/train.js";
import type { Connection } from "@despliega/trainer/sources/database/connection.js";
import { Writable } from "node:stream";

import { riesgo } from "../../support/models.js";
import { memoryTables } from "../../support/tables.js";

/** The sample that comes with the project. */
export const SAMPLE = fileURLToPath(new URL("../../../../data/riesgo/loans.csv", import.meta.url));

/** What a run of a test may differ in. */
export interface RunOptions extends TrainOptions {
  /** A file to train on, for the model's only input; undefined: the one in the container. Default: the sample. */
  readonly input?: string | undefined;
  readonly personKeys?: PersonKeys;
  /** By name. Default: none. */
  readonly databases?: ReadonlyMap<string, Connection>;
  /** Where progress is written. Default: nowhere. */
  readonly progress?: Writable;
  readonly model?: ModelDefinition;
  readonly threads?: number;
  /** Of the engine. Default `500MB`. */
  readonly memoryLimit?: string;
  /** Labelled observations that are a CSV. Default 5 million. */
  readonly csvRows?: number;
  readonly now?: Date;
  /** Changes the dependencies of a run. Default: none. */
  readonly wrap?: (dependencies: TrainDependencies) => TrainDependencies;
}

/** Trains, on the sample by default. */
export const trainOn = (store: BlobStore, options: RunOptions = {}): Promise<Trained> => {
  const {
    model = riesgo,
    threads,
    memoryLimit = "500MB",
    now = new Date("2026-02-01T10:20:30Z"),
    personKeys = { pseudonym: [], identity: [] },
    databases = new Map(),
    progress = new Writable({ write: (_chunk, _encoding, done) => done() }),
    asOf,
    tune,
    imported,
    consent,
    acceptLeak,
    csvRows = 5_000_000,
    wrap = (dependencies) => dependencies,
  } = options;
  const { input } = { input: SAMPLE, ...options };
  const only = new Map(input === undefined ? [] : [[model.inputs[0].dataset, input]]);
  return train(
    model,
    { inputs: options.inputs ?? only, asOf, tune, imported, consent, acceptLeak },
    wrap({
      store,
      tables: memoryTables(),
      settings: {
        memoryLimit,
        threads,
        maxRejected: 0.01,
        personKeys,
        commit: null,
        actor: "test",
        approvals: "required",
        sensitiveModels: new Map(),
        keepInputs: true,
        csvRows,
        databases,
        databaseLimits: { connectSeconds: 20, querySeconds: 60 },
      },
      progress: createProgress(progress),
      now: () => now,
    }),
  );
};

/** Names and hashes of a release's parts. */
export const partsOf = ({ parts }: Manifest): Readonly<Record<string, string>> =>
  Object.fromEntries(parts.map(({ name, sha256 }) => [name, sha256]));

/** SHA-256 of bytes, in hex. */
export const sha256 = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

/** The names of all blobs of a store. */
export const blobsOf = async (store: BlobStore): Promise<string[]> => {
  const names: string[] = [];
  for await (const { name } of store.list("")) names.push(name);
  return names;
};

/** The names of the blobs in a store that a training publishes: all but the inputs that it keeps. */
export const publishedBlobsOf = async (store: BlobStore): Promise<string[]> =>
  (await blobsOf(store)).filter((name) => !/^input\/\w+\/kept\//.test(name));
