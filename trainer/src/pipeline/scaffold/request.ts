import type { InputFormat } from "../../model/input-format.js";
import type { Language } from "@despliega/storage/language";
import type { InputPlace } from "../../sources/place.js";

/** What a user asks of `despliega new`. */
export interface ScaffoldRequest {
  /** Name of the model. */
  readonly name: string;
  /** The file to learn from, or the url of a database without a password, as it was named. */
  readonly from: string;
  readonly place: InputPlace;
  readonly target: string;
  /** Columns of the key that requests ask by. Default: none, and requests send the features. */
  readonly key: readonly string[];
  /** The column with the day or moment of a row. */
  readonly time: string | undefined;
  /** Default: what the values of the target suggest. */
  readonly task: "classification" | "regression" | undefined;
  /** Whether the model decides about people, whom a column identifies. */
  readonly sensitive: boolean;
  readonly language: Language;
  /** What is known of the file's format. */
  readonly hints: InputFormat;
}
