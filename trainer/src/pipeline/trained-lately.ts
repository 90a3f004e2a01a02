import {
  listVersions,
  readTrainingRequest,
  type BlobStore,
  type TableStore,
} from "@despliega/storage";

import { lastRuns } from "../records/runs.js";

/** Milliseconds in which a model is trained for a verdict at most once. */
export const TRAIN_EVERY_MS = 86_400_000;

const TRAININGS: ReadonlySet<string> = new Set(["train", "tune"]);

/** Newest runs of a model that are looked at. */
const MOST_RUNS = 200;

/** Where trainings leave traces. */
export interface Traces {
  readonly store: BlobStore;
  /** The record of runs; undefined where runs are not put on record. */
  readonly records: TableStore | undefined;
  readonly container: string;
}

/**
 * Whether a training of the last 24 hours is on record, has published a release, or was asked for, with whatever result: another one would learn from the same history.
 *
 * @throws the error of the store
 */
export const trainedLately = async (
  model: string,
  now: Date,
  { store, records, container }: Traces,
): Promise<boolean> => {
  const since = new Date(now.getTime() - TRAIN_EVERY_MS);
  const request = await readTrainingRequest(store, model);
  if (request !== undefined && new Date(request.at) > since) return true;
  const versions = await listVersions(store, model);
  if (versions.some((version) => timeOf(version) > since)) return true;
  if (records === undefined) return false;
  const runs = await lastRuns(records, { container, model, since, limit: MOST_RUNS });
  return runs.some(({ verb }) => TRAININGS.has(verb));
};

/** The time in a version, such as 20260131T235959Z-0123abcd. */
const timeOf = (version: string): Date =>
  new Date(version.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, "$1-$2-$3T$4:$5:$6Z"));
