import {
  readManifest,
  readPart,
  type BlobStore,
  type Champion,
  type Manifest,
} from "@despliega/storage";

import type { Engine } from "./engine.js";
import { logisticScore } from "./estimators/logistic/logistic.js";

/** Adds the column `score` to a view, into a view of its own. */
export const scoreView = (
  engine: Engine,
  from: string,
  into: string,
  score: string,
): Promise<void> =>
  engine.run(`CREATE OR REPLACE VIEW ${into} AS SELECT *, ${score} AS score FROM ${from}`);

/** A champion as SQL, to be measured on the observations of a candidate. */
export interface ChampionScore {
  readonly score: string;
  readonly threshold: NonNullable<Manifest["threshold"]>;
}

/**
 * Reads the champion's model as SQL.
 *
 * @param features names of the columns that there are
 * @returns undefined when the champion wants other features, or is of a kind that SQL cannot score
 */
export const championScore = async (
  store: BlobStore,
  champion: Champion,
  features: readonly string[],
): Promise<ChampionScore | undefined> => {
  const manifest = await readManifest(store, champion.model, champion.version, champion.manifest);
  const { threshold } = manifest;
  if (threshold === undefined || !manifest.features.every(({ name }) => features.includes(name)))
    return undefined;
  const model = JSON.parse((await readPart(store, manifest, "model.json")).toString()) as {
    classifiers: [{ weights: [number[]] }];
  };
  const fills = manifest.features.map(({ name, missing }) => ({
    name,
    fill: typeof missing === "string" ? undefined : missing.fill,
  }));
  return { score: logisticScore(model.classifiers[0].weights[0], fills), threshold };
};
