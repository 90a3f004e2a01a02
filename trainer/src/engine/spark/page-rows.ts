import type { RowAppender, RowBlock } from "../duckdb/part-writer.js";
import { kindOfType } from "./kind-of-type.js";
import type { Page, PageColumn } from "./session.js";

/** The pages of a result as rows to be written. */
export async function* pageRows(
  pages: AsyncIterable<Page>,
): AsyncGenerator<RowBlock, void, undefined> {
  for await (const { rows, columns } of pages)
    yield {
      rows,
      columns: columns.map(({ name, type }) => ({ name, kind: kindOfType(type) })),
      append(to, from, end) {
        const writers = columns.map((column) => [column, writerOf(to, column)] as const);
        for (let row = from; row < end; row++) {
          for (const [{ isMissing }, write] of writers)
            if (isMissing(row)) to.appendNull();
            else write(row);
          to.endRow();
        }
      },
    };
}

const writerOf = (to: RowAppender, { type, values }: PageColumn): ((row: number) => void) => {
  const textAt = (row: number): string => Buffer.from(values[row] as Uint8Array).toString();
  if (type === "DECIMAL") return (row) => to.appendDouble(Number(textAt(row)));
  const kind = kindOfType(type);
  if (kind === "number") return (row) => to.appendDouble(values[row] as number);
  if (kind === "integer") return (row) => to.appendBigInt(BigInt(values[row] as number));
  if (kind === "boolean") return (row) => to.appendBoolean(values[row] === 1);
  return (row) => to.appendVarchar(textAt(row));
};
