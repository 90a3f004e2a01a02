import type { ThriftPlace } from "../engine.js";
import { finish } from "./finish.js";
import { openThriftSession } from "./thrift-session.js";
import type { Transport } from "./transport.js";

/** What makes Spark read SQL as the standard says. */
const SETTINGS: Readonly<Record<string, string>> = {
  "spark.sql.ansi.enabled": "true",
  "spark.sql.session.timeZone": "UTC",
  "spark.sql.timestampType": "TIMESTAMP_NTZ",
};

/** Reaches a Spark by its Thrift server. */
export const thriftTransport = (place: ThriftPlace): Transport => ({
  url: `spark://${place.host}:${place.port}`,
  async open() {
    const session = await openThriftSession(place, place);
    try {
      for (const [name, value] of Object.entries(SETTINGS))
        await finish(session.pages(`SET ${name}=${value}`));
    } catch (error) {
      await session.close();
      throw error;
    }
    return session;
  },
  confine: "SET spark.sql.runSQLOnFiles=false",
});
