import type { Engine } from "../../engine/engine.js";
import { scaled } from "../column-loops.js";
import { blockOf, setProbabilities, type Block } from "./class-block.js";
import type { Design } from "./design.js";

/** Some observations with the probabilities of their classes, in memory that the next ones use again. */
export interface ClassRows {
  readonly block: Block;
  /** The place of each row's class. */
  readonly y: Float64Array;
  /** Undefined where every row weighs 1. */
  readonly w: Float64Array | undefined;
  /** 1 for the first row of a unit, else 0; undefined where every row is a unit of its own. */
  readonly opens: Float64Array | undefined;
}

/**
 * Reads the observations of a design batch by batch.
 *
 * @param beta of each class: the intercept, then one weight per column of standard deviation 1
 * @param source SQL of the rows, with `opens` where it has units
 */
export const classRows = async function* (
  engine: Engine,
  { scale, weighted }: Design,
  beta: readonly (readonly number[])[],
  source: { readonly from: string; readonly units: boolean },
): AsyncGenerator<ClassRows> {
  const width = scale.length;
  const columns = [
    ...scale.slice(1).map((_, i) => `c${i + 1}`),
    "y",
    ...(weighted ? ["weight"] : []),
    ...(source.units ? ["opens"] : []),
  ];
  let block = blockOf(0, width, beta.length);
  for await (const batch of engine.stream(`SELECT ${columns.join()} FROM ${source.from}`)) {
    if (batch.rows > block.size) block = blockOf(batch.rows, width, beta.length);
    const given = batch.columns.map(({ values }) => values as Float64Array);
    block.rows = batch.rows;
    block.x[0]!.fill(1);
    for (let i = 1; i < width; i++) scaled(block.x[i]!, given[i - 1]!, scale[i]!, batch.rows);
    setProbabilities(block, beta);
    yield {
      block,
      y: given[width - 1]!,
      w: weighted ? given[width] : undefined,
      opens: source.units ? given.at(-1) : undefined,
    };
  }
};
