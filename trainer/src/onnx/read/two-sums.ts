import type { GivenWeights, NumberOf, Term, WeightedSum } from "./meaning.js";

/** The second of two sums less the first. */
export const differenceOfTwo = ({ sums: [zero, one], taken }: GivenWeights): GivenWeights => ({
  ...{ kind: "weights", taken },
  sums: [difference(one!, zero!)],
});

const difference = (one: WeightedSum, zero: WeightedSum): WeightedSum => ({
  intercept: one.intercept - zero.intercept,
  terms: one.terms.map((term, i) => less(term, zero.terms[i]!)),
});

const less = (one: Term, zero: Term): Term => {
  if (typeof one === "number" && typeof zero === "number") return one - zero;
  const [of, from] = [asFunction(one), asFunction(zero)];
  return (value) => of(value) - from(value);
};

const asFunction = (term: Term): NumberOf => (typeof term === "number" ? () => term : term);
