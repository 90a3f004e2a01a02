import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

import type { BlobStore, Manifest } from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { riesgo } from "@despliega/trainer/models/riesgo/model.js";
import { createProgress } from "@despliega/trainer/progress.js";
import { train, type TrainOptions, type Trained } from "@despliega/trainer/train.js";
import { Writable } from "node:stream";

/** The sample that comes with the project. */
export const SAMPLE = fileURLToPath(new URL("../../../../data/riesgo/loans.csv", import.meta.url));

/** What a run of a test may differ in. */
export interface RunOptions extends TrainOptions {
  readonly model?: ModelDefinition;
  readonly threads?: number;
  /** Of the engine. Default `500MB`. */
  readonly memoryLimit?: string;
  readonly now?: Date;
}

/** Trains, on the sample by default. */
export const trainOn = (store: BlobStore, options: RunOptions = {}): Promise<Trained> => {
  const { model = riesgo, threads, memoryLimit = "500MB", ...others } = options;
  const { now = new Date("2026-02-01T10:20:30Z"), ...rest } = others;
  return train(model, "input" in options ? rest : { input: SAMPLE, ...rest }, {
    store,
    settings: { memoryLimit, threads, maxRejected: 0.01, commit: null, actor: "test" },
    progress: createProgress(new Writable({ write: (_chunk, _encoding, done) => done() })),
    now: () => now,
  });
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
