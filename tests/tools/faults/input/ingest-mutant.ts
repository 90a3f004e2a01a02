import { isDeepStrictEqual } from "node:util";

import { DespliegaError } from "@despliega/storage";
import type { Columns } from "@despliega/trainer/model/columns.js";

import { readPlainly } from "../../../trainer/ingest/oracle.js";
import type { Bench } from "../../../trainer/ingest/support.js";

/** How one mutant ended. */
export interface MutantEnd {
  /** The code of its error, "all rows", or "some rows". */
  readonly ended: string;
  readonly broken: string | undefined;
}

/** Reads a mutant and holds every row and every count against a plain reading of the same bytes. */
export const ingestMutant = async (
  bench: Bench,
  columns: Columns,
  file: Buffer,
): Promise<MutantEnd> => {
  const expected = readPlainly(file, columns);
  try {
    const { read, kept, rejected, rows, rejections } = await bench.ingest(file, columns, 1);
    const ended = rejected === 0 ? "all rows" : "some rows";
    const broken = (what: string): MutantEnd => ({ ended, broken: what });
    if (read !== kept + rejected) return broken(`read ${read}, kept ${kept}, rejected ${rejected}`);
    if (expected === undefined) return broken("it should have been refused");
    if (read !== expected.read) return broken(`read ${read} of ${expected.read} rows`);
    if (!isDeepStrictEqual(rejections, expected.rejections))
      return broken("other rows are rejected");
    if (!isDeepStrictEqual(rows, expected.kept)) return broken("the rows have other values");
    return { ended, broken: undefined };
  } catch (error) {
    if (!(error instanceof DespliegaError))
      return { ended: "crash", broken: `it fails with ${String(error)}` };
    const { code, message } = error;
    const tables = await bench.tables();
    return {
      ended: code,
      broken: message.includes("\n")
        ? "its error has several lines"
        : tables.length > 0
          ? "it fails and leaves a table"
          : wronglyRefused(code, file, expected),
    };
  }
};

// A line of more than 1 MiB is refused whatever else the file holds.
const wronglyRefused = (
  code: string,
  file: Buffer,
  expected: ReturnType<typeof readPlainly>,
): string | undefined => {
  if (expected === undefined || expected.kept.length === 0) return undefined;
  return code === "INPUT_LINE_TOO_LONG" && file.length > 2 ** 20
    ? undefined
    : `it is refused with ${code}, and ${expected.kept.length} rows fit`;
};
