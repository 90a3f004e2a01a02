import { randomBytes } from "node:crypto";

import {
  makeVersion,
  openRelease,
  publishRelease,
  type BlobStore,
  type Manifest,
  type ManifestGate,
  type NewPart,
  type ReleaseFacts,
} from "@despliega/storage";

/** What a release is made of. */
export interface NewRelease {
  readonly facts: ReleaseFacts;
  readonly parts: readonly NewPart[];
  readonly gates: readonly ManifestGate[];
  /** The champion that it was compared with, and the result. */
  readonly compared: Pick<Manifest, "champion" | "comparison" | "signatureChange">;
  readonly created: Date;
}

/** Publishes a release and opens it as the api does, so that a release that cannot be served is never promoted. */
export const publish = async (
  store: BlobStore,
  { facts, parts, gates, compared, created }: NewRelease,
): Promise<Manifest> => {
  const manifest = await publishRelease(
    store,
    {
      ...facts,
      version: makeVersion(created, randomBytes(4)),
      created: created.toISOString(),
      gates: [...gates],
      ...compared,
    },
    parts,
  );
  await openRelease(store, manifest.model, manifest.version);
  return manifest;
};
