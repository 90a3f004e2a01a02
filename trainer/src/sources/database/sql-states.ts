/** What an SQLSTATE of PostgreSQL means to a run. */
export interface SqlState {
  /** Five characters, or the two or three with which several codes begin. */
  readonly code: string;
  /** Whether the server cannot be had now, rather than refusing. */
  readonly passes: boolean;
  /** Follows the code on the line that the user sees. docs/database.md shows it too. */
  readonly cure: string;
}

const refused = (code: string, cure: string): SqlState => ({ code, passes: false, cure });
const passes = (code: string, cure: string): SqlState => ({ code, passes: true, cure });

const PASSWORD =
  "the role or its password is wrong: correct the url, PGPASSWORD, or the role's name at the server";

/**
 * The codes that reading meets, and what the user can do
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
export const SQL_STATES: readonly SqlState[] = [
  passes(
    "08",
    "the connection broke off: check the network and the server's log, and run it again",
  ),
  refused("0A000", "the server cannot do that: let the query be one SELECT"),
  refused(
    "22",
    "the query fails on a value, which is not repeated here: let it expect such a value",
  ),
  refused("25006", "the query would write, and the transaction only reads: let it be one SELECT"),
  refused(
    "28000",
    "the role may not sign in from here: see the pg_hba.conf of the server, or the firewall and administrators of Azure",
  ),
  refused("28P01", PASSWORD),
  refused("3D000", "there is no such database: correct its name in the url"),
  passes("40001", "a standby had to apply changes: run it again, or read from the primary"),
  refused(
    "42501",
    "the role may not do that: GRANT SELECT on the table, USAGE on its schema and CONNECT on the database",
  ),
  refused("42601", "the query is no single SELECT: correct it, without a semicolon inside"),
  refused("42702", "the query has two columns of one name: rename one with AS"),
  refused("42703", "there is no such column: correct the query or the key, in exactly its letters"),
  refused("42P01", "there is no such table: name it with its schema, in exactly its letters"),
  refused("42", "the server does not understand the query: try it in psql with the same role"),
  passes(
    "53",
    "the server lacks memory, disk or free connections: try again later, or ask who runs it",
  ),
  passes("55P03", "a lock is held too long: try again later"),
  refused(
    "57014",
    "the query was cancelled, at the latest after DESPLIEGA_QUERY_TIMEOUT_SECONDS: raise that, or give the table an index on the key",
  ),
  passes("57P", "the server is starting or stopping, or ended the connection: try again later"),
];

/** What a code means, by its longest beginning in the list; undefined where nothing is known of it. */
export const sqlState = (code: string): SqlState | undefined =>
  SQL_STATES.filter((state) => code.startsWith(state.code)).toSorted(
    (one, other) => other.code.length - one.code.length,
  )[0];
