import type { InspectedColumn } from "../inspect.js";
import type { CarriedColumn, Decision, DraftColumn, DraftFeature, Mode } from "./draft.js";
import type { Namer } from "./names.js";
import type { Survey } from "./survey.js";
import type { Phrases } from "./words/phrases.js";
import { sqlName } from "./sql/name.js";

/** What every column is planned with. */
export interface PlanContext {
  readonly survey: Survey;
  readonly phrases: Phrases;
  readonly namer: Namer;
  readonly mode: Mode;
  /** The column with the day of a row. */
  readonly time: string | undefined;
  /** Whether the model is about people, and so declares its categories. */
  readonly isSensitive: boolean;
}

/** What becomes of a column: features, or the reason why it is left out. */
export interface Planned {
  readonly decision: Decision;
  /** Undefined where it is not read. */
  readonly column?: DraftColumn;
  readonly features: readonly DraftFeature[];
  readonly carried?: CarriedColumn;
  /** Whether its rows stay on one side of the split. */
  readonly isGroup?: true;
}

/** A column that is not read. */
export const leftOut = (
  { phrases }: PlanContext,
  { name }: InspectedColumn,
  why: string,
): Planned => ({
  decision: { column: name, becomes: phrases.becomes.leftOut, why },
  features: [],
});

/** A column of the file as the model reads it. */
export const readAs = (
  { name, missing }: InspectedColumn,
  type: DraftColumn["type"],
): DraftColumn => ({ name, type, optional: missing > 0 });

/** SQL of a column where features are made of it, and the name that it has in features. */
export const sourceOf = (
  { namer, mode, survey }: PlanContext,
  { name }: InspectedColumn,
): { readonly base: string; readonly sql: string; readonly carried?: CarriedColumn } => {
  const base = namer.take(name);
  if (mode !== "events") return { base, sql: sqlName(name) };
  return {
    base,
    sql: base,
    carried: { column: name, alias: base, varies: survey.varies.has(name) },
  };
};

/** How many rows lack a value, as the end of a reason. */
export const missingText = ({ phrases }: PlanContext, { missing }: InspectedColumn): string =>
  missing === 0 ? "" : `; ${phrases.why.missing(phrases.number(missing))}`;
