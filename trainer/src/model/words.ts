/** Plural words for the sentences, as in "of 100 *loans* that *go bad*". */
export interface Words {
  readonly observations: string;
  readonly positive: string;
  readonly negative: string;
}

/** The words of a classification as its definition has them: those of two classes are there both, or neither is. */
export type ClassWords = Pick<Words, "observations"> & Partial<Words>;

/** Words for the sentences, as in "the *worldwide gross* of *films*, in *US dollars*". */
export interface RegressionWords {
  readonly observations: string;
  readonly target: string;
  readonly unit: string;
}

/**
 * The words for two classes, by their names where the definition has no words for them.
 *
 * @param ofClass a clause that names a class
 */
export const wordsOfTwo = (
  words: ClassWords,
  names: readonly string[],
  ofClass: (name: string) => string,
): Words => ({ positive: ofClass(names[1]!), negative: ofClass(names[0]!), ...words });
