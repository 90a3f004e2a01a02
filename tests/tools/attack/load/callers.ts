import { Agent, request } from "node:http";

import { inAll, type Attack, type Outcome } from "../lib/attack.js";
import type { Field } from "../lib/field.js";
import { connectTo, headOf, statusesOf } from "../lib/raw.js";
import { SMALL } from "../lib/bystander.js";

const LIMIT = 100;
const OTHERS = 100_100;
const AT_ONCE = 32;

/** Has others come, so many that a table of callers is full, between requests that are beyond the limit. */
const flood = async ({ open }: Field): Promise<Outcome> => {
  const { url } = await open({
    DESPLIEGA_RATE_LIMIT: `${LIMIT}`,
    DESPLIEGA_TRUST_PROXY: "1",
    DESPLIEGA_ACCESS_LOG: "off",
  });
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const ask = (caller: string): Promise<number> =>
    new Promise((resolve, reject) => {
      request(url + SMALL, { agent, headers: { "x-forwarded-for": caller } }, (answer) => {
        answer.resume().once("end", () => resolve(answer.statusCode!));
      })
        .once("error", reject)
        .end();
    });
  const started = performance.now();
  for (let i = 0; i <= LIMIT; i++) await ask("192.0.2.1");
  let [next, beyond] = [0, 0];
  const come = async (): Promise<void> => {
    while (next < OTHERS) {
      const other = next++;
      await ask(`10.${other >> 16}.${(other >> 8) & 255}.${other & 255}`);
      if (other % 500 === 0 && (await ask("192.0.2.1")) === 200) beyond++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, come));
  agent.destroy();
  const seconds = (performance.now() - started) / 1_000;
  // After a minute the count begins again by itself.
  const allowed = Math.ceil(seconds / 60) * LIMIT - LIMIT;
  return {
    tries: OTHERS,
    successes: beyond > allowed ? [`${beyond} requests beyond the limit were answered`] : [],
    figures: `${OTHERS.toLocaleString("en")} callers in ${seconds.toFixed(0)} s, ${beyond} answers beyond the limit`,
  };
};

const ROWS_LIMIT = 2_000;
const ROWS = 500;
const BATCHES = 64;

/** Begins many batches before any is counted, and then ends them all. */
const batches = async ({ open }: Field): Promise<Outcome> => {
  const { url } = await open({ DESPLIEGA_RATE_LIMIT_ROWS: `${ROWS_LIMIT}` });
  const body = JSON.stringify(
    Array.from({ length: ROWS }, () => ({ nb_previous_loans: 2, age: 23, flag_own_car: 0 })),
  );
  const head = headOf("POST /v1/prediction", [
    "content-type: application/json",
    "connection: close",
    `content-length: ${body.length}`,
  ]);
  const sockets = Array.from({ length: BATCHES }, () => {
    const socket = connectTo(url);
    socket.write(head + body.slice(0, -1));
    return socket;
  });
  // The head of each has passed the check of the limit once this is answered.
  await fetch(`${url}/healthz`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const answers = await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<string>((resolve) => {
          let text = "";
          socket.setEncoding("latin1").on("data", (chunk: string) => (text += chunk));
          socket.once("close", () => resolve(text));
          socket.write(body.slice(-1));
        }),
    ),
  );
  const rows = answers.filter((text) => statusesOf(text)[0] === 200).length * ROWS;
  return {
    tries: BATCHES,
    // The batch that reaches the limit is still answered.
    successes: rows > ROWS_LIMIT + ROWS ? [`${rows} rows were answered of ${ROWS_LIMIT}`] : [],
    figures: `${rows.toLocaleString("en")} of ${(BATCHES * ROWS).toLocaleString("en")} rows answered with a limit of ${ROWS_LIMIT.toLocaleString("en")}`,
  };
};

/** Gets around the limits of a caller. */
export const callers: Attack = {
  tried: `${OTHERS.toLocaleString("en")} callers, so that a full table forgets who is beyond the limit; ${BATCHES} batches that pass the limit of rows before one of them is counted`,
  aim: "a caller gets more requests or rows in a minute than the limit, one batch and what is scored just then",
  stopped:
    "a table that forgets who has not asked for longest (`api/src/security/rate-limit/limiter.ts`); rows are looked at again once a body has come",
  async play(field, { short }) {
    return inAll([await batches(field), ...(short ? [] : [await flood(field)])]);
  },
};
