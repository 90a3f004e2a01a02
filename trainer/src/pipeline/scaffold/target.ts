import { OptionInvalid } from "../../errors/errors.js";
import { literal } from "../../engine/sql.js";
import { byCodePoint } from "../../model/by-code-point.js";
import type { InspectedColumn } from "../inspect.js";
import type { DraftTarget } from "./draft.js";
import type { ScaffoldRequest } from "./request.js";
import type { Survey } from "./survey.js";
import { labelOf } from "./sql/label.js";
import { sqlName } from "./sql/name.js";
import { isTooLarge } from "./too-large.js";

/** Classes with fewer rows are left out: too few would be learned from, and too few tested. */
export const LEAST_ROWS = 10;

/** A target of more classes is refused. */
const MOST_CLASSES = 50;

/** A number with more values counts as classes only where `--task` says so. */
const TWO = 2;

/** How much larger than the median high values of a skewed target are. */
const SKEWED = 8;

/** Words for yes, in lower case. */
const POSITIVE: ReadonlySet<string> = new Set([
  "yes",
  "true",
  "sí",
  "si",
  "y",
  "s",
  "t",
  "1",
  "verdadero",
  "positive",
  "positivo",
]);

/** What of a person is found by the values, and tells who it is. */
const NEVER_ANSWERED: ReadonlySet<string> = new Set([
  "e-mail",
  "identity number",
  "telephone",
  "bank account",
]);

type TargetRequest = Pick<ScaffoldRequest, "target" | "task" | "from">;

/**
 * Finds out whether the target is a number or has classes, and which.
 *
 * @throws `OPTION_INVALID` when nothing can be learned of it
 */
export const targetOf = (asked: TargetRequest, survey: Survey, name: string): DraftTarget => {
  const column = survey.columns.find((of) => of.name === asked.target)!;
  const refuse = (problem: string): never => {
    throw new OptionInvalid({
      option: "--target",
      problem: `${asked.target} of ${asked.from} ${problem}`,
    });
  };
  if (column.person !== undefined && NEVER_ANSWERED.has(column.person.kind))
    return refuse(
      `looks like a person's ${column.person.kind}, which no answer may show: name another column`,
    );
  if (column.distinct === 0) return refuse("has no value: name another column");
  if (column.distinct === 1)
    return refuse("has one value only, so there is nothing to learn: name another column");
  if (column.type === "date" || column.type === "timestamp")
    return refuse("is a day: name a column of numbers or classes, or make one of it in the file");
  if (isTooLarge(column))
    return refuse("has numbers beyond 1e100, with which nothing can be computed: correct them");
  const isNumber = column.type === "integer" || column.type === "number";
  if (asked.task === "regression" && !isNumber)
    return refuse("is no number in every row: leave --task out, or correct the file");
  if (
    isNumber &&
    (asked.task === "regression" || (asked.task === undefined && column.distinct > TWO))
  )
    return numeric(column, survey, name);
  if (column.distinct > MOST_CLASSES)
    return refuse(
      `has ${column.distinct} different texts, and there are at most ${MOST_CLASSES} classes: name another column, or group them in the file`,
    );
  return classes(column, survey, name, refuse);
};

const numeric = (column: InspectedColumn, survey: Survey, name: string): DraftTarget => {
  const { median, high } = survey.quantiles!;
  const least = Number(column.range!.min);
  return {
    column: column.name,
    name,
    task: "regression",
    type: column.type,
    sql: sqlName(column.name),
    rare: [],
    rows: survey.rows - survey.rejected - column.missing,
    counts: [],
    positives: 0,
    logarithm: least > 0 && high > SKEWED * median,
  };
};

const classes = (
  column: InspectedColumn,
  { target }: Survey,
  name: string,
  refuse: (problem: string) => never,
): DraftTarget => {
  const kept = target.filter(({ rows }) => rows >= LEAST_ROWS);
  if (kept.length < TWO)
    return refuse(
      `has fewer than two values with ${LEAST_ROWS} rows each: give it more rows, or name another column`,
    );
  const isBinary = column.type === "boolean" || isZeroOne(target.map(({ value }) => value));
  const names = isBinary ? undefined : ordered(kept);
  const positive = names?.at(-1) ?? (column.type === "boolean" ? "true" : "1");
  return {
    column: column.name,
    name,
    task: "classification",
    type: column.type,
    sql: isBinary ? labelOf.code(column.name) : labelOf.name(column.name, column.type),
    ...(names && { classes: names }),
    rare: target.filter(({ rows }) => rows < LEAST_ROWS).map(({ value }) => value),
    rows: kept.reduce((sum, { rows }) => sum + rows, 0),
    counts: kept.map(({ rows }) => rows),
    positives: kept.find(({ value }) => value === positive)?.rows ?? 0,
    logarithm: false,
  };
};

const isZeroOne = (values: readonly string[]): boolean =>
  values.length === TWO && values.every((value) => value === "0" || value === "1");

/** Of two classes the last is the positive one: the word for yes, or the rarer. Others are sorted by code point. */
const ordered = (kept: Survey["target"]): readonly string[] => {
  const names = kept.map(({ value }) => value);
  if (names.length > TWO) return names.toSorted(byCodePoint);
  const yes = names.find((name) => POSITIVE.has(name.toLowerCase()));
  const positive = yes ?? names.at(-1)!;
  return [...names.filter((name) => name !== positive), positive];
};

/** SQL that is true of the rows to learn from; undefined where all rows are. */
export const rareCondition = ({ column, type, rare }: DraftTarget): string | undefined =>
  rare.length === 0
    ? undefined
    : `${sqlName(column)} NOT IN (${rare.map((value) => (type === "text" ? literal(value) : value)).join(", ")})`;
