import type { Generator } from "./generator.js";
import { films } from "./peliculas/generate.js";
import { loans } from "./riesgo/generate.js";
import { patients } from "./vih/generate.js";

/** The generators by their model; a new one is a folder beside this file and a line here. */
export const catalogue: Readonly<Record<string, Generator>> = {
  riesgo: loans,
  vih: patients,
  peliculas: films,
};
