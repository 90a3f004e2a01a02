import { ACCOUNT_CODES, type AccountCode } from "@despliega/storage";

import { isOfContainer, type Operation } from "./operations.js";

/** An answer of the account to one request, or to all from there on. */
export interface AccountAnswer {
  readonly operation: Operation;
  readonly code: string;
  readonly status: number;
  readonly lasting: boolean;
}

/** How an operation may end; `done` means success. */
export const endingsOf = ({ operation, code, lasting }: AccountAnswer): readonly string[] => {
  const means = meaningOf(code);
  const container = isOfContainer(operation);
  if (means === "wait") return lasting ? ["STORE_UNREACHABLE"] : ["done"];
  if (means === "no container")
    return operation === "ensureContainer" && !lasting ? ["done"] : ["CONTAINER_MISSING"];
  if (means === "no blob" && !container) return missing(operation);
  if (means === "changed" && !container)
    return operation.startsWith("create") ? ["BLOB_EXISTS", "BLOB_CHANGED"] : ["BLOB_CHANGED"];
  return ["STORE_REFUSED", ...overcome(operation, code, lasting)];
};

const meaningOf = (code: string): AccountCode["means"] =>
  ACCOUNT_CODES[code as keyof typeof ACCOUNT_CODES]?.means ?? "refused";

const missing = (operation: Operation): readonly string[] => {
  if (operation.startsWith("delete")) return ["done"];
  // At its first request it makes the blob, where the answer has no sense, and at its second it appends.
  if (operation === "append first") return ["BLOB_CHANGED", "BLOB_MISSING"];
  return operation === "append" ? ["BLOB_CHANGED"] : ["BLOB_MISSING"];
};

// A container that may not be listed may be there; a client that may not overwrite a blob finds that it is.
const overcome = (operation: Operation, code: string, lasting: boolean): readonly string[] => {
  if (lasting) return [];
  const [status] = ACCOUNT_CODES[code as keyof typeof ACCOUNT_CODES]?.statuses ?? [];
  if (operation === "ensureContainer" && (status === 403 || status === 401)) return ["done"];
  if (code !== "UnauthorizedBlobOverwrite") return [];
  if (operation === "append first") return ["done"];
  return operation.startsWith("create") ? ["BLOB_EXISTS"] : [];
};

/** What is wrong with the line that an operation ended with. */
export const wrongWords = (answer: AccountAnswer, error: { code: string; message: string }) => {
  const { code, message } = error;
  if (message.includes("\n")) return `more than a line: ${message}`;
  if (code !== "STORE_REFUSED" && code !== "STORE_UNREACHABLE") return undefined;
  if (!message.includes(`HTTP ${answer.status} ${answer.code}`))
    return `no code is told: ${message}`;
  const other = message
    .match(/\b[A-Z][a-z]+(?:[A-Z][a-z0-9]*)+\b/g)
    ?.find((word) => word !== answer.code && word in ACCOUNT_CODES);
  return other === undefined ? undefined : `it is told as ${other}: ${message}`;
};
