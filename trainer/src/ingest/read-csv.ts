import { resolve } from "node:path";
import { literal } from "../engine/engine.js";

/**
 * SQL table function that reads a CSV of well-formed lines as text, empty fields as NULL.
 *
 * @param columns names for its columns, by position
 * @param header whether to skip the first line
 */
export const readCsv = (file: string, columns: readonly string[], header: boolean): string => {
  const names = columns.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ");
  return (
    `read_csv(${literal(withoutPatterns(resolve(file)))}, columns = {${names}}, header = ${header}, ` +
    `auto_detect = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', ` +
    `compression = 'none', hive_partitioning = false)`
  );
};

const withoutPatterns = (path: string): string => path.replace(/[*?[]/gu, "[$&]");
