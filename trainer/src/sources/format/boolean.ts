/** Makes the canonical text of a field: undefined where the field cannot be read so. */
export type FieldReader = (text: string) => string | undefined;

/** Reads booleans by the words of a format, in any case, as `true` and `false`. */
export const booleanReader = (
  yes: readonly string[] = ["true", "1"],
  no: readonly string[] = ["false", "0"],
): FieldReader => {
  const words = new Map([
    ...yes.map((word) => [word.toLowerCase(), "true"] as const),
    ...no.map((word) => [word.toLowerCase(), "false"] as const),
  ]);
  return (text) => words.get(text.toLowerCase());
};
