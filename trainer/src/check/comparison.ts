import type { Engine } from "../engine/engine.js";
import { identifier, isFinite } from "../engine/sql.js";
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
  readonly moved: readonly Moved[];
  /** Features that differ in their last digits only, as sums of doubles in another order do. */
  readonly rounded: readonly Moved[];
}

/** SQL that is true of observations whose label differs too. */
export const LABEL_DIFFERS = "before.label IS DISTINCT FROM after.label";

/** The largest difference of two numbers that count as equal, as a share of the largest value of the feature. */
const TOLERANCE = "1e-9";

/** Which observations are compared. */
export interface ComparisonOptions {
  /** SQL that is true of observations to compare, as `before` and as `after`. Default: all. */
  readonly where?: string;
  /**
   * Whether two observations are the same only if their entities are. Default true; false where values are altered of which
   * an entity may be made, as a hash of a row is.
   */
  readonly sameEntity?: boolean;
}

/** Compares the features of the observations of one run with those of another. */
export const compareObservations = async (
  engine: Engine,
  { features }: Pick<ModelDefinition, "features">,
  before: ObservationTable,
  after: ObservationTable,
  { where = "true", sameEntity = true }: ComparisonOptions = {},
): Promise<Comparison> => {
  const counts = features.flatMap((feature, i) => {
    const { differs, far } = differences(engine, feature, before);
    return [
      `count(*) FILTER (WHERE ${differs} AND ${far}) AS moved${i}`,
      `count(*) FILTER (WHERE ${differs} AND NOT ${far}) AS rounded${i}`,
    ];
  });
  const same = ["observation", "observed_at", ...(sameEntity ? ["entity"] : [])].map(
    (key) => `before.${key} IS NOT DISTINCT FROM after.${key}`,
  );
  const found = await engine.row<Record<string, number>>(`
    SELECT count(*) AS observations, ${counts.join(", ")}
    FROM ${before.name} AS before JOIN ${after.name} AS after ON ${same.join(" AND ")}
    WHERE ${where}`);
  const listed = (kind: "moved" | "rounded"): readonly Moved[] =>
    features
      .map(({ name }, i) => ({ name, observations: found[`${kind}${i}`]! }))
      .filter(({ observations }) => observations > 0);
  return {
    observations: found["observations"]!,
    moved: listed("moved"),
    rounded: listed("rounded"),
  };
};

const differences = (
  { dialect }: Engine,
  { name, type }: FeatureDefinition,
  { name: table }: ObservationTable,
): { readonly differs: string; readonly far: string } => {
  const [before, after] = [`before.${identifier(name)}`, `after.${identifier(name)}`];
  const differs = `${before} IS DISTINCT FROM ${after}`;
  if (type !== "number") return { differs, far: "true" };
  const [a, b] = [dialect.cast(before, "double"), dialect.cast(after, "double")];
  const value = dialect.cast(identifier(name), "double");
  const largest = `(SELECT max(abs(${value})) FROM ${table} WHERE ${isFinite(value)})`;
  const near = `abs(${a} - ${b}) <= ${TOLERANCE} * ${largest}`;
  return { differs, far: `NOT coalesce(${near}, false)` };
};
