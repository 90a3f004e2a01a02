import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

const LINES = "GET /healthz HTTP/1.1\r\nhost: api.test\r\n\r\n";

/** An answer's head and body, as far as they have come in one piece. */
const ask = async (socket: ReturnType<typeof connect>): Promise<string> => {
  socket.write(LINES);
  const [answer] = (await once(socket, "data")) as [string];
  return answer;
};

/** Asks twice over one connection, with a rest between, as a balancer does. @throws when it is closed meanwhile */
export const askTwice = async (url: string, restMs: number): Promise<readonly string[]> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding("utf8");
  const closed = once(socket, "close").then(() => {
    throw new Error("the connection was closed");
  });
  const over = new AbortController();
  const both = async () => {
    const first = await ask(socket);
    await wait(restMs, undefined, { signal: over.signal });
    return [first, await ask(socket)];
  };
  const asked = both();
  try {
    return await Promise.race([asked, closed]);
  } finally {
    // Neither outlives the other.
    asked.catch(() => {});
    closed.catch(() => {});
    over.abort();
    socket.destroy();
  }
};
