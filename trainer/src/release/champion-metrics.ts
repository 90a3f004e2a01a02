import type { BlobStore, Champion } from "@despliega/storage";

import type { Engine } from "../engine.js";
import { evaluateClassification } from "../evaluate/classification.js";
import type { Run } from "../run.js";
import { championScore, scoreView } from "../score.js";

/**
 * Metrics of the present champion on the candidate's test observations: two models can only be compared on the same
 * rows.
 *
 * @returns undefined when there is no champion, or none that these observations can be scored with
 */
export const compareWithChampion = async (
  engine: Engine,
  store: BlobStore,
  champion: Champion | undefined,
  { model, split }: Run,
): Promise<Readonly<Record<string, number>> | undefined> => {
  if (champion === undefined) return undefined;
  const names = model.features.map(({ name }) => name);
  const found = await championScore(store, champion, names);
  if (found === undefined) return undefined;
  await scoreView(engine, "test", "champion_scored", found.score);
  const { observations } = split.test;
  return (await evaluateClassification(engine, "champion_scored", observations, found.threshold))
    .metrics;
};
