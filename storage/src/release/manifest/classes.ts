import { z } from "zod";

/** Most classes of a classification. */
export const MAX_CLASSES = 100;

/**
 * Names of the classes of a classification, in the order of their codes from 0. Of two classes the score is the
 * probability of the second. Without names the classes are the labels 0 and 1.
 */
export const ClassNames = z
  .array(z.string().min(1))
  .min(2)
  .max(MAX_CLASSES)
  .refine((names) => new Set(names).size === names.length, { error: "names a class twice" });

/** Whether costs have a row and a column for each of three classes or more. */
export const isCostMatrix = (
  costs: readonly (readonly number[])[],
  classes: readonly string[] | undefined,
): boolean =>
  classes !== undefined &&
  classes.length > 2 &&
  costs.length === classes.length &&
  costs.every((row) => row.length === classes.length);
