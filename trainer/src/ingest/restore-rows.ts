import { join } from "node:path";

import { fieldsOf, fieldText } from "@despliega/storage";
import { z } from "zod";

import { literal } from "../engine/sql.js";
import type { InputText } from "../sources/input-text.js";
import type { Header } from "./header.js";
import { KEPT_COLUMNS } from "./kept-table.js";
import { lineAppender } from "./line-appender.js";
import type { ChecksOf } from "./load.js";
import type { ReadyRows } from "./ready-rows.js";
import { eachRecord } from "./records.js";

const Reasons = z.array(z.tuple([z.string(), z.string()])).min(1);

/** Field of a restored row with the marks of why it was rejected. */
const MARKS = ": marks";

const COMMA = 44;

/**
 * Makes the rows of a kept table ready, as they were when `writeKeptTable` wrote it. A rejected row has no values any
 * more and is rejected for the reasons that it kept.
 *
 * @param pseudonymKey id of the key of its pseudonyms; null without any
 * @param directory where copies go
 */
export const restoreRows = async (
  text: InputText,
  header: Header,
  pseudonymKey: string | null,
  directory: string,
  onBytes: (bytes: number) => void,
): Promise<ReadyRows> => {
  const columns = header.names.slice(KEPT_COLUMNS.length);
  const files = { rows: join(directory, "rows.csv"), faults: join(directory, "faults.csv") };
  const rows = lineAppender(files.rows);
  const faults = lineAppender(files.faults);
  const marks = reasonMarks();
  const found = { read: 0, wellFormed: 0, oneLineEach: true };
  try {
    await eachRecord(
      text,
      header,
      ({ bytes, start, end, lines }) => {
        const row = bytes.subarray(start, end);
        const comma = row.indexOf(COMMA);
        const line = Buffer.from(row.subarray(0, comma)).toString("latin1");
        found.read++;
        if (row[comma + 1] === COMMA) {
          rows.append(`${line},`, row.subarray(comma + 1));
          found.oneLineEach &&= lines === 1;
        } else {
          const reasons = Reasons.parse(JSON.parse(fieldText(fieldsOf(row)[1]!)));
          const [[column, reason]] = reasons as [[string, string]];
          if (column === "") return faults.append(`${line},,${reason}`);
          rows.append(`${line},${marks.of(reasons)}${",".repeat(columns.length)}`);
        }
        found.wellFormed++;
      },
      onBytes,
    );
  } finally {
    rows.close();
    faults.close();
  }
  return {
    ...found,
    file: files.rows,
    faults: files.faults,
    names: [MARKS, ...columns],
    numbered: true,
    first: 2,
    lastLineEnds: true,
    checksOf: marks.checksOf,
    pseudonymKey,
  };
};

/** Gives each reason a mark, by its place among the reasons of its row. */
const reasonMarks = () => {
  const known = new Map<string, { column: string; reason: string; place: number; mark: string }>();
  const markOf = ([column, reason]: readonly [string, string], place: number): string => {
    const key = JSON.stringify([place, column, reason]);
    const mark = known.get(key)?.mark ?? `;${known.size};`;
    known.set(key, { column, reason, place, mark });
    return mark;
  };
  const checksOf: ChecksOf = (_, text) => [
    // A table without rejected rows has a check too.
    { column: "", reason: "", fails: "false" },
    ...[...known.values()]
      .toSorted((a, b) => a.place - b.place)
      .map(({ column, reason, mark }) => ({
        column,
        reason,
        fails: `coalesce(contains(${text(MARKS)}, ${literal(mark)}), false)`,
      })),
  ];
  return {
    of: (reasons: readonly (readonly [string, string])[]) => reasons.map(markOf).join(""),
    checksOf,
  };
};
