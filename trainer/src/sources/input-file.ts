/** An input as a file on this machine. */
export interface InputFile {
  readonly file: string;
  readonly dataset: string;
  readonly bytes: number;
  readonly sha256: string;
}
