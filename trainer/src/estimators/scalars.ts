import type { ImportedOptions } from "./imported-options.js";
import type { EstimatorOptions } from "./registry.js";

export type Parameters = Readonly<Record<string, string | number | boolean | null>>;

/** Options by their names in snake case, as a manifest and a report list them: lists and blocks as JSON. */
export const scalarsOf = (
  options: EstimatorOptions | ImportedOptions,
): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]: [string, unknown]) => [
      scalarName(name),
      typeof value === "object" ? JSON.stringify(value) : (value as string | number),
    ]),
  );

/** The name of an option in snake case. */
export const scalarName = (option: string): string =>
  option.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
