import { isTextKey, type EntityKey, type KeyColumn, type KeyValue } from "@despliega/storage";

/**
 * The key that a definition writes: a value, or where there are several columns a value for each.
 *
 * @returns undefined where it is no key of these columns
 */
export const keyOf = (
  columns: readonly KeyColumn[],
  written: KeyValue | Readonly<Record<string, KeyValue>>,
): EntityKey | undefined => {
  const values = typeof written === "object" ? written : { [columns[0]!.name]: written };
  const key = columns.flatMap(({ name, type }) => {
    const value = values[name];
    const fits = type === "integer" ? typeof value === "number" : isText(value);
    return fits && value !== undefined ? [value] : [];
  });
  return key.length === columns.length && Object.keys(values).length === key.length
    ? key
    : undefined;
};

const isText = (value: KeyValue | undefined): boolean =>
  typeof value === "string" && isTextKey(value);
