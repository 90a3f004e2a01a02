/** The places of a list whose name an earlier place has, in whatever case: a SQL engine takes both for one. */
export const repeated = (names: readonly string[]): readonly number[] => {
  const folded = names.map((name) => name.normalize("NFC").toLowerCase());
  return folded.flatMap((name, at) => (folded.indexOf(name) < at ? [at] : []));
};

/** Whether two names are one to a SQL engine. */
export const isSame = (a: string, b: string): boolean => repeated([a, b]).length > 0;
