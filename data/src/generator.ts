import type { Options } from "./options.js";
import type { Progress } from "./progress.js";

/** Makes the input of a model. */
export interface Generator {
  /** What the rows are made of, such as users; the name of the option that says how many. */
  readonly counted: string;
  /** How many of them there may be. */
  readonly most: number;
  /** What is written, for the help text. */
  readonly writes: string;
  /** Whether one file is written, or several into a directory. */
  readonly out: "FILE" | "DIRECTORY";
  /** Whether rows of a file can be mixed in. */
  readonly includes: boolean;
  readonly write: (options: Options, progress: Progress) => Promise<void>;
}
