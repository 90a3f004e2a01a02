/** The places of a list whose name occurs earlier. Case does not count, as in SQL. */
export const repeated = (names: readonly string[]): readonly number[] => {
  const folded = names.map((name) => name.normalize("NFC").toLowerCase());
  return folded.flatMap((name, at) => (folded.indexOf(name) < at ? [at] : []));
};

/** Whether two names are the same in SQL. */
export const isSame = (a: string, b: string): boolean => repeated([a, b]).length > 0;
