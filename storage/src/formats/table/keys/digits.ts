/** A whole number as part of a key of several columns. @throws RangeError for any other number */
export const digitsOf = (value: number, row: number): string => {
  if (!Number.isSafeInteger(value)) throw new RangeError(`row ${row} has no integer id`);
  return `${value}`;
};
