import { isStored, MAX_CATEGORIES } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { CategoriesTooMany, FeatureEmpty } from "../errors/errors.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { byCodePoint } from "../model/by-code-point.js";
import { codedFeature } from "../model/coded-feature.js";
import type { CategoryFeature, FeatureDefinition } from "../model/feature.js";
import { requireKept } from "./check-observations.js";
import { unseenRule } from "./feature-rules.js";
import { valueSql } from "./feature-sql.js";

/** The observations that categories are learned from, and those in which no others may be. */
export interface CategorySides {
  readonly training: ObservationTable;
  readonly test: ObservationTable;
  readonly serving: ObservationTable;
  /** That of an entity without history. Default: there is none. */
  readonly unknown?: ObservationTable | undefined;
}

/**
 * Gives each category of a model its values: those that it declares, or those of the training observations, by code point.
 *
 * @throws `CATEGORIES_TOO_MANY`, `FEATURE_EMPTY`, and `FEATURE_UNEXPECTED` when other observations have a category that was
 * not learned and is refused
 */
export const learnCategories = async (
  engine: Engine,
  features: readonly FeatureDefinition[],
  { training, test, serving, unknown }: CategorySides,
): Promise<readonly FeatureDefinition[]> => {
  const known: FeatureDefinition[] = [];
  const learned: CategoryFeature[] = [];
  for (const feature of features) {
    const isKnown = feature.type !== "category" || feature.values !== undefined;
    if (!isKnown) learned.push({ ...feature, values: await namesIn(engine, training, feature) });
    known.push(isKnown ? feature : learned.at(-1)!);
  }
  const rulesOf = (of: readonly CategoryFeature[]) =>
    of.flatMap((feature) => unseenRule(feature, engine.dialect, "learned"));
  await requireKept(engine, test, rulesOf(learned));
  for (const relation of unknown === undefined ? [serving] : [serving, unknown])
    await requireKept(engine, relation, rulesOf(learned.filter(isStored)));
  return known;
};

const namesIn = async (
  engine: Engine,
  { name: table }: ObservationTable,
  feature: CategoryFeature,
): Promise<readonly string[]> => {
  const { name } = feature;
  const value = valueSql(engine.dialect, codedFeature(feature));
  const found = await engine.rows<{ name: string }>(`
    SELECT DISTINCT ${value} AS name FROM ${table} WHERE ${value} IS NOT NULL LIMIT ${MAX_CATEGORIES + 1}`);
  if (found.length === 0) throw new FeatureEmpty({ name });
  if (found.length > MAX_CATEGORIES) throw new CategoriesTooMany({ name, limit: MAX_CATEGORIES });
  const names = found.map((row) => row.name);
  return names.toSorted(byCodePoint);
};
