/** A value as a field of a CSV (RFC 4180); undefined is an empty one. */
export const csvText = (value: string | number | undefined): string => {
  const text = value === undefined ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
