import type { Random } from "../lib/random.js";
import { split } from "./mutate.js";
import { bytesOf, headOf, MARK, postOf, whole, wire, type FuzzRequest } from "./request.js";
import { valid, validPost } from "./valid.js";

/** A good request without anything odd, which is answered with 200. */
export const good = (random: Random): FuzzRequest => whole(valid(random), 200);

/** A good request in several packets. */
export const packets = (random: Random): FuzzRequest => {
  const message = valid(random);
  return { ...whole(message, 200), packets: split(random, wire(message)), pauseMs: 0 };
};

/** A good request that arrives slowly. */
export const slow = (random: Random): FuzzRequest => {
  const message = valid(random);
  return {
    ...whole(message, 200),
    packets: split(random, wire(message), 3),
    pauseMs: random.int(1, 40),
  };
};

/** A body that never comes. */
export const silent = (random: Random): FuzzRequest => {
  const { target, headers } = validPost(random);
  const lengths = [
    `content-length: ${random.pick([1, 100, 70_000])}`,
    "transfer-encoding: chunked",
  ];
  const message = { method: "POST", target, headers: [...headers, random.pick(lengths)] };
  return {
    packets: [headOf(message)],
    methods: ["POST"],
    right: "answered",
    status: 408,
    mayBeBusy: true,
  };
};

/** Several good requests at once over one connection. */
export const pipeline = (random: Random): FuzzRequest => {
  const messages = Array.from({ length: random.int(2, 8) }, () => valid(random));
  const bytes = Buffer.concat(messages.map(wire));
  return {
    packets: random.once(2) ? [bytes] : split(random, bytes),
    methods: messages.map(({ method }) => method),
    right: "answered",
    status: 200,
  };
};

const chunk = (data: Buffer, extension = ""): Buffer =>
  Buffer.concat([bytesOf(`${data.length.toString(16)}${extension}\r\n`), data, bytesOf("\r\n")]);

const chunkedHead = ({ target, headers }: { target: string; headers: readonly string[] }): Buffer =>
  headOf({ method: "POST", target, headers: [...headers, "transfer-encoding: chunked"] });

/** A good body in chunks, also with extensions and trailers. */
export const chunked = (random: Random): FuzzRequest => {
  const message = validPost(random);
  const parts = split(random, message.body).map((data) =>
    chunk(data, random.once(5) ? `;${MARK}=1` : ""),
  );
  const last = random.once(4) ? `0\r\nx-trailer: ${MARK}\r\n\r\n` : "0\r\n\r\n";
  const bytes = Buffer.concat([chunkedHead(message), ...parts, bytesOf(last)]);
  return {
    packets: split(random, bytes),
    methods: ["POST"],
    right: "answered",
    status: 200,
    mayBeBusy: true,
  };
};

const CHUNK_SIZES = [
  "-1",
  "g",
  "",
  "0x5",
  "ffffffffffffffffff",
  " 5",
  "5 ",
  "5;",
  "+5",
  "05",
  "\0",
];

/** Chunks that are none, and lengths that are not the body's. */
export const wrongLength = (random: Random): FuzzRequest => {
  const message = validPost(random);
  const { target, headers, body } = message;
  const stated = (length: number | string): Buffer =>
    headOf({ method: "POST", target, headers: [...headers, `content-length: ${length}`] });
  const bytes = random.pick([
    () => Buffer.concat([stated(body.length + random.int(1, 1_000)), body]),
    () => Buffer.concat([stated(Math.max(0, body.length - random.int(1, 20))), body]),
    () =>
      Buffer.concat([
        stated(random.pick(["-1", "1e2", "0x10", "", "9".repeat(30), "5, 5", "1 1"])),
        body,
      ]),
    () => Buffer.concat([chunkedHead(message), bytesOf(`${random.pick(CHUNK_SIZES)}\r\n`), body]),
    () =>
      Buffer.concat([
        chunkedHead(message),
        chunk(body),
        bytesOf(random.pick(["", "0\r\n", "\r\n0\r\n\r\n"])),
      ]),
    () => Buffer.concat([chunkedHead(message), bytesOf(`${body.length.toString(16)}\n`), body]),
  ])();
  return { packets: [bytes], methods: ["POST", "POST", "POST"], right: "closed" };
};

const GARBAGE = [
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
  "GET / HTTP/9.9\r\n\r\n",
  "GET /\r\n\r\n",
  "HTTP/1.1 200 OK\r\n\r\n",
  "\r\n\r\n\r\n\r\n",
  "GET  /  HTTP/1.1\r\nhost: x\r\n\r\n",
  "GET / HTTP/1.1\nhost: x\n\n",
  "GET / HTTP/1.1\r\nhost: x\r\n x: folded\r\n\r\n",
] as const;

/** Bytes that are no requests, also behind a good one. */
export const garbage = (random: Random): FuzzRequest => {
  const bytes = random.once(3) ? random.bytes(random.int(1, 300)) : bytesOf(random.pick(GARBAGE));
  const before = random.once(3) ? wire(valid(random)) : Buffer.alloc(0);
  return {
    packets: split(random, Buffer.concat([before, bytes])),
    methods: ["GET", "GET", "GET"],
    right: "closed",
  };
};

/** A good request; its sender disconnects at some byte, or right after the last. */
export const left = (random: Random): FuzzRequest => {
  const bytes = wire(random.once(8) ? postOf("/v1/prediction", " ".repeat(90_000)) : valid(random));
  const sent = random.once(3) ? bytes : bytes.subarray(0, random.int(0, bytes.length - 1));
  return { packets: split(random, sent), methods: [], right: "left" };
};
