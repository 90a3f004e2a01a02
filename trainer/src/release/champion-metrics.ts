import {
  BlobMissing,
  ReleaseInvalid,
  type BlobStore,
  type Champion,
  type Manifest,
} from "@despliega/storage";

import type { Engine } from "../engine.js";
import { metricsOf } from "../evaluate/measure.js";
import type { ModelDefinition } from "../model/model.js";
import { championModel, scoreView } from "../score.js";

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
  { task, features }: Pick<ModelDefinition, "task" | "features">,
): Promise<Manifest["champion"]> => {
  if (champion === undefined) return undefined;
  const found = await championModel(store, champion, task, features).catch(withoutBroken);
  if (found === undefined) return undefined;
  await scoreView(engine, "test", "champion_scored", found);
  const metrics = await metricsOf(engine, task, "champion_scored", found.manifest);
  return { version: champion.version, metrics: { ...metrics } };
};

// A champion that nobody can open any more must not keep a better one from taking its place.
const withoutBroken = (error: unknown): undefined => {
  if (!(error instanceof ReleaseInvalid || error instanceof BlobMissing)) throw error;
};
