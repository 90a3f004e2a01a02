interface Common {
  /** The column that `features.sql` returns. */
  readonly name: string;
  readonly description: string;
  /** What the detail of an answer says where the feature moved it toward the positive class. Default: the description. */
  readonly reason?: string;
  /**
   * Whether a value may be empty. Default `refused`; where it is `allowed`, linear estimators replace a number or a boolean
   * by the mean of the training observations, and trees take it as it is.
   */
  readonly missing?: "refused" | "allowed";
  /**
   * `request`: a caller that asks by key sends the value, and the release does not hold it. `features.sql` passes it through from
   * the observation's own row; what it returns for observations to serve is not read. Default: the release holds it.
   */
  readonly from?: "request";
}

/** Bounds of a number, at least one of them. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** Whether a number beyond a bound counts as the bound. Default: it is refused. */
  readonly clip?: boolean;
}

/** A finite number. */
export interface NumberFeature extends Common {
  /** `integer`: whole numbers only. */
  readonly type: "integer" | "number";
  /** The only values allowed. Default: every finite number. */
  readonly values?: readonly number[];
  /** Default: none, and a number far outside what was learned is answered, and named in the detail of the answer. */
  readonly bounds?: Bounds;
}

/** True or false; `features.sql` may also return 1 and 0. */
export interface BooleanFeature extends Common {
  readonly type: "boolean";
}

/** A text that names one of a few categories. An empty text is a missing value. */
export interface CategoryFeature extends Common {
  readonly type: "category";
  /**
   * Names of the categories, at most 1,000. Default: those of the training observations, by code point. A model about
   * people declares them.
   */
  readonly values?: readonly string[];
  /** Whether a name that is none of them is refused, or counts as one category with all other such names. Default `refused`. */
  readonly unseen?: "refused" | "other";
}

/** One input of the fitted model. */
export type FeatureDefinition = NumberFeature | BooleanFeature | CategoryFeature;
