import { ApprovalsMissing, BlobChanged, type DespliegaError } from "@despliega/storage";

import { OptionInvalid, RefreshOvertaken } from "../errors/errors.js";
import { EXIT } from "./exit-codes.js";

/** Errors with an exit code of their own. */
const EXIT_OF: ReadonlyMap<string, number> = new Map([
  [BlobChanged.code, EXIT.outrun],
  [RefreshOvertaken.code, EXIT.outrun],
  [ApprovalsMissing.code, EXIT.heldBack],
  [OptionInvalid.code, EXIT.usage],
]);

/** The exit code of a command that ended with this error. */
export const exitCodeOf = ({ code }: DespliegaError): number => EXIT_OF.get(code) ?? EXIT.failed;
