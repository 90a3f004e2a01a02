import { createHash } from "node:crypto";

import { z } from "zod";

import type { BlobStore } from "../blob/blob-store.js";
import { BlobExists } from "../errors/errors.js";
import { blobNames } from "../release/blob-names.js";

const label = z.union([z.string(), z.number()]);

const Line = z.union([
  /** The outcome of one answer. */
  z.strictObject({ id: z.string().min(1), outcome: label }),
  /** What happened to an entity, on a day or at a moment. Its key is written as in recorded answers. */
  z.strictObject({ key: z.string().min(1), at: z.string().min(10), outcome: label }),
]);

/** An outcome: of an answer by its id, or of what an entity was asked about before a time. */
export type OutcomeLine = z.infer<typeof Line>;

/** Reads a line; undefined for one that is none. */
export const readOutcomeLine = (text: string): OutcomeLine | undefined => {
  try {
    return Line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/**
 * Keeps outcomes under `outcomes/<model>/`, by their content: the same ones again are no second blob.
 *
 * @returns the SHA-256 of the content, and whether it is new
 */
export const keepOutcomes = async (
  store: BlobStore,
  model: string,
  lines: readonly OutcomeLine[],
): Promise<{ readonly sha256: string; readonly isNew: boolean }> => {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).toSorted();
  const bytes = Buffer.from(text.join(""));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  try {
    await store.create(blobNames.outcomes(model, sha256), bytes);
    return { sha256, isNew: true };
  } catch (error) {
    if (error instanceof BlobExists) return { sha256, isNew: false };
    throw error;
  }
};

/** The content of all kept outcomes of a model, blob by blob in the order of their names. */
export async function* streamOutcomes(store: BlobStore, model: string): AsyncGenerator<Uint8Array> {
  for await (const { name } of store.list(blobNames.outcomes(model))) yield* store.stream(name);
}
