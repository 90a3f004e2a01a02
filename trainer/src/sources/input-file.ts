/** An input as a file on this machine. */
export interface InputFile {
  readonly file: string;
  readonly dataset: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Where it was read, for people: a file's path and a password are not in it. */
  readonly source: string;
  /**
   * Of an input of a model about people that was kept and is read again: `file` holds its table, while size and hash are
   * those of the input. Default: `file` is the input.
   */
  readonly kept?: { readonly pseudonymKey: string | null };
}
