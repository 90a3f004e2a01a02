/** Names that a table or its clients use themselves, in any case. */
const TAKEN = /^(?:partitionkey|rowkey|timestamp|etag)$/i;

/**
 * The property of a column. A character that is no ASCII letter, digit or _ becomes its code in hexadecimal digits between
 * two _, as in `a_f1_o` for `año`. A name that a table has itself gets a _ at its end.
 */
export const propertyName = (column: string): string => {
  const name = column.replace(
    /[^A-Za-z0-9_]/gu,
    (character) => `_${character.codePointAt(0)!.toString(16)}_`,
  );
  return TAKEN.test(name) ? `${name}_` : name;
};
