import { z } from "zod";

import type { BlobStore } from "../blob/blob-store.js";
import { BlobMissing } from "../errors/errors.js";
import { blobNames } from "../release/blob-names.js";
import { parseJson } from "../release/parse-json.js";

/**
 * What a verdict asks of the next training. It is a blob, since the start of a job elsewhere carries no words; the
 * training takes it away.
 */
export const TrainingRequest = z.looseObject({
  /** The id of the verdict. */
  verdict: z.string().regex(/^[\w-]{1,64}$/),
  at: z.iso.datetime(),
  by: z.string(),
});
export type TrainingRequest = z.infer<typeof TrainingRequest>;

const read = async (store: BlobStore, model: string) => {
  const name = blobNames.trainingRequest(model);
  try {
    const { bytes, etag } = await store.read(name);
    return { request: parseJson(TrainingRequest, bytes, name), etag };
  } catch (error) {
    if (error instanceof BlobMissing) return { request: undefined, etag: null };
    throw error;
  }
};

/** Reads what a verdict asks of the next training; undefined where none asks. @throws `RELEASE_INVALID` */
export const readTrainingRequest = async (
  store: BlobStore,
  model: string,
): Promise<TrainingRequest | undefined> => (await read(store, model)).request;

/** Asks the next training of a model, in place of an earlier request. @throws `BLOB_CHANGED` when somebody else asks now */
export const requestTraining = async (
  store: BlobStore,
  model: string,
  request: TrainingRequest,
): Promise<void> => {
  const { etag } = await read(store, model);
  const text = `${JSON.stringify(request)}\n`;
  await store.replace(blobNames.trainingRequest(model), Buffer.from(text), etag);
};

/**
 * Takes the request away, so that one training answers it.
 *
 * @returns undefined where there is none
 * @throws `BLOB_CHANGED` when another training takes it now, `RELEASE_INVALID`
 */
export const takeTrainingRequest = async (
  store: BlobStore,
  model: string,
): Promise<TrainingRequest | undefined> => {
  const { request, etag } = await read(store, model);
  if (etag !== null) await store.delete(blobNames.trainingRequest(model), etag);
  return request;
};
