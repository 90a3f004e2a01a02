import type { Progress } from "./progress.js";

/** What the command line asks a generator for. */
export interface Options {
  /** How many of what the generator counts. */
  readonly count: number;
  readonly seed: number;
  /** A path: of a directory where there are several files, else of a file, or `-` for standard output. */
  readonly out: string;
  /** A file whose rows are mixed in. */
  readonly include: string | undefined;
}

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
