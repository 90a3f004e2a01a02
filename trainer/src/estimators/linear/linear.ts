import { CholeskyDecomposition, Matrix } from "ml-matrix";

import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { double, identifier } from "../../engine/sql.js";
import { FeaturesCollinear } from "../../errors/errors.js";
import { exactSum } from "../../engine/exact-sum.js";
import type { Coefficient } from "../coefficient.js";
import type { FeatureStatistics } from "../statistics.js";
import type { ObservationTable } from "../observation-table.js";
import { rawWeights } from "../raw-weights.js";
import { targetSql } from "../target.js";
import { CONSTANT, sumProducts } from "./products.js";

/** How a linear regression is fitted. */
export interface LinearOptions {
  readonly kind: "linear";
  /** Penalty of ½ · ridge · w² on every standardised weight but the intercept, beside half the squared errors. */
  readonly ridge: number;
  /** `log` fits the logarithm of the label, which must be above 0. */
  readonly target?: "log";
}

/** A fitted linear regression. */
export interface LinearFit {
  /** Intercept, then one weight per feature, for raw values. */
  readonly weights: readonly number[];
  /** For standardised values, with standard errors. */
  readonly coefficients: readonly Coefficient[];
}

/** Observations to fit on. */
export interface LinearData {
  readonly observations: ObservationTable;
  readonly statistics: readonly FeatureStatistics[];
}

/**
 * Fits a linear regression from sums that the engine computes in one pass: XᵀX and Xᵀy of standardised features.
 *
 * @throws `TARGET_NOT_POSITIVE` for a log target, `FEATURES_COLLINEAR` where no ridge makes them solvable
 */
export const fitLinear = async (
  engine: Engine,
  data: LinearData,
  { ridge, target }: LinearOptions,
): Promise<LinearFit> => {
  const y = await targetSql(engine, data.observations, target);
  const { rows, middle, largest } = await describeTarget(engine, data.observations, y);
  const design = await centred(engine, data, `${y} - ${double(middle)}`);
  const size = data.statistics.length + 1;
  const columns = data.statistics.map((_, i) => `c${i + 1}`);
  const farthest = data.statistics.map(({ min, max, mean }) =>
    Math.max(Math.abs(min - mean), Math.abs(max - mean)),
  );
  const scale = [1, ...data.statistics.map(({ deviation }) => 1 / deviation), 1];
  const factors = [
    CONSTANT,
    ...columns.map((sql, i) => ({ sql, bound: farthest[i]! })),
    { sql: "y", bound: largest },
  ];
  const summed = await sumProducts(engine, design, factors, rows);
  const products = summed.map((row, i) => row.map((sum, j) => sum * (scale[i]! * scale[j]!)));
  const bounds = [1, ...farthest.map((most, i) => most * scale[i + 1]!)];
  const normal = new Matrix(products.slice(0, -1).map((row) => row.slice(0, -1)));
  for (let i = 1; i < size; i++) normal.set(i, i, normal.get(i, i) + ridge);
  const inverted = invert(
    normal,
    data.statistics.map(({ name }, i) => ({
      name,
      // What exactSum may round away of the sum of the feature's squares.
      rounding: (rows * bounds[i + 1]!) ** 2 * 2 ** -51,
    })),
  );
  const beta = inverted.mmul(Matrix.columnVector(products.at(-1)!.slice(0, -1))).to1DArray();

  const squares = await residualSquares(engine, design, { beta, scale, products, rows });
  const variance = squares / Math.max(rows - size, 1);
  const raw = rawWeights(beta, data.statistics);
  return {
    weights: [raw[0]! + middle, ...raw.slice(1)],
    coefficients: data.statistics.map(({ name }, i) => ({
      feature: name,
      estimate: beta[i + 1]!,
      standardError: Math.sqrt(variance * inverted.get(i + 1, i + 1)),
    })),
  };
};

/**
 * Inverts XᵀX. Each feature must have more variation of its own, beside the features before it, than rounding can hide.
 */
const invert = (
  normal: Matrix,
  features: readonly { readonly name: string; readonly rounding: number }[],
): Matrix => {
  const cholesky = new CholeskyDecomposition(normal);
  const [, ...own] = cholesky.lowerTriangularMatrix.diagonal().map((root) => root ** 2);
  features.forEach(({ name, rounding }, i) => {
    if (!(own[i]! > rounding)) throw new FeaturesCollinear({ name });
  });
  return cholesky.solve(Matrix.eye(normal.rows));
};

/** Centres the target on the middle of its range, so that its sums are small. */
const describeTarget = async (
  engine: Engine,
  { name }: ObservationTable,
  y: string,
): Promise<{ rows: number; middle: number; largest: number }> => {
  const { rows, low, high } = await engine.row<{ rows: number; low: number; high: number }>(
    `SELECT count(*) AS rows, min(${y}) AS low, max(${y}) AS high FROM ${name}`,
  );
  const middle = low / 2 + high / 2;
  return { rows, middle, largest: Math.max(high - middle, Number.MIN_VALUE) };
};

/** A view of `c1`, `c2` and so on, the features filled and centred on their means, and `y`. */
const centred = (
  engine: Engine,
  { observations, statistics }: LinearData,
  y: string,
): Promise<Relation<"y">> => {
  const features = statistics.map(({ name, mean, missing }, i) => {
    const distance = `${engine.dialect.cast(identifier(name), "double")} - ${double(mean)}`;
    return `${missing === 0 ? distance : `coalesce(${distance}, ${double(0)})`} AS c${i + 1}`;
  });
  return engine.view(`SELECT ${[...features, `${y} AS y`].join()} FROM ${observations.name}`);
};

/** A share of the squares of the target that the products show with enough digits when the residuals are less. */
const CLEAR_SHARE = 1e-4;

/** The sum of squared residuals follows from the products, unless most of their digits cancel: then a pass adds it up. */
const residualSquares = async (
  engine: Engine,
  { name }: Relation<"y">,
  {
    beta,
    scale,
    products,
    rows,
  }: {
    readonly beta: readonly number[];
    readonly scale: readonly number[];
    readonly products: readonly (readonly number[])[];
    readonly rows: number;
  },
): Promise<number> => {
  const signs = [...beta.map((b) => -b), 1];
  const followed = products.reduce(
    (sum, row, i) => row.reduce((own, product, j) => own + signs[i]! * signs[j]! * product, sum),
    0,
  );
  if (followed > CLEAR_SHARE * products.at(-1)!.at(-1)!) return followed;
  const fitted = beta
    .map((b, i) => `${double(b * scale[i]!)} * ${i === 0 ? double(1) : `c${i}`}`)
    .join(" + ");
  const from = `(SELECT y - (${fitted}) AS r FROM ${name})`;
  const { largest } = await engine.row<{ largest: number }>(
    `SELECT max(abs(r)) AS largest FROM ${from}`,
  );
  const { squares } = await engine.row<{ squares: number }>(
    `SELECT ${exactSum("r * r", rows * largest ** 2)} AS squares FROM ${from}`,
  );
  return squares;
};
