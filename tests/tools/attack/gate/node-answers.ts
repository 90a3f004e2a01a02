import type { Attack } from "../lib/attack.js";
import { exchange, statusesOf } from "../lib/raw.js";

/** What Node.js answers by itself. */
const REQUESTS: Readonly<Record<string, string>> = {
  "no request": "GARBAGE\r\n\r\n",
  "a head that is too large": `GET / HTTP/1.1\r\nhost: localhost\r\na: ${"a".repeat(40_000)}\r\n\r\n`,
  "a version that is none": "GET / HTTP/7.7\r\nhost: localhost\r\n\r\n",
  "a name of a header that is none": "GET / HTTP/1.1\r\nhost: localhost\r\na b: c\r\n\r\n",
  "a control character in a header":
    "GET / HTTP/1.1\r\nhost: localhost\r\na: \x1b[2J\r\nb: \0\r\n\r\n",
  "an expectation that is none":
    "GET / HTTP/1.1\r\nhost: localhost\r\nexpect: all\r\nconnection: close\r\n\r\n",
  "extensions of a chunk that are too long": `POST /v1/prediction HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n1;${"a".repeat(40_000)}\r\n[\r\n`,
};

/** Sends what no handler sees, and looks whether it left a trace. */
export const unseen: Attack = {
  tried: `${Object.keys(REQUESTS).length} requests that Node.js refuses before any handler sees them`,
  aim: "one leaves no line in the log, no count, or no problem body",
  stopped: "the answers of Node.js are written by the api (`api/src/http/server/client-errors.ts`)",
  async play({ open }) {
    const target = await open();
    const successes: string[] = [];
    for (const [name, text] of Object.entries(REQUESTS)) {
      const answer = await exchange(target.url, [text], 3);
      const [status = 0] = statusesOf(answer);
      if (status < 400 || status >= 500) successes.push(`${name}: ${status}`);
      else if (!answer.includes("application/problem+json"))
        successes.push(`${name}: ${status} without a problem`);
    }
    const metrics = await (await fetch(`${target.url}/metrics`)).text();
    const counted = [...metrics.matchAll(/_count\{route="none"[^}]*status="4\d\d"[^}]*\} (\d+)/g)]
      .map(([, times]) => Number(times))
      .reduce((sum, times) => sum + times, 0);
    const tries = Object.keys(REQUESTS).length;
    // The log is written twice a second, so that what came first is there with what came last.
    await target.line(({ msg, route }) => msg === "request" && route === "/metrics");
    // A caller who goes away before the answer is out is a line with a mark.
    const logged = target.lines.filter(
      ({ msg, status, aborted }) =>
        msg === "request" && (Number(status) >= 400 || aborted === true),
    ).length;
    if (logged < tries) successes.push(`${tries - logged} have no line in the log`);
    return { tries, successes, figures: `${logged} lines, ${counted} counted as no route` };
  },
};
