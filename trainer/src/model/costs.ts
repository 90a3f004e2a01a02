import type { Costs } from "../evaluate/class-answer.js";

/** What answers cost, by the name of the class and there by the answer. What is not named costs 1, and a right answer 0. */
export type NamedCosts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The costs in the order of the classes. */
export const costMatrix = (classes: readonly string[], costs: NamedCosts): Costs =>
  classes.map((name) =>
    classes.map((answer) => costs[name]?.[answer] ?? (name === answer ? 0 : 1)),
  );
