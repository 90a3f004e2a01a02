import {
  codesOf,
  decoderOf,
  loadScorer,
  pointsLine,
  type ManifestFeature,
  type Points,
  type Value,
} from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { quantilesOf } from "../engine/quantiles-of.js";
import { identifier } from "../engine/sql.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { FittedModel } from "./fit.js";

/** A scorecard: the points of an observation are those to start with and those of its value of each feature. */
export interface Scorecard {
  readonly points: Points;
  /** The points of an observation whose features have their means. */
  readonly start: number;
  readonly features: readonly FeaturePoints[];
}

/** The points that values of a feature add. */
export interface FeaturePoints {
  readonly feature: string;
  /** The points that one more adds, of a number without listed values. */
  readonly perUnit?: number;
  /** Each value, or of a number some quantiles; null is a missing value. */
  readonly values: readonly {
    readonly value: Value;
    /** The share of the training observations up to the value, of a quantile. */
    readonly quantile?: number;
    readonly points: number;
  }[];
}

const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];

/** What a scorecard is made of. */
export interface Scored {
  readonly fitted: Pick<FittedModel, "description" | "features" | "modelJson">;
  readonly points: Points;
  /** Quantiles are values of single people, so a sensitive model's scorecard has none. */
  readonly privacy: "open" | "sensitive";
}

/** Makes the scorecard of a logistic model of two classes. */
export const scorecardOf = async (
  engine: Engine,
  observations: ObservationTable,
  { fitted: { description, features, modelJson }, points, privacy }: Scored,
): Promise<Scorecard> => {
  const scorer = loadScorer(description, JSON.parse(JSON.stringify(modelJson)));
  const { atEvenOdds, perLogOdds } = pointsLine(points);
  const means = Float64Array.from(features, ({ type, mean }) => (type === "category" ? 0 : mean));
  const pointsAt = (feature: number, code: number): number => {
    const { moved } = scorer.contributions(means.with(feature, code));
    return perLogOdds * moved[feature]! + 0;
  };
  const described: FeaturePoints[] = [];
  for (const [at, feature] of features.entries()) {
    const numbers = isOpenNumber(feature);
    const found =
      !numbers || privacy === "sensitive"
        ? []
        : await shownQuantiles(engine, observations, feature);
    const decode = decoderOf(feature);
    const listed = numbers
      ? []
      : (feature.values ?? Array.from({ length: codesOf(feature)! }, (_, code) => code));
    const codes = feature.missing === "refused" ? listed : [...listed, NaN];
    described.push({
      feature: feature.name,
      ...(numbers ? { perUnit: pointsAt(at, feature.mean + 1) - pointsAt(at, feature.mean) } : {}),
      values: [
        ...found.map(({ value, quantile }) => ({ value, quantile, points: pointsAt(at, value) })),
        ...codes.map((code) => ({ value: decode(code), points: pointsAt(at, code) })),
      ],
    });
  }
  const { base } = scorer.contributions(means);
  return { points, start: atEvenOdds + perLogOdds * base, features: described };
};

/** Whether a feature is a number of which not all values are listed. */
const isOpenNumber = ({ type, values }: ManifestFeature): boolean =>
  (type === "integer" || type === "number") && values === undefined;

/** Quantiles to four digits, as a report shows them; each value once. */
const shownQuantiles = async (
  engine: Engine,
  { name: table }: ObservationTable,
  { name }: ManifestFeature,
): Promise<readonly { readonly value: number; readonly quantile: number }[]> => {
  const value = engine.dialect.cast(identifier(name), "double");
  const values = await quantilesOf(engine, value, QUANTILES, table);
  const found = QUANTILES.map((share, i) => ({
    quantile: share,
    value: Number(values[i]!.toPrecision(4)),
  }));
  return found.filter((each, i) => each.value !== found[i - 1]?.value);
};
