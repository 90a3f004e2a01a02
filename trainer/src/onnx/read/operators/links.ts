import type { GivenModel, GivenSums, LinkStep, Meaning } from "../meaning.js";
import type { Constant, Operator } from "../onnx-graph.js";
import { outputsOf, sumsOf, unexpected, type Follow } from "./follow.js";

/** A graph that answers. Two operators name the classes: those of the answers, and the one that looks up the label. */
export const answersOf = (sums: GivenSums, link: GivenModel["link"]): Meaning => ({
  kind: "answers",
  model: { sums, link, classes: undefined },
});

/** Whether a constant is 1. */
export const isOne = (numbers: Constant["values"]): boolean =>
  numbers.length === 1 && numbers[0] === 1;

/** The next step from sums to probabilities. */
const step =
  (from: LinkStep, to: LinkStep): Follow =>
  (operator, [value]) =>
    value?.kind === from ? [{ kind: to, sums: value.sums }] : unexpected(operator, value);

const first =
  (to: LinkStep, fits: (outputs: number) => boolean): Follow =>
  (operator, [value]) => {
    const sums = sumsOf(operator, value);
    return fits(outputsOf(sums)) ? [{ kind: to, sums }] : unexpected(operator, value);
  };

const exp: Follow = (operator, inputs, features) =>
  (inputs[0]?.kind === "negative" ? step("negative", "odds") : step("less the largest", "shares"))(
    operator,
    inputs,
    features,
  );

const reduceSum: Follow = (operator, inputs, features) =>
  (inputs[0]?.kind === "shares"
    ? step("shares", "total of shares")
    : step("sigmoids", "total of sigmoids"))(operator, inputs, features);

/** The largest sum of each row, or whether any of its values is refused. */
const reduceMax: Follow = (operator, inputs, features) =>
  inputs[0]?.kind === "refusal"
    ? [inputs[0]]
    : first("largest", (outputs) => outputs > 1)(operator, inputs, features);

const softmax: Follow = (operator, [value]) => {
  const sums = sumsOf(operator, value);
  return outputsOf(sums) > 2 ? [answersOf(sums, "softmax")] : unexpected(operator, value);
};

/** The quotients that make probabilities of sums. */
export const divideLinks = (
  operator: Operator,
  value: Meaning | undefined,
  by: Meaning | undefined,
): readonly Meaning[] => {
  if (value?.kind === "constant" && by?.kind === "one plus odds" && isOne(value.constant.values))
    return [answersOf(by.sums, "sigmoid")];
  if (value?.kind === "shares" && by?.kind === "total of shares" && by.sums === value.sums)
    return [answersOf(value.sums, "softmax")];
  if (value?.kind !== "sigmoids" || by?.kind !== "total of sigmoids")
    return unexpected(operator, by);
  return [answersOf(value.sums, "sigmoid")];
};

/** One less the probability of the second class of two. */
export const oneLess = (
  operator: Operator,
  one: readonly number[],
  value: Meaning | undefined,
): readonly Meaning[] => {
  if (!isOne(one)) return unexpected(operator, value);
  if (value?.kind === "answers") return [{ kind: "complement", model: value.model }];
  const sums = sumsOf(operator, value);
  return [{ kind: "complement", model: { sums, link: "identity", classes: undefined } }];
};

/** The probabilities of two classes beside each other. */
export const bothOf = (operator: Operator, inputs: readonly (Meaning | undefined)[]): Meaning => {
  const [zero, one] = inputs;
  const sums = one?.kind === "answers" ? one.model.sums : sumsOf(operator, one);
  if (zero?.kind !== "complement" || zero.model.sums !== sums || inputs.length !== 2)
    return unexpected(operator, zero);
  return { kind: "answers", model: zero.model };
};

/** Operators between sums and probabilities. */
export const LINK_OPERATORS: Readonly<Record<string, Follow>> = {
  Sigmoid: first("sigmoids", (outputs) => outputs === 2),
  Abs: step("sigmoids", "sigmoids"),
  Neg: first("negative", (outputs) => outputs === 1),
  Exp: exp,
  ReduceMax: reduceMax,
  ReduceSum: reduceSum,
  Softmax: softmax,
};
