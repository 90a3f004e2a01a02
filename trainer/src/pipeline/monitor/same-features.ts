import {
  BlobMissing,
  isVersion,
  readManifest,
  ReleaseInvalid,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { literal } from "../../engine/sql.js";
import type { AnswerLines } from "../../monitor/answers/answer-lines.js";

/** The lines that are answers of releases with the same features. */
export interface SameFeatures {
  /** SQL that is true of these lines, those of challengers left out. */
  readonly answers: string;
  /** The releases. */
  readonly versions: readonly string[];
  /** Answers of other releases. */
  readonly others: number;
}

/** Finds the answers whose features are those of a release, whichever release gave them. */
export const sameFeatures = async (
  engine: Engine,
  store: BlobStore,
  { name }: AnswerLines,
  manifest: Manifest,
): Promise<SameFeatures> => {
  const found = await engine.rows<{ version: string; width: number; n: number }>(`
    SELECT version, width, count(*) AS n FROM ${name}
    WHERE id IS NOT NULL AND answered_at IS NOT NULL AND version IS NOT NULL AND width IS NOT NULL AND challenge IS NULL
    GROUP BY version, width ORDER BY version, width`);
  const own = signatureOf(manifest);
  const versions: string[] = [];
  for (const version of new Set(found.map((row) => row.version)))
    if (version === manifest.version || (await signatureIn(store, manifest.model, version)) === own)
      versions.push(version);
  const width = manifest.features.length;
  const same = versions.length === 0 ? "false" : `version IN (${versions.map(literal).join()})`;
  return {
    answers: `id IS NOT NULL AND answered_at IS NOT NULL AND challenge IS NULL AND width = ${width} AND ${same}`,
    versions,
    others: found
      .filter((row) => row.width !== width || !versions.includes(row.version))
      .reduce((sum, { n }) => sum + n, 0),
  };
};

/** The features of a release, as far as its lines show them. */
const signatureOf = ({ features }: Pick<Manifest, "features">): string =>
  JSON.stringify(features.map(({ name, type }) => [name, type]));

/** @returns undefined for a release that is gone or cannot be read */
const signatureIn = async (
  store: BlobStore,
  model: string,
  version: string,
): Promise<string | undefined> => {
  if (!isVersion(version)) return undefined;
  try {
    return signatureOf(await readManifest(store, model, version));
  } catch (error) {
    if (error instanceof BlobMissing || error instanceof ReleaseInvalid) return undefined;
    throw error;
  }
};
