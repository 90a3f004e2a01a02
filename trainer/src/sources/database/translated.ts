import { isNativeError } from "node:util/types";

import { DespliegaError } from "@despliega/storage";

import { DatabaseRefused, DatabaseUnreachable } from "../../errors/errors.js";
import { sqlState, type SqlState } from "./sql-states.js";

/** What an error of a database is about. */
export interface Subject {
  /** What messages call the database. */
  readonly name: string;
  /** What is asked of it: a connection, an input or an output. */
  readonly what: string;
  /** What a code of the server means. Default: what it means to reading. */
  readonly cureOf?: ((code: string) => SqlState | undefined) | undefined;
}

/**
 * An error of the client or of the server as one of ours. Its cause is left out, since words of the server may repeat a
 * value of a row.
 *
 * @returns `DATABASE_REFUSED`, `DATABASE_UNREACHABLE`, or the error itself where it is none of a database
 */
export const translated = (cause: unknown, { name, what, cureOf = sqlState }: Subject): unknown => {
  if (cause instanceof DespliegaError || !isNativeError(cause)) return cause;
  const { code = "" } = cause as NodeJS.ErrnoException;
  if (isOfFile(cause)) return cause;
  // Five characters, of which a class of codes is two: https://www.postgresql.org/docs/current/errcodes-appendix.html
  if (/^[0-9A-Z]{5}$/.test(code) && "severity" in cause) {
    const { passes = false, cure = "look that code up in the manual of PostgreSQL" } =
      cureOf(code) ?? {};
    return passes
      ? new DatabaseUnreachable({ name, problem: code, cure })
      : new DatabaseRefused({ name, what, code, cure });
  }
  const [problem, cure] = known(cause.message, code) ?? [];
  return problem === undefined || cure === undefined
    ? cause
    : new DatabaseUnreachable({ name, problem, cure });
};

/** Whether the copy could not be written; who made its directory tells it. */
const isOfFile = (cause: NodeJS.ErrnoException): boolean =>
  cause.path !== undefined || cause.code === "ENOSPC" || cause.code === "EDQUOT";

const TLS =
  /^(?:CERT_|ERR_(?:OSSL|SSL|TLS)|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;

/** What went wrong, and the cure. The client has no codes for its own errors, so that their words tell them apart. */
const known = (
  message: string,
  code: string,
): readonly [problem: string, cure: string] | undefined => {
  if (TLS.test(code))
    return [
      code,
      "its certificate is not to be trusted for this host: name its authority with sslrootcert=FILE, or correct the host",
    ];
  if (/SSL connection/.test(message))
    return ["no TLS", "let the server offer TLS, or say sslmode=disable where nobody listens in"];
  if (message === "timeout expired")
    return [
      "no answer in time",
      "check host and port, a firewall, and DESPLIEGA_CONNECT_TIMEOUT_SECONDS",
    ];
  if (message.startsWith("Connection terminated") || code === "ECONNRESET" || code === "EPIPE")
    return ["the connection broke off", "check the network and the server's log, and run it again"];
  if (/SASL/.test(message))
    return ["no common way to sign in", "check that the server takes SCRAM-SHA-256 or a token"];
  return code === "" ? undefined : [code, "check host and port of its url, and that it runs"];
};
