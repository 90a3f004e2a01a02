import type { DatabricksPlace } from "../engine.js";
import { databricksSession } from "./databricks-session.js";
import { SessionLost, type SparkSession } from "./session.js";
import type { Transport } from "./transport.js";

/** Tells what an administrator can set and SQL has to rely on: the sum is a DOUBLE without ANSI mode. */
const PROBE = "SELECT concat(typeof('1' + 1), ' ', current_timezone()) AS mode";

const EXPECTED = /^bigint (?:UTC|Etc\/UTC|GMT|Z)$/;

/** Reaches a SQL warehouse of Databricks by its SQL Statement Execution API. */
export const databricksTransport = (place: DatabricksPlace): Transport => ({
  url: `databricks://${new URL(place.workspace).host}/${place.warehouse}`,
  async open() {
    const session = databricksSession(place);
    if (!EXPECTED.test(await modeOf(session)))
      throw new Error("its warehouse needs ANSI_MODE true and TIMEZONE UTC");
    return session;
  },
});

const modeOf = async (session: SparkSession): Promise<string> => {
  for await (const { columns } of session.pages(PROBE)) {
    const [value] = columns[0]?.values ?? [];
    if (value instanceof Uint8Array) return Buffer.from(value).toString();
  }
  throw new SessionLost("it does not say its mode");
};
