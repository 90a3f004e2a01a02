import {
  loadScorer,
  readEdition,
  readManifest,
  readPart,
  type ByKey,
  type Champion,
  type BlobStore,
  type Manifest,
  type Scorer,
} from "@despliega/storage";

import { RefreshImpossible } from "../../errors/errors.js";

/** A champion by key, with what is known of the features that it answers by. */
export interface ServedRelease {
  readonly champion: Champion;
  readonly manifest: Manifest & { readonly serving: ByKey };
  readonly scorer: Scorer;
  readonly present: {
    /** Entities. */
    readonly rows: number;
    /** Undefined where it is not known. */
    readonly newestEvent: string | undefined;
  };
}

/** Reads a champion, and what is known of its features. @throws `REFRESH_IMPOSSIBLE` for a model by row */
export const readServedRelease = async (
  store: BlobStore,
  champion: Champion,
): Promise<ServedRelease> => {
  const { model, version, edition } = champion;
  const manifest = await readManifest(store, model, version, champion.manifest);
  if (!isByKey(manifest))
    throw new RefreshImpossible({
      ...{ model, version },
      problem: "callers send the features, so that it holds none",
    });
  const present =
    edition === undefined ? manifest : await readEdition(store, model, version, edition);
  const rows = present.parts.find(({ name }) => name === "features.csv")?.rows ?? 0;
  const modelJson: unknown = JSON.parse((await readPart(store, manifest, "model.json")).toString());
  return {
    champion,
    manifest,
    scorer: loadScorer(manifest, modelJson),
    present: { rows, newestEvent: present.newestEvent },
  };
};

const isByKey = (manifest: Manifest): manifest is ServedRelease["manifest"] =>
  manifest.serving.by === "key";
