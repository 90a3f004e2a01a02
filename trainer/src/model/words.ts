/** Plural words for the sentences, as in "of 100 *loans* that *go bad*". */
export interface Words {
  readonly observations: string;
  readonly positive: string;
  readonly negative: string;
}

/** Words for the sentences, as in "the *worldwide gross* of *films*, in *US dollars*". */
export interface RegressionWords {
  readonly observations: string;
  readonly target: string;
  readonly unit: string;
}
