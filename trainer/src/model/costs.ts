import type { Costs } from "../evaluate/class-answer.js";

/** What answers cost, by the name of the class and there by the answer. What is not named costs 1, and a right answer 0. */
export type NamedCosts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The costs in the order of the classes. */
export const costMatrix = (classes: readonly string[], costs: NamedCosts): Costs => {
  const named = (of: NamedCosts[string] | undefined, answer: string): number | undefined =>
    of !== undefined && Object.hasOwn(of, answer) ? of[answer] : undefined;
  return classes.map((name) => {
    const given = Object.hasOwn(costs, name) ? costs[name] : undefined;
    return classes.map((answer) => named(given, answer) ?? (name === answer ? 0 : 1));
  });
};
