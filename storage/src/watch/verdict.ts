import { z } from "zod";

import type { BlobStore } from "../blob/blob-store.js";
import { BlobMissing } from "../errors/errors.js";
import { blobNames } from "../release/blob-names.js";
import { parseJson } from "../release/parse-json.js";
import { isVersion } from "../release/version.js";

/**
 * What a look at recorded answers and outcomes can conclude. `fault`: the data are broken; `lost`: the model answers worse
 * than it did; `drift`: it meets other cases than it learned from; `not-enough`: there are too few answers to tell.
 */
export const VERDICTS = ["good", "drift", "lost", "fault", "not-enough"] as const;

/** The pointer to the newest verdict on a model. Fields of a later version are kept. */
export const Verdict = z.looseObject({
  /** The folder of its documents, and what a training names that it causes. */
  id: z.string().regex(/^[\w-]{1,64}$/),
  at: z.iso.datetime(),
  /** The release that answered. */
  version: z.string().refine(isVersion),
  verdict: z.enum(VERDICTS),
  /** In one sentence or a few, without a value of a person. */
  summary: z.string(),
  /** The last day of the answers that it is about. */
  until: z.iso.date().optional(),
});
export type Verdict = z.infer<typeof Verdict>;

/**
 * Reads the newest verdict on a model; undefined where there is none.
 *
 * @throws `RELEASE_INVALID` when the pointer is broken
 */
export const readVerdict = async (
  store: BlobStore,
  model: string,
): Promise<Verdict | undefined> => {
  const name = blobNames.verdict(model);
  try {
    return parseJson(Verdict, (await store.read(name)).bytes, name);
  } catch (error) {
    if (error instanceof BlobMissing) return undefined;
    throw error;
  }
};
