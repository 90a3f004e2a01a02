import type { Columns, GivenSums, GivenWeights, Meaning } from "../meaning.js";
import { refuse } from "../not-compiled.js";
import type { Constant, Operator } from "../onnx-graph.js";

/** What the results of an operator are, by what it takes. @param features how many the model has @throws NotCompiled */
export type Follow = (
  operator: Operator,
  inputs: readonly (Meaning | undefined)[],
  features: number,
) => readonly Meaning[];

/** Refuses an operator of a value that it is not known of. */
export const unexpected = ({ name }: Operator, meaning: Meaning | undefined): never =>
  refuse(`has ${name} of ${meaning?.kind ?? "nothing"}`);

/** Requires columns. */
export const columnsOf = (operator: Operator, meaning: Meaning | undefined): Columns =>
  meaning?.kind === "columns" ? meaning : unexpected(operator, meaning);

/** Requires sums. */
export const sumsOf = (operator: Operator, meaning: Meaning | undefined): GivenSums =>
  meaning?.kind === "sums" ? meaning.sums : unexpected(operator, meaning);

/** Requires weighted sums. */
export const weightsOf = (operator: Operator, meaning: Meaning | undefined): GivenWeights => {
  const sums = sumsOf(operator, meaning);
  return sums.kind === "weights" ? sums : refuse(`has ${operator.name} of trees`);
};

/** Requires a constant. */
export const constantOf = (operator: Operator, meaning: Meaning | undefined): Constant =>
  meaning?.kind === "constant" ? meaning.constant : unexpected(operator, meaning);

/** Requires constant numbers. */
export const constantNumbers = (
  operator: Operator,
  meaning: Meaning | undefined,
): readonly number[] => {
  const { values } = constantOf(operator, meaning);
  return values.every((each) => typeof each === "number") ? values : unexpected(operator, meaning);
};

/** How many outputs sums have. */
export const outputsOf = (sums: GivenSums): number =>
  sums.kind === "weights" ? sums.sums.length : sums.outputs;
