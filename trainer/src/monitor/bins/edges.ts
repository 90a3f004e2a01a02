import type { Engine } from "../../engine/engine.js";
import { agreedEdge } from "../agreed.js";
import type { CountedValues } from "./counted-values.js";

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
 * The edges of the bins that values fall into about evenly: for each share the smallest value that at least this share of them
 * does not exceed. Equal values share a bin, and so there are fewer edges where values are often equal.
 */
export const edgesOf = async (engine: Engine, { name }: CountedValues): Promise<BinEdges> => {
  const { cast } = engine.dialect;
  // Hundredths below a value and up to it. A quotient that is no whole number is too far from one to be rounded to it.
  const hundredths = (sum: string): string => `floor(1e2 * ${sum} / total)`;
  const found = await engine.rows<{ value: number; below: number; upto: number }>(`
    SELECT value, below, upto
    FROM (SELECT value, ${hundredths("(upto - n)")} AS below, ${hundredths("upto")} AS upto
          FROM (SELECT value, n, ${cast("sum(n) OVER ()", "double")} AS total,
                       ${cast("sum(n) OVER (ORDER BY value ROWS UNBOUNDED PRECEDING)", "double")} AS upto
                FROM ${name} WHERE value IS NOT NULL))
    WHERE upto > below ORDER BY value`);
  const all = found.flatMap(({ value, below, upto }) =>
    Array.from({ length: Math.min(upto, 99) - below }, () => value),
  );
  return {
    edges: distinct(all.filter((_, i) => i % 10 === 9)),
    fine: distinct(all),
  };
};

/** Edges with few digits, which no single value decides. */
export const roundEdges = (edges: readonly number[]): number[] =>
  distinct(edges.map((edge) => Number(edge.toPrecision(DIGITS))));

/** Edges of scores, the same on every engine. */
export const agreedEdges = (edges: readonly number[]): number[] => distinct(edges.map(agreedEdge));

const distinct = (rising: readonly number[]): number[] => [...new Set(rising)];
