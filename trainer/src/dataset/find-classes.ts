import { MAX_CLASSES } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { literal } from "../engine/sql.js";
import { ClassesInvalid, LabelsInvalid } from "../errors/errors.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { byCodePoint } from "../model/by-code-point.js";
import type { ModelDefinition } from "../model/model.js";
import { labelText } from "./label-text.js";

type Classified = Pick<ModelDefinition, "task" | "classes" | "words" | "threshold" | "points">;

/**
 * Finds the names of a classification's classes, in the order of their codes: those of the definition, or those of the
 * labels by code point. Labels 0 and 1 without a declaration have no names, and neither has a regression.
 *
 * @throws `LABELS_INVALID` when a label is no class, `CLASSES_INVALID` when there are too few or too many
 */
export const findClasses = async (
  engine: Engine,
  { task, classes, words, threshold, points }: Classified,
  observations: ObservationTable,
): Promise<readonly string[] | undefined> => {
  if (task === "regression") return undefined;
  const kind = await engine.kindOf(observations, "label");
  if (kind === "integer" || kind === "number") {
    const { others, broken } = await countNumbers(engine, observations);
    // The rules for observations refuse other numbers where words name two classes.
    if (classes === undefined && (others === 0 || "positive" in words)) return undefined;
    if (broken > 0)
      throw new LabelsInvalid({
        rows: broken,
        problem: "are no whole numbers",
        cure: "let features.sql return one for each class, or write task: regression",
      });
  }
  const text = labelText(engine.dialect, kind);
  if (classes === undefined) {
    const learned = await learnClasses(engine, observations, text);
    const forTwo = Object.entries({ threshold, points }).find(([, field]) => field !== undefined);
    if (forTwo !== undefined && learned.length > 2)
      throw new ClassesInvalid({
        problem: `are of ${learned.length} classes, and model.yaml has ${forTwo[0]}, which is for two`,
        cure: "leave it out, or let features.sql return two",
      });
    return learned;
  }
  const { strange } = await engine.row<{ strange: number }>(`
    SELECT count(*) FILTER (WHERE ${text} NOT IN (${classes.map(literal).join()})) AS strange
    FROM ${observations.name}`);
  if (strange > 0)
    throw new LabelsInvalid({
      rows: strange,
      problem: "are none of the classes",
      cure: "add them to classes in model.yaml, or leave such rows out",
    });
  return classes;
};

const countNumbers = (
  engine: Engine,
  { name }: ObservationTable,
): Promise<{ readonly others: number; readonly broken: number }> => {
  const label = engine.dialect.cast("label", "double");
  const whole = `abs(${label}) <= ${Number.MAX_SAFE_INTEGER} AND ${label} = floor(${label})`;
  return engine.row(`
    SELECT count(*) FILTER (WHERE ${label} NOT IN (0, 1)) AS others,
           count(*) FILTER (WHERE NOT (${whole})) AS broken
    FROM ${name}`);
};

const learnClasses = async (
  engine: Engine,
  { name }: ObservationTable,
  text: string,
): Promise<readonly string[]> => {
  const found = await engine.rows<{ class: string }>(`
    SELECT DISTINCT ${text} AS class FROM ${name} WHERE label IS NOT NULL LIMIT ${MAX_CLASSES + 1}`);
  if (found.length < 2)
    throw new ClassesInvalid({
      problem: "are all of one class, and a classification has at least 2",
      cure: "give it more history",
    });
  if (found.length > MAX_CLASSES)
    throw new ClassesInvalid({
      problem: `are of more than ${MAX_CLASSES} classes`,
      cure: "group rare ones in features.sql, or write task: regression where they are amounts",
    });
  const names = found.map((row) => row.class);
  if (names.includes(""))
    throw new ClassesInvalid({
      problem: "have a class without a name",
      cure: "let features.sql leave such rows out, or name it",
    });
  return names.toSorted(byCodePoint);
};
