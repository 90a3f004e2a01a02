import { code } from "../../pages/table.js";
import type { Figure, Simulation } from "../simulation.js";

/** What a simulation found. */
export interface Measured {
  readonly simulation: Simulation;
  readonly rounds: number;
  readonly figures: readonly Figure[];
}

/** A row of the table for each figure. */
export const rowsOf = ({ simulation, rounds, figures }: Measured): string[][] =>
  figures.map(({ what, target, found, met }) => [
    code(simulation.name),
    rounds.toLocaleString("en"),
    what,
    target,
    found,
    met ? "met" : "missed",
  ]);
