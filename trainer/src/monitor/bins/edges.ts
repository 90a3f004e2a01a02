import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";

/** Edges between the bins of numbers. */
export interface BinEdges {
  /** Tenths of the values. */
  readonly edges: readonly number[];
  /** Hundredths. */
  readonly fine: readonly number[];
}

/** Digits of the edges of a sensitive model, so that none is the value of one person. */
const DIGITS = 2;

/**
 * The edges of the bins that the values of a relation fall into about evenly. Equal values share a bin, and so there are fewer
 * edges where values are often equal.
 *
 * @param value SQL of type DOUBLE
 */
export const edgesOf = async (
  engine: Engine,
  { name }: Relation,
  value: string,
): Promise<BinEdges> => {
  const { each, quantiles } = engine.dialect;
  const shares = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
  const rows = await engine.rows<{ edge: number | null }>(
    `SELECT ${each(quantiles(value, shares))} AS edge FROM ${name} WHERE ${value} IS NOT NULL`,
  );
  const all = rows.map(({ edge }) => edge ?? 0);
  return {
    edges: distinct(all.filter((_, i) => i % 10 === 9)),
    fine: distinct(all),
  };
};

/** Edges with few digits, which no single value decides. */
export const roundEdges = (edges: readonly number[]): number[] =>
  distinct(edges.map((edge) => Number(edge.toPrecision(DIGITS))));

const distinct = (rising: readonly number[]): number[] => [...new Set(rising)];
