import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";

import { InputUnreadable } from "../../errors/errors.js";
import type { Connection } from "./connection.js";

/**
 * How a connection is protected by TLS; false without.
 *
 * @throws `INPUT_UNREADABLE` when the file of the certificates cannot be read
 */
export const tlsOf = ({
  sslmode,
  rootCertificate,
}: Pick<Connection, "sslmode" | "rootCertificate">): ConnectionOptions | false => {
  if (sslmode === "disable") return false;
  return {
    rejectUnauthorized: sslmode !== "require",
    ...(rootCertificate === undefined ? {} : { ca: certificatesIn(rootCertificate) }),
    ...(sslmode === "verify-full" ? {} : { checkServerIdentity: () => undefined }),
  };
};

const certificatesIn = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    throw new InputUnreadable({ file, reason: code }, { cause });
  }
};
