import type { ModelDefinition } from "./model.js";

/** What says how many classes a model has, and what they are called. */
export type Classes = Pick<ModelDefinition, "task" | "classes">;

/** The names of a classification's classes, in the order of their codes. Labels 0 and 1 are called so. */
export const classNames = ({ classes = ["0", "1"] }: Classes): readonly string[] => classes;

/** How many classes a model has: 2 where they have no names, undefined for a regression. */
export const classCount = ({ task, classes }: Classes): number | undefined =>
  task === "regression" ? undefined : (classes?.length ?? 2);

/** The names of three classes or more; undefined for fewer, whose one score is the probability of the last. */
export const severalClasses = ({
  classes,
}: Pick<Classes, "classes">): readonly string[] | undefined =>
  classes !== undefined && classes.length > 2 ? classes : undefined;
