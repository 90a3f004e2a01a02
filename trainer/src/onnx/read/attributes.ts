import { refuse } from "./not-compiled.js";
import type { Attribute, Operator } from "./onnx-graph.js";

/** A list of numbers: an attribute, or the tensor that stands for it in double precision. Default: none. */
export const numbersOf = ({ attributes }: Operator, name: string): readonly number[] => {
  const value = attributes.get(`${name}_as_tensor`) ?? attributes.get(name);
  const list = isConstant(value) ? value.values : value;
  return Array.isArray(list) && list.every((each) => typeof each === "number") ? list : [];
};

/** A list of texts. Default: none. */
export const textsIn = ({ attributes }: Operator, name: string): readonly string[] => {
  const value = attributes.get(name);
  return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : [];
};

/** A whole number. */
export const wholeOf = ({ attributes }: Operator, name: string, otherwise: number): number => {
  const value = attributes.get(name);
  return typeof value === "number" ? value : otherwise;
};

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

const isConstant = (
  value: Attribute | undefined,
): value is Extract<Attribute, { shape: unknown }> => typeof value === "object" && "shape" in value;
