import type { Attack } from "../lib/attack.js";
import { connectTo, headOf, statusesOf } from "../lib/raw.js";

const LIMIT_MB = 512;
const BODY = 32 << 20;
const UPLOADS = 60;

/** Headers beyond the thousandth, which Node.js keeps from a program by default. */
const MANY = Array.from({ length: 1_100 }, () => "a:1");

/** What may hide how long a body is. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  "a length behind 1,100 headers": [...MANY, `content-length: ${BODY}`],
  "chunks behind 1,100 headers": [...MANY, "transfer-encoding: chunked"],
  "no length": ["transfer-encoding: chunked"],
};

/** Uploads many bodies at once whose length the api is not to know. */
export const hiddenHeaders: Attack = {
  tried: `${UPLOADS} uploads at once of 32 MiB each, their length hidden behind 1,100 headers or not told, to an api with 512 MB`,
  aim: "the api ends, or takes more uploads at once than it has places",
  stopped:
    "every header is kept; a body without a length counts as the largest one (`api/src/http/body/memory.ts`, `DESPLIEGA_MAX_BODY_BYTES`)",
  async play({ open }, { short }) {
    const kinds = Object.entries(HIDDEN).slice(0, short ? 1 : undefined);
    const target = await open({ DESPLIEGA_MAX_BODY_BYTES: `${BODY}` }, LIMIT_MB);
    const successes: string[] = [];
    let most = 0;
    for (const [name, headers] of kinds) {
      const statuses = await upload(target.url, headers);
      const taken = statuses.filter((status) => status !== 503 && status !== 413).length;
      most = Math.max(most, taken);
      if (!target.alive()) return { tries: UPLOADS, successes: [`${name}: it ended`], figures: "" };
      if (taken > UPLOADS / 4) successes.push(`${name}: ${taken} uploads were taken at once`);
    }
    return {
      tries: kinds.length * UPLOADS,
      successes,
      figures: `at most ${most} taken at once; memory ${await target.memory()}`,
    };
  },
};

const CHUNK = Buffer.alloc(1 << 20, " ");

/** The status of each of the uploads; 0 for one that was only cut off, or waits for the rest. */
const upload = (url: string, headers: readonly string[]): Promise<number[]> =>
  Promise.all(
    Array.from({ length: UPLOADS }, async () => {
      const socket = connectTo(url);
      let answer = "";
      socket.setEncoding("latin1").on("data", (text: string) => (answer += text));
      const closed = new Promise((resolve) => socket.once("close", resolve));
      socket.write(headOf("POST /v1/prediction", ["content-type: application/json", ...headers]));
      const chunked = headers.includes("transfer-encoding: chunked");
      // All but the last byte of the body: what is taken stays taken.
      for (let sent = 0; sent < BODY - CHUNK.length && socket.writable; sent += CHUNK.length) {
        if (chunked) socket.write(`${CHUNK.length.toString(16)}\r\n`);
        const more = socket.write(CHUNK);
        if (chunked) socket.write("\r\n");
        if (!more) await drained(socket, closed);
      }
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 500))]);
      socket.destroy();
      return statusesOf(answer)[0] ?? 0;
    }),
  );

const drained = (socket: NodeJS.EventEmitter, closed: Promise<unknown>): Promise<unknown> =>
  Promise.race([closed, new Promise((resolve) => socket.once("drain", resolve))]);
