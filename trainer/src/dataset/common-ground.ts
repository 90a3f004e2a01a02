import type { Manifest } from "@despliega/storage";

import type { Dialect } from "../engine/dialect.js";
import { literal } from "../engine/sql.js";
import { DRAWN_BY, drawnBelow, splitSeed } from "../estimators/entity-draw.js";

/** The parameters of a release, or of a run. */
type Parameters = Manifest["lineage"]["parameters"];

/**
 * SQL that is true of observations that a champion did not learn from, so that a candidate can be compared with it on
 * those of its own test set. It reads `entity` and `observed_at` of the champion's statement.
 *
 * @returns undefined when the parameters do not say it, as those of releases whose split depended on the keys of
 * observations
 */
export const unseenBy = (
  dialect: Dialect,
  candidate: Parameters,
  champion: Parameters,
): string | undefined =>
  champion["test_from"] === undefined
    ? unseenByChance(dialect, candidate, champion)
    : unseenByTime(candidate["test_from"], champion["test_from"]);

const unseenByTime = (
  candidate: Parameters[string] | undefined,
  champion: Parameters[string],
): string | undefined => {
  if (typeof candidate !== "string" || typeof champion !== "string") return undefined;
  return `observed_at >= DATE ${literal(champion)}`;
};

const unseenByChance = (
  dialect: Dialect,
  candidate: Parameters,
  champion: Parameters,
): string | undefined => {
  const alike = ["drawn_by", "split_seed", "pseudonym_key"].every(
    (name) => candidate[name] === champion[name],
  );
  const { split_seed: seed, test_share: share, drawn_by: by } = champion;
  if (!alike || by !== DRAWN_BY || typeof seed !== "number" || typeof share !== "number")
    return undefined;
  return drawnBelow(dialect, "entity", splitSeed(seed), share);
};
