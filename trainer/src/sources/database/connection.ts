import { createSecretKey, type KeyObject } from "node:crypto";
import { isIP } from "node:net";

/** How a connection is protected, by the words of PostgreSQL's `sslmode`. */
export const SSL_MODES = ["disable", "require", "verify-ca", "verify-full"] as const;

/** How a role proves who it is: by a password, or by a token of Entra ID. */
export const AUTHENTICATIONS = ["password", "entra"] as const;

/** A PostgreSQL database, and the role that reads it. */
export interface Connection {
  /** What messages call it; it never holds the password. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Default: `verify-full`, or `disable` where the host is this machine. */
  readonly sslmode: (typeof SSL_MODES)[number];
  /** File of the certificates to trust, in PEM. Default: those that Node.js trusts. */
  readonly rootCertificate: string | undefined;
  readonly authentication: (typeof AUTHENTICATIONS)[number];
  /** An object that prints nothing of itself. */
  readonly password: KeyObject | undefined;
}

/** A database as its url says it, or why the url does not. */
export type ParsedUrl =
  | { readonly connection: Omit<Connection, "name">; readonly problem?: never }
  | { readonly problem: string };

/** Parameters of the url of a database. */
const PARAMETERS = ["sslmode", "sslrootcert", "auth"];

/**
 * Reads a url such as `postgres://role:password@host:5432/database?sslmode=verify-full`. A problem never repeats it.
 *
 * @param others names of parameters that the caller reads
 */
export const parseDatabaseUrl = (text: string, others: readonly string[] = []): ParsedUrl => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^postgres(?:ql)?:$/.test(url.protocol))
    return { problem: "must be a url such as postgres://role@host:5432/database" };
  const known = [...PARAMETERS, ...others];
  if ([...url.searchParams.keys()].some((name) => !known.includes(name)))
    return { problem: `has a parameter that is none of ${known.join(", ")}` };
  const [user, password, host, database] = [
    url.username,
    url.password,
    url.hostname.replace(/^\[(.*)\]$/, "$1"),
    url.pathname.slice(1),
  ].map(decoded);
  if (user === undefined || password === undefined || host === undefined || database === undefined)
    return { problem: "has a % that begins no character: write %25 for it" };
  if (host === "" || user === "" || database === "")
    return {
      problem: "must name the role, the host and the database: postgres://role@host/database",
    };
  const sslmode =
    url.searchParams.get("sslmode") ?? (isThisMachine(host) ? "disable" : "verify-full");
  if (!isOneOf(SSL_MODES, sslmode))
    return { problem: `has an sslmode that is none of ${SSL_MODES.join(", ")}` };
  const authentication = url.searchParams.get("auth") ?? "password";
  if (!isOneOf(AUTHENTICATIONS, authentication))
    return { problem: `has an auth that is none of ${AUTHENTICATIONS.join(", ")}` };
  if (authentication === "entra" && (password !== "" || sslmode !== "verify-full"))
    return {
      problem: "has auth=entra, which goes without a password and with sslmode=verify-full only",
    };
  return {
    connection: {
      host,
      port: url.port === "" ? 5432 : Number(url.port),
      user,
      database,
      sslmode,
      rootCertificate: url.searchParams.get("sslrootcert") ?? undefined,
      authentication,
      password: password === "" ? undefined : secretOf(password),
    },
  };
};

/** A password as an object that prints nothing of itself. */
export const secretOf = (password: string): KeyObject => createSecretKey(password, "utf8");

/** Whether a text is meant as a url, which may hold a password, and not as the path of a file. */
export const isUrl = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(text);

/** The url of a database without password and parameters. */
export const shownUrl = ({ user, host, port, database }: Omit<Connection, "name">): string =>
  `postgres://${encodeURIComponent(user)}@${isIP(host) === 6 ? `[${host}]` : host}:${port}/${encodeURIComponent(database)}`;

const isThisMachine = (host: string): boolean => /^(?:localhost|127\.[\d.]+|::1)$/i.test(host);

const isOneOf = <Word extends string>(words: readonly Word[], text: string): text is Word =>
  words.includes(text as Word);

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};
