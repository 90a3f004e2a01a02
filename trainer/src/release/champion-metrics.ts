import {
  BlobMissing,
  ReleaseInvalid,
  type BlobStore,
  type Champion,
  type Manifest,
} from "@despliega/storage";

import type { Engine } from "../engine.js";
import { measureClassification } from "../evaluate/classification.js";
import type { Run } from "../run.js";
import { championScore, scoreView } from "../score.js";

/**
 * The present champion with its metrics on the candidate's test observations: two models can only be compared on the same
 * rows.
 *
 * @returns undefined when there is no champion, or none that these observations can be scored with
 */
export const compareWithChampion = async (
  engine: Engine,
  store: BlobStore,
  champion: Champion | undefined,
  { model, split }: Run,
): Promise<Manifest["champion"]> => {
  if (champion === undefined) return undefined;
  const names = model.features.map(({ name }) => name);
  const found = await championScore(store, champion, names).catch(withoutBroken);
  if (found === undefined) return undefined;
  await scoreView(engine, "test", "champion_scored", found.score);
  const { observations } = split.test;
  const { threshold } = found;
  const measured = await measureClassification(engine, "champion_scored", observations, threshold);
  return { version: champion.version, metrics: { ...measured.metrics } };
};

// A champion that nobody can open any more must not keep a better one from taking its place.
const withoutBroken = (error: unknown): undefined => {
  if (!(error instanceof ReleaseInvalid || error instanceof BlobMissing)) throw error;
};
