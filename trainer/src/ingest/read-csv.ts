import { resolve } from "node:path";
import { literal } from "../engine/engine.js";

/** How a CSV of well-formed rows is written. */
export interface CsvForm {
  /** Whether its first line is skipped. */
  readonly header: boolean;
  /** Whether each row is one line; the engine reads such a file with all its threads. Default true. */
  readonly oneLineEach?: boolean;
}

/**
 * SQL table function that reads a CSV of well-formed rows as text, empty fields as NULL.
 *
 * @param columns names for its columns, by position
 */
export const readCsv = (
  file: string,
  columns: readonly string[],
  { header, oneLineEach = true }: CsvForm,
): string => {
  const names = columns.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ");
  return (
    `read_csv(${literal(withoutPatterns(resolve(file)))}, columns = {${names}}, header = ${header}, ` +
    `auto_detect = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', ` +
    // A thread that begins inside of quotes may take what is there for rows.
    `parallel = ${oneLineEach}, compression = 'none', hive_partitioning = false)`
  );
};

const withoutPatterns = (path: string): string => path.replace(/[*?[]/gu, "[$&]");
