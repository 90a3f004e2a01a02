import { gzipSync } from "node:zlib";

import { randomOf } from "../../load/lib/random.js";
import { mutate, type Mutation } from "../../../trainer/ingest/mutants.js";

/** What may become of a whole file on its way through other programs. */
const WHOLE: readonly ((file: Buffer) => Buffer)[] = [
  (file) => Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(file.toString(), "utf16le")]),
  (file) => Buffer.from(file.toString(), "utf16le").swap16(),
  (file) => Buffer.from(file.toString().replaceAll("a", "é"), "latin1"),
  (file) => Buffer.from(file.toString("latin1").replaceAll("\n", "\r"), "latin1"),
  (file) => gzipSync(file),
  (file) => Buffer.alloc(file.length),
  (file) => Buffer.concat([file, file]),
  (file) => Buffer.concat([file, file.subarray(0, file.length / 2)]),
  (file) => Buffer.from(file.toString("latin1").replaceAll(",", ";"), "latin1"),
  (file) => Buffer.from(file.toString("latin1").replaceAll(",", '","'), "latin1"),
  (file) => Buffer.concat([file, Buffer.alloc(2 ** 20 + 1, "x")]),
  (file) => Buffer.concat([file, Buffer.from(`"${`${"x".repeat(2 ** 10)}\n`.repeat(2 ** 10)}`)]),
  (file) => file.subarray(file.indexOf("\n") + 1),
  () => Buffer.alloc(0),
];

/** Makes one of many mutants, so that each can be made again without those before it. */
export const mutantOf = (sample: string, seed: number, index: number): Buffer => {
  const random = randomOf(seed, index);
  const header = sample.indexOf("\n");
  const mutation = (): Mutation => ({
    kind: random.int(0, 2 ** 20),
    // One in six is in the header; a line's number is taken from the same number, where 0 is the header's.
    where: random.once(6) ? random.pick([0, random.int(0, header)]) : random.int(0, 2 ** 30),
    what: random.int(0, 2 ** 30),
  });
  const file = mutate(Array.from({ length: random.int(1, 4) }, mutation), sample);
  return random.once(25) ? random.pick(WHOLE)(file) : file;
};
