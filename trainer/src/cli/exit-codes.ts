import { BlobChanged, type DespliegaError } from "@despliega/storage";

import { OptionInvalid } from "../errors/errors.js";

/** What the command line's exit code means. */
export const EXIT = {
  done: 0,
  /** The message says what went wrong; nothing was promoted. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** The release is published, and its gates did not let it become champion. */
  gated: 3,
  /** Somebody else moved the pointer first. */
  outrun: 4,
} as const;

/** The errors that do not simply mean that it failed. */
const EXIT_OF: ReadonlyMap<string, number> = new Map([
  [BlobChanged.code, EXIT.outrun],
  [OptionInvalid.code, EXIT.usage],
]);

/** The exit code of a command that ended with this error. */
export const exitCodeOf = ({ code }: DespliegaError): number => EXIT_OF.get(code) ?? EXIT.failed;
