import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { FeatureDefinition } from "../model/feature.js";
import type { ModelDefinition } from "../model/model.js";

/** A feature, and how many observations have another value of it. */
export interface Moved {
  readonly name: string;
  readonly observations: number;
}

/** What differs between two runs of a statement. */
export interface Comparison {
  /** Observations that were compared: those in both, by key and day. */
  readonly observations: number;
  /** Observations whose label differs. */
  readonly labels: number;
  readonly moved: readonly Moved[];
  /** Features that differ in their last digits only, as sums of doubles in another order do. */
  readonly rounded: readonly Moved[];
}

/** Which observations are compared, and what counts. */
export interface ComparisonOptions {
  /** SQL that is true of observations to compare; `before` has them. Default: all. */
  readonly where?: string;
  /** Counts a feature only where the label of its observation differs too. Default false. */
  readonly withLabel?: boolean;
}

/** The largest difference of two numbers that count as equal, as a share of the larger. */
const TOLERANCE = "1e-9";

/** Compares the features of the observations of one run with those of another. */
export const compareObservations = async (
  engine: Engine,
  { features }: Pick<ModelDefinition, "features">,
  before: ObservationTable,
  after: ObservationTable,
  { where = "true", withLabel = false }: ComparisonOptions = {},
): Promise<Comparison> => {
  const label = "before.label IS DISTINCT FROM after.label";
  const counted = withLabel ? ` AND ${label}` : "";
  const counts = features.flatMap((feature, i) => {
    const { differs, far } = differences(engine, feature);
    return [
      `count(*) FILTER (WHERE ${differs} AND ${far}${counted}) AS moved${i}`,
      `count(*) FILTER (WHERE ${differs} AND NOT ${far}${counted}) AS rounded${i}`,
    ];
  });
  const same = ["observation", "entity", "observed_at"].map(
    (key) => `before.${key} IS NOT DISTINCT FROM after.${key}`,
  );
  const found = await engine.row<Record<string, number>>(`
    SELECT count(*) AS observations, count(*) FILTER (WHERE ${label}) AS labels,
           ${counts.join(", ")}
    FROM ${before.name} AS before JOIN ${after.name} AS after ON ${same.join(" AND ")}
    WHERE ${where}`);
  const listed = (kind: "moved" | "rounded"): readonly Moved[] =>
    features
      .map(({ name }, i) => ({ name, observations: found[`${kind}${i}`]! }))
      .filter(({ observations }) => observations > 0);
  return {
    observations: found["observations"]!,
    labels: found["labels"]!,
    moved: listed("moved"),
    rounded: listed("rounded"),
  };
};

const differences = (
  { dialect }: Engine,
  { name, type }: FeatureDefinition,
): { readonly differs: string; readonly far: string } => {
  const [before, after] = [`before.${identifier(name)}`, `after.${identifier(name)}`];
  const differs = `${before} IS DISTINCT FROM ${after}`;
  if (type !== "number") return { differs, far: "true" };
  const [a, b] = [dialect.cast(before, "double"), dialect.cast(after, "double")];
  const near = `abs(${a} - ${b}) <= ${TOLERANCE} * greatest(abs(${a}), abs(${b}))`;
  return { differs, far: `NOT coalesce(${near}, false)` };
};
