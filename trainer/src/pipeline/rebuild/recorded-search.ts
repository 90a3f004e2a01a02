import { readPart, type BlobStore, type Manifest } from "@despliega/storage";
import { z } from "zod";

import { RebuildImpossible } from "../../errors/errors.js";
import type { Outcome } from "../../learn/search/log.js";
import type { SearchContext, Tuning } from "../search-for.js";

const number = z.int().positive();

/** What `metrics.json` says of a search. */
const Recorded = z.object({
  search: z.object({
    seed: z.int(),
    trials: z.array(z.object({ number, folds: z.array(z.number()).min(1) })),
    failed: z.array(z.object({ number, error: z.string() })),
  }),
});

/** A search that a release records with all its trials. */
export interface RecordedSearch extends Pick<SearchContext, "openLog"> {
  readonly tune: Tuning;
}

/**
 * The search that a release records, as a log of finished trials: none is tried again.
 *
 * @returns undefined for a release that was not tuned
 * @throws `REBUILD_IMPOSSIBLE` when the record lacks trials
 */
export const recordedSearch = async (
  store: BlobStore,
  manifest: Manifest,
): Promise<RecordedSearch | undefined> => {
  const { model, version, lineage } = manifest;
  if (lineage.parameters["search_seed"] === undefined) return undefined;
  const metrics: unknown = JSON.parse((await readPart(store, manifest, "metrics.json")).toString());
  const { data, error } = Recorded.safeParse(metrics);
  if (data === undefined) {
    const problem = "its metrics.json does not record the trials of its search";
    throw new RebuildImpossible({ model, version, problem }, { cause: error });
  }
  const { seed, trials, failed } = data.search;
  const finished = new Map<number, Outcome>([
    ...trials.map(({ number: of, folds }) => [of, { folds }] as const),
    ...failed.map(({ number: of, error: code }) => [of, { error: code }] as const),
  ]);
  return {
    tune: { trials: finished.size, seed },
    openLog: async () => ({ finished, add: async () => {} }),
  };
};
