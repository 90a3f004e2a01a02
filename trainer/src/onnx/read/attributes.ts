import { refuse } from "./not-compiled.js";
import type { Attribute, Constant, Operator } from "./onnx-graph.js";

/** A list of an attribute, or of the tensor that stands for it. Default: none. */
const listOf = ({ attributes }: Operator, name: string): readonly (number | string)[] => {
  const value = attributes.get(`${name}_as_tensor`) ?? attributes.get(name);
  if (isConstant(value)) return value.values;
  return typeof value === "object" ? value : [];
};

/** A list of numbers: an attribute, or the tensor that stands for it in double precision. Default: none. */
export const numbersOf = (operator: Operator, name: string): readonly number[] =>
  listOf(operator, name).filter((each) => typeof each === "number");

/** A list of texts: an attribute, or a tensor. Default: none. */
export const textsIn = (operator: Operator, name: string): readonly string[] =>
  listOf(operator, name).filter((each) => typeof each === "string");

/** A number. */
export const numberOf = ({ attributes }: Operator, name: string): number | undefined => {
  const value = attributes.get(name);
  return typeof value === "number" ? value : undefined;
};

/** A whole number. */
export const wholeOf = (operator: Operator, name: string, otherwise: number): number =>
  numberOf(operator, name) ?? otherwise;

/** Requires that an attribute is one of some texts. */
export const oneOf = <T extends string>(
  operator: Operator,
  name: string,
  texts: readonly T[],
): T => {
  const value = operator.attributes.get(name) ?? texts[0];
  return (
    texts.find((each) => each === value) ??
    refuse(`has ${operator.name} with ${name} ${JSON.stringify(value)}`)
  );
};

const isConstant = (value: Attribute | undefined): value is Constant =>
  typeof value === "object" && "shape" in value;
