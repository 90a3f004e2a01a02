import { machineToken } from "@despliega/storage";

import { DatabaseRefused } from "../../errors/errors.js";
import type { Connection } from "./connection.js";

/** What Entra ID calls every PostgreSQL of Azure. */
const SCOPE = "https://ossrdbms-aad.database.windows.net/.default";

/**
 * The password of a connection: its own, or a token of the identity of this machine. It is asked for when the server does.
 *
 * @throws `DATABASE_REFUSED` where there is none
 */
export const passwordOf = async ({
  name,
  authentication,
  password,
}: Pick<Connection, "name" | "authentication" | "password">): Promise<string> => {
  if (authentication === "entra") return tokenFor(name);
  if (password !== undefined) return password.export().toString();
  throw new DatabaseRefused({
    name,
    what: "the connection",
    code: "no password",
    cure: "the server asks for one: set PGPASSWORD, or say auth=entra for a token",
  });
};

const tokenFor = async (name: string): Promise<string> => {
  const token = await machineToken(SCOPE);
  if (token !== undefined) return token;
  throw new DatabaseRefused({
    name,
    what: "the connection",
    code: "no token",
    cure: "this machine has no identity that can sign in: assign one, or run `az login`",
  });
};
