import type { Authenticator, Identity, AuthResult, Denial } from "@despliega/api";
import { isDenial } from "@despliega/api";

/** The headers of a denial by their name. */
export const headersOf = ({ headers }: Denial): Readonly<Record<string, string | number>> =>
  Object.fromEntries(
    headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]!] as const] : [])),
  );

/** What the headers of a request earn it, when that must be a denial. */
export const deniedBy = async (
  authenticate: Authenticator,
  headers: Parameters<Authenticator>[0],
): Promise<Denial> => {
  const outcome = await authenticate(headers);
  if (!isDenial(outcome)) throw new Error(`${outcome.kind} was let in`);
  return outcome;
};

/** The caller of a request that must not be refused. */
export const authenticated = (outcome: AuthResult): Identity => {
  if (isDenial(outcome)) throw new Error(`refused: ${JSON.stringify(outcome)}`);
  return outcome;
};
