import { readFileSync } from "node:fs";
import { HEADER } from "./columns.js";
import { UsageError } from "../errors.js";

/** Rows that are written as they are among the generated ones. */
export interface Included {
  readonly rows: readonly string[];
  /** Users that the generator must not make again. */
  readonly ids: ReadonlySet<number>;
  /** Generated loans are numbered from the next one on; 0 when nothing is included. */
  readonly lastLoanId: number;
}

export const NOTHING_INCLUDED: Included = { rows: [], ids: new Set(), lastLoanId: 0 };

const COLUMNS = HEADER.split(",").length;

/** Reads a file of loans in the generator's own format: the same header, no quoted fields. */
export const readIncluded = (path: string): Included => {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new UsageError(`--include ${path} cannot be read: give an existing CSV file`, { cause });
  }
  const [header, ...rows] = text.trimEnd().split(/\r?\n/);
  if (header !== HEADER)
    throw new UsageError(`--include ${path} must start with the columns ${HEADER}`);

  const ids = new Set<number>();
  let lastLoanId = 0;
  rows.forEach((row, index) => {
    const fields = row.split(",");
    const loanId = Number(fields[0]);
    const id = Number(fields[1]);
    if (fields.length !== COLUMNS || !(loanId > 0) || !(id > 0)) {
      throw new UsageError(
        `--include ${path} line ${index + 2} is not a row of ${COLUMNS} plain columns`,
      );
    }
    ids.add(id);
    lastLoanId = Math.max(lastLoanId, loanId);
  });
  return { rows, ids, lastLoanId };
};
