import { inAll, type Attack, type Outcome } from "../lib/attack.js";
import type { Field } from "../lib/field.js";
import { exchange, headOf, statusesOf } from "../lib/raw.js";
import { bodyOf, SHAPES, type Shape } from "./shapes.js";

/** Sizes of the largest body, and of the container that is to survive it, in MB. */
const SIZES = [
  { body: 4 << 20, megabytes: 512 },
  { body: 32 << 20, megabytes: 1_000 },
];

/** How many bodies of a shape come at once. */
const AT_ONCE = 3;

const SECONDS = 20;

/** Statuses that a body may get; 503 is that of one for which there is no place. */
const FINE = new Set([200, 400, 408, 413, 415, 503]);

/** Sends bodies that grow when they are read, in every protocol, to apis with little memory. */
export const bodies: Attack = {
  tried: `${SHAPES.length} shapes of a body in every protocol (wide, deep, many names, many texts, a CSV of commas), ${AT_ONCE} at once, of 4 MiB to an api with 512 MB and of 32 MiB to one with 1 GB`,
  aim: "the api ends, breaks (500), or hangs",
  stopped:
    "values are counted before anything is built, and bodies and their reading have a stated share of the container's memory (`api/src/http/body/memory.ts`, `DESPLIEGA_MAX_BODY_BYTES`)",
  async play(field, { short }) {
    const outcomes: Outcome[] = [];
    for (const size of SIZES.slice(0, short ? 1 : undefined))
      outcomes.push(await trySize(field, size, short ? SHAPES.slice(0, 4) : SHAPES));
    return inAll(outcomes);
  },
};

const trySize = async (
  { open }: Field,
  { body, megabytes }: (typeof SIZES)[number],
  shapes: readonly Shape[],
): Promise<Outcome> => {
  let target = await open({ DESPLIEGA_MAX_BODY_BYTES: `${body}` }, megabytes);
  const successes: string[] = [];
  for (const shape of shapes) {
    const bytes = bodyOf(shape, body);
    const request = [
      headOf(`POST ${shape.path}`, [
        `content-type: ${shape.type}`,
        `content-length: ${bytes.length}`,
        "connection: close",
        ...(shape.headers ?? []),
      ]),
      bytes,
    ];
    const { url } = target;
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => exchange(url, request, SECONDS)),
    );
    const of = `${shape.name}, ${body >> 20} MiB`;
    if (!target.alive()) {
      successes.push(`${of}: the api ended`);
      target = await open({ DESPLIEGA_MAX_BODY_BYTES: `${body}` }, megabytes);
      continue;
    }
    const wrong = answers
      .map((answer) => statusesOf(answer)[0] ?? 0)
      // A refusal may meet a caller who still writes, and who then sees the end of the connection alone.
      .filter((status) => status !== 0 && !FINE.has(status));
    if (wrong.length > 0) successes.push(`${of}: answered with ${wrong.join(", ")}`);
    if (!(await answersSoon(url))) successes.push(`${of}: nobody else is answered afterwards`);
  }
  return {
    tries: shapes.length * AT_ONCE,
    successes,
    figures: `memory ${await target.memory()} with ${body >> 20} MiB`,
  };
};

const answersSoon = async (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
