import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

import type { Attack } from "../lib/attack.js";
import type { Target } from "../lib/api.js";
import { connectTo, headOf } from "../lib/raw.js";

const LIMIT = 200;
const FLOOD = 2 * LIMIT;
const TIMEOUT_SECONDS = 2;

/** How long nobody else may get in: the time in which a head must have come, and two looks. */
const MOST_SECONDS = TIMEOUT_SECONDS + 3;

/** What each connection of a flood sends before it falls silent. */
const KINDS: Readonly<Record<string, string>> = {
  nothing: "",
  "half a head": "GET /healthz HTTP/1.1\r\nhost: loc",
  "a request, and rests": headOf("GET /healthz"),
};

/** Opens connections and leaves them. */
export const connections: Attack = {
  tried: `${FLOOD} connections to an api that takes ${LIMIT}, which send nothing, half a head, or one request and rest`,
  aim: `nobody else gets an answer for more than ${MOST_SECONDS} s`,
  stopped:
    "`DESPLIEGA_MAX_CONNECTIONS`; a connection without a head ends after `DESPLIEGA_REQUEST_TIMEOUT_SECONDS`, and one that rests when a place is needed",
  async play({ open }) {
    const successes: string[] = [];
    const figures: string[] = [];
    const target = await open({
      DESPLIEGA_MAX_CONNECTIONS: `${LIMIT}`,
      DESPLIEGA_REQUEST_TIMEOUT_SECONDS: `${TIMEOUT_SECONDS}`,
    });
    for (const [name, text] of Object.entries(KINDS)) {
      const seconds = await flood(target, text);
      figures.push(`${name}: ${seconds.toFixed(1)} s without an answer`);
      if (seconds > MOST_SECONDS) successes.push(`${name}: ${seconds.toFixed(1)} s`);
    }
    return { tries: FLOOD * 3, successes, figures: figures.join("; ") };
  },
};

const flood = async (target: Target, text: string): Promise<number> => {
  const sockets = Array.from({ length: FLOOD }, () => connectTo(target.url));
  await Promise.all(
    sockets.map((socket) => Promise.race([once(socket, "connect"), once(socket, "close")])),
  );
  for (const socket of sockets) if (text !== "" && socket.writable) socket.write(text);
  await wait(300);
  const started = performance.now();
  try {
    while (!(await answered(target))) {
      if (performance.now() - started > 12_000) break;
      await wait(100);
    }
    return (performance.now() - started) / 1_000;
  } finally {
    for (const socket of sockets) socket.destroy();
    await wait(200);
  }
};

// A connection of its own each time, as somebody who is new would have.
const answered = ({ url }: Target): Promise<boolean> =>
  fetch(`${url}/healthz`, {
    headers: { connection: "close" },
    signal: AbortSignal.timeout(1_000),
  }).then(
    ({ ok }) => ok,
    () => false,
  );
