import { createHash } from "node:crypto";

import {
  BlobMissing,
  classAnswers,
  DespliegaError,
  entityReader,
  featureReader,
  featureWriter,
  openRelease,
  readManifestBytes,
  reasonNames,
  recordedNumber,
  type BlobStore,
  type Decision,
  type EditionPointer,
  type Release,
} from "@despliega/storage";

/** What came of scoring a decision again. */
export type Replay =
  | { readonly outcome: "same" }
  | {
      readonly outcome: "different";
      /** What is different. */
      readonly differs: readonly ("features" | "scores" | "answer" | "reasons")[];
    }
  | {
      readonly outcome: "missing";
      /** What is missing, in words. */
      readonly missing: string;
    };

/**
 * Scores a decision again on its own release, and compares every bit. The release is checked first, as the api checks it
 * before it serves; where the decision names a key, so is that the release holds these features under it.
 *
 * @param store of the releases
 */
export const replay = async (
  store: BlobStore,
  model: string,
  decision: Decision,
): Promise<Replay> => {
  const { version, edition } = decision;
  let release: Release;
  try {
    const pointer =
      edition === undefined ? undefined : await pointerTo(store, model, version, edition);
    release = await openRelease(store, model, version, undefined, pointer);
  } catch (error) {
    if (!(error instanceof DespliegaError)) throw error;
    const { code, message } = error;
    const missing = code === BlobMissing.code ? await goneIn(store, model, decision) : message;
    return { outcome: "missing", missing };
  }
  const again = scoreAgain(release, decision);
  const differs = (["features", "scores", "answer", "reasons"] as const).filter(
    (what) => JSON.stringify(again[what]) !== JSON.stringify(decision[what]),
  );
  return differs.length === 0 ? { outcome: "same" } : { outcome: "different", differs };
};

const scoreAgain = (
  release: Release,
  { features, key, reasons }: Decision,
): Readonly<Record<"features" | "scores" | "answer" | "reasons", unknown>> => {
  const { manifest, scorer } = release;
  const row = featureReader(manifest.features)(features);
  const held = heldFeatures(release, key, row);
  const scores = new Float64Array(scorer.outputs);
  scorer.scores(row, scores);
  const classes = classAnswers(manifest);
  const answer = classes === undefined ? scores[0]! : classes.labels[classes.codeOf(scores, 0)]!;
  return {
    features: featureWriter(manifest.features)(held),
    scores: Array.from(scores, recordedNumber),
    answer: typeof answer === "number" ? answer + 0 : answer,
    reasons: reasons && reasonNames(manifest, scorer)?.(row, scores, 0),
  };
};

/** The row, with the features that the release holds under the key. Those of the request stay. */
const heldFeatures = (release: Release, key: Decision["key"], row: Float64Array): Float64Array => {
  const held = Float64Array.from(row);
  const read = key === undefined ? undefined : entityReader(release);
  return read?.(key!, held) === undefined ? row : held;
};

const pointerTo = async (
  store: BlobStore,
  model: string,
  version: string,
  edition: string,
): Promise<EditionPointer> => {
  const bytes = await readManifestBytes(store, model, version, undefined, edition);
  return { name: edition, manifest: createHash("sha256").update(bytes).digest("hex") };
};

const goneIn = async (
  store: BlobStore,
  model: string,
  { version, edition }: Decision,
): Promise<string> => {
  const isThere = async (of?: string): Promise<boolean> => {
    try {
      await readManifestBytes(store, model, version, undefined, of);
      return true;
    } catch (error) {
      if (error instanceof BlobMissing) return false;
      throw error;
    }
  };
  if (!(await isThere())) return `release ${version} was pruned, or never reached this container`;
  if (edition !== undefined && !(await isThere(edition)))
    return `edition ${edition} of the features of release ${version} was pruned`;
  return `a part of release ${version} was deleted`;
};
