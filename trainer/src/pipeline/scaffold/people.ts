import { OptionInvalid } from "../../errors/errors.js";
import type { InspectedColumn } from "../inspect.js";
import { nameFrom } from "./names.js";
import { readAs, type PlanContext, type Planned } from "./planned.js";
import type { ScaffoldRequest } from "./request.js";

/** The columns of a file, planned, and what they say of people. */
export interface PlannedPeople {
  readonly columns: readonly Planned[];
  /** The field that identifies a person in a request, in a model about people. */
  readonly subject: string | undefined;
  /** Columns of people that are not read. */
  readonly people: readonly string[];
}

/** What identifies a person, the best first. */
const IDENTIFIERS = ["identity number", "e-mail", "telephone"] as const;

/**
 * Plans columns. In a model about people the column that identifies them becomes a pseudonym, and their name is kept
 * encrypted; elsewhere such columns are not read.
 *
 * @throws `OPTION_INVALID` when a model about people has no column that identifies them, or is asked by key
 */
export const withPeople = (
  { sensitive, key, from }: ScaffoldRequest,
  columns: readonly InspectedColumn[],
  context: PlanContext,
  plan: (column: InspectedColumn) => Planned,
): PlannedPeople => {
  if (!sensitive) {
    const people = columns.filter(({ person }) => person !== undefined).map(({ name }) => name);
    return { columns: columns.map(plan), subject: undefined, people };
  }
  const refuse = (problem: string): never => {
    throw new OptionInvalid({ option: "--sensitive", problem });
  };
  if (key.length > 0)
    return refuse(
      "is for a model that is asked by row, since each row is recorded: leave out --key",
    );
  const identifier = IDENTIFIERS.flatMap((kind) =>
    columns.filter(({ person }) => person?.kind === kind),
  )[0];
  if (identifier === undefined)
    return refuse(`needs a column that identifies a person, and ${from} has none: leave it out`);
  const called = columns.find(({ person }) => person?.kind === "name");
  const planned = columns.map((column) => {
    if (column === identifier) return personOf(column, "identifier", context);
    return column === called ? personOf(column, "name", context) : plan(column);
  });
  return { columns: planned, subject: context.namer.take(nameFrom(identifier.name)), people: [] };
};

const personOf = (
  column: InspectedColumn,
  person: "identifier" | "name",
  { phrases }: PlanContext,
): Planned => ({
  decision: { column: column.name, becomes: phrases.becomes[person], why: phrases.why[person] },
  column: { ...readAs(column, "text"), person },
  features: [],
});
