/** What a field of a row may hold; `undefined` is a missing value. */
export type Field = string | number | undefined;

const written = (field: Field): string => {
  const text = String(field ?? "");
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const ROWS_A_CHUNK = 300;

/** A row of a CSV file without its line end; quotes stand only around fields that need them. */
export const csvRow = (fields: readonly Field[]): string => fields.map(written).join(",");

/**
 * The text of a CSV file, in pieces of some hundred rows.
 *
 * @param row the text of the row at an index
 * @param onProgress called after each piece with the share of rows that are written, from 0 to 1
 */
export function* csvChunks(
  header: string,
  rows: number,
  row: (index: number) => string,
  onProgress: (share: number) => void,
): Generator<string> {
  yield `${header}\n`;
  for (let start = 0; start < rows; start += ROWS_A_CHUNK) {
    const end = Math.min(start + ROWS_A_CHUNK, rows);
    const texts = Array.from({ length: end - start }, (_, i) => row(start + i));
    yield `${texts.join("\n")}\n`;
    onProgress(end / rows);
  }
}
