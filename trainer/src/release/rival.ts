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

import { runStatement } from "../dataset/run-statement.js";
import type { Engine } from "../engine/engine.js";
import { EngineDiskFull, EngineOutOfMemory } from "../errors/errors.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { describeModelStatement } from "../model/check/statement.js";
import type { ModelDefinition } from "../model/model.js";
import type { ScoringModel } from "../estimators/estimator.js";

/** The present champion, for a comparison. */
export interface Rival {
  readonly version: string;
  /** Undefined where the release cannot be read. */
  readonly manifest: Manifest | undefined;
  /** What is needed to score with it, or why it cannot be compared. */
  readonly found: Scorable | Incomparable;
}

/** A champion that can score observations. */
export interface Scorable {
  readonly manifest: Manifest;
  readonly model: ScoringModel;
  readonly features: RivalFeatures;
}

/**
 * Where a champion's features are: in a table that its own SQL made, or among those of the candidate, where the SQL is the
 * same or, in releases of format 1, unknown.
 */
export type RivalFeatures =
  | { readonly from: "own"; readonly observations: ObservationTable }
  | { readonly from: "same" }
  | { readonly from: "unknown" };

/** Why a champion cannot be compared: one line, the end of a sentence that begins with "it". */
export interface Incomparable {
  readonly reason: string;
}

export const isIncomparable = (found: object): found is Incomparable => "reason" in found;

/** What a champion is compared with. */
export interface Candidate {
  readonly model: Pick<ModelDefinition, "inputs" | "columns" | "sql">;
  /** Its cut-off. */
  readonly asOf: string | null;
}

/**
 * Reads the champion and, where its SQL is not the candidate's, runs it on the tables of the present inputs, at the same
 * cut-off.
 *
 * @returns undefined where there is no champion
 */
export const meetRival = async (
  engine: Engine,
  store: BlobStore,
  { model, asOf }: Candidate,
  champion: Champion | undefined,
): Promise<Rival | undefined> => {
  if (champion === undefined) return undefined;
  const { version } = champion;
  const read = await readRival(store, champion);
  if (isIncomparable(read)) return { version, manifest: undefined, found: read };
  const { manifest, sql, modelJson } = read;
  const met = (features: RivalFeatures): Rival => ({
    version,
    manifest,
    found: { manifest, model: { description: manifest, modelJson }, features },
  });
  if (sql === undefined) return met({ from: "unknown" });
  if (sql === model.sql) return met({ from: "same" });
  const made = await runOwn(engine, model, sql, asOf);
  return isIncomparable(made)
    ? { version, manifest, found: made }
    : met({ from: "own", observations: made });
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

/** Runs the champion's SQL, which must be one query, as a user's own must be. */
const runOwn = async (
  engine: Engine,
  model: Candidate["model"],
  sql: string,
  asOf: string | null,
): Promise<ObservationTable | Incomparable> => {
  const described = await describeModelStatement(model, sql);
  if ("problem" in described) return doesNotRun(described.problem);
  try {
    return await runStatement(engine, { sql, columns: model.columns }, asOf);
  } catch (error) {
    // The candidate would fail as well.
    if (error instanceof EngineDiskFull || error instanceof EngineOutOfMemory) throw error;
    if (!isNativeError(error)) throw error;
    return doesNotRun(error.message.split("\n")[0]!);
  }
};

const doesNotRun = (problem: string): Incomparable => ({
  reason: `its features.sql does not run on the present input: ${problem}`,
});
