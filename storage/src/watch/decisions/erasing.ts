import type { BlobStore } from "../../blob/blob-store.js";
import { BlobChanged, BlobMissing } from "../../errors/errors.js";
import { blobNames } from "../../release/blob-names.js";

/** An erasure that gave no sign for so long was killed. */
const DEAD_MS = 15 * 60_000;

/** The claim of an erasure: two at once would each bring back what the other erases. */
export interface Erasing {
  /** Keeps the claim for another while. @throws `BLOB_CHANGED` where another erasure has taken over */
  readonly renew: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Claims the decisions of a model. @throws `BLOB_CHANGED` while another erasure goes on, or was killed within 15 minutes */
export const claimErasing = async (store: BlobStore, model: string): Promise<Erasing> => {
  const name = blobNames.erasing(model);
  let etag = await overtaken(store, name);
  const renew = async (): Promise<void> => {
    const at = (await store.now()).toISOString();
    etag = await store.replace(name, Buffer.from(`${JSON.stringify({ at })}\n`), etag);
  };
  await renew();
  return { renew, end: () => store.delete(name, etag ?? undefined) };
};

/** The etag of a claim whose owner is dead; null where there is none. */
const overtaken = async (store: BlobStore, name: string): Promise<string | null> => {
  try {
    const { bytes, etag } = await store.read(name);
    const { at } = JSON.parse(bytes.toString()) as { readonly at: string };
    if ((await store.now()).getTime() - Date.parse(at) < DEAD_MS) throw new BlobChanged({ name });
    return etag;
  } catch (error) {
    if (error instanceof BlobMissing) return null;
    throw error;
  }
};
