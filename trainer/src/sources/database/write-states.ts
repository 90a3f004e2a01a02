import { sqlState, type SqlState } from "./sql-states.js";

const refused = (code: string, cure: string): SqlState => ({ code, passes: false, cure });

/** The codes that writing an output meets and reading does not, or for another reason. */
export const WRITE_STATES: readonly SqlState[] = [
  refused("22", "a column of the table does not take a value of the output: correct its type"),
  refused(
    "23",
    "the table has a rule that a row of the output breaks: drop it, or correct the input",
  ),
  refused(
    "42501",
    "the role may not do that: GRANT SELECT, INSERT and DELETE on both tables, or CREATE on their schema where they are not there yet",
  ),
  refused(
    "42703",
    "the table lacks a column of the output: add it, or DROP the table and let the next run make it",
  ),
  refused("42P07", "another run made the table at the same moment: run it again"),
  refused("3F000", "there is no such schema: CREATE it, or correct the name of the table"),
];

/** What a code means to writing. */
export const writeState = (code: string): SqlState | undefined =>
  WRITE_STATES.filter((state) => code.startsWith(state.code)).toSorted(
    (one, other) => other.code.length - one.code.length,
  )[0] ?? sqlState(code);
