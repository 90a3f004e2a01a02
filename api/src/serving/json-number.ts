/** Writes a number as JSON does, without the call of `JSON.stringify`. */
export const jsonNumber = (value: number): string => (Number.isFinite(value) ? `${value}` : "null");
