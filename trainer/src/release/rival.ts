import { isNativeError } from "node:util/types";

import {
  BlobMissing,
  readManifest,
  readPart,
  ReleaseInvalid,
  type BlobStore,
  type Champion,
  type Manifest,
  type PartName,
} from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { EngineDiskFull, EngineOutOfMemory } from "../errors/errors.js";
import type { ModelDefinition } from "../model/model.js";
import type { ScoringModel } from "../estimators/estimator.js";

/** The present champion, as a candidate meets it. */
export interface Rival {
  readonly version: string;
  /** Undefined where it cannot be read. */
  readonly manifest: Manifest | undefined;
  /** What it takes to score with it, or why that cannot be. */
  readonly found: Scorable | Incomparable;
}

/** A champion that can score what a table holds. */
export interface Scorable {
  readonly manifest: Manifest;
  readonly model: ScoringModel;
  /**
   * Where its features are: in a table that its own SQL made, or among the candidate's, where the SQL is the same or,
   * in releases of format 1, unknown.
   */
  readonly features: "own" | "same" | "unknown";
}

/** Why a candidate cannot be compared, as the end of a sentence, in one line. */
export interface Incomparable {
  readonly reason: string;
}

export const isIncomparable = (found: object): found is Incomparable => "reason" in found;

/** The table with what the champion's own SQL makes of the present input. */
export const RIVAL = "rival_observations";

/**
 * Reads the champion and, where its SQL is not the candidate's, runs it on the tables of the present input, at the same
 * cut-off, into the table {@link RIVAL}.
 *
 * @returns undefined where there is no champion
 */
export const meetRival = async (
  engine: Engine,
  store: BlobStore,
  model: Pick<ModelDefinition, "sql">,
  champion: Champion | undefined,
): Promise<Rival | undefined> => {
  if (champion === undefined) return undefined;
  const { version } = champion;
  const read = await readRival(store, champion);
  if (isIncomparable(read)) return { version, manifest: undefined, found: read };
  const { manifest, sql, modelJson } = read;
  const scoring = { description: manifest, modelJson };
  const met = (features: Scorable["features"]): Rival => ({
    version,
    manifest,
    found: { manifest, model: scoring, features },
  });
  if (sql === undefined) return met("unknown");
  if (sql === model.sql) return met("same");
  const failed = await runOwn(engine, sql);
  return failed === undefined ? met("own") : { version, manifest, found: failed };
};

interface Read {
  readonly manifest: Manifest;
  readonly modelJson: unknown;
  readonly sql: string | undefined;
}

const readRival = async (
  store: BlobStore,
  { model: name, version, manifest: sha256 }: Champion,
): Promise<Read | Incomparable> => {
  try {
    const manifest = await readManifest(store, name, version, sha256);
    const read = async (part: PartName) => (await readPart(store, manifest, part)).toString();
    const modelJson: unknown = JSON.parse(await read("model.json"));
    const hasSql = manifest.parts.some((part) => part.name === "features.sql");
    return { manifest, modelJson, sql: hasSql ? await read("features.sql") : undefined };
  } catch (error) {
    if (error instanceof ReleaseInvalid || error instanceof BlobMissing)
      return { reason: `it cannot be read: ${error.message}` };
    throw error;
  }
};

const runOwn = async (engine: Engine, sql: string): Promise<Incomparable | undefined> => {
  try {
    await engine.run(`CREATE OR REPLACE TABLE ${RIVAL} AS ${sql}`);
    return undefined;
  } catch (error) {
    // The candidate would fare no better.
    if (error instanceof EngineDiskFull || error instanceof EngineOutOfMemory) throw error;
    if (!isNativeError(error)) throw error;
    const [problem] = error.message.split("\n");
    return { reason: `its features.sql does not run on the present input: ${problem}` };
  }
};
