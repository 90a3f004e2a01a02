import type { ModelFormat } from "@despliega/storage";

/** What takes the place of options where a model was fitted elsewhere. */
export interface ImportedOptions {
  readonly kind: ModelFormat;
  /** SHA-256 of the file that it was read from, in hex. */
  readonly imported: string;
}
