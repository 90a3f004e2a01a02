import { setTimeout as wait } from "node:timers/promises";

import type { Attack } from "../lib/attack.js";
import type { Target } from "../lib/api.js";
import { connectTo, headOf } from "../lib/raw.js";

/** More than there are places for batches. */
const UPLOADS = 32;

/** How long others may find no place: the grace in which a body may be slow, and one look more. */
const MOST_SECONDS = 3;

/** What of a body comes at once. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  "a stated length": ["content-length: 3000000"],
  chunks: ["transfer-encoding: chunked"],
};

const BATCH = JSON.stringify(
  Array.from({ length: 1_500 }, () => ({
    nb_previous_loans: 29,
    avg_amount_loans_previous: 136.4,
    age: 59,
    years_on_the_job: 3,
    flag_own_car: 1,
  })),
);

/** Begins uploads that never end. */
export const slowUploads: Attack = {
  tried: `${UPLOADS} uploads of which one byte comes, with a length or in chunks, while somebody else sends batches`,
  aim: `somebody else finds no place for a batch for more than ${MOST_SECONDS} s`,
  stopped:
    "a least rate after a grace of a second (`api/src/http/body/pace.ts`), far before `DESPLIEGA_REQUEST_TIMEOUT_SECONDS`",
  async play({ open }) {
    const successes: string[] = [];
    const figures: string[] = [];
    const target = await open();
    await sendBatch(target);
    for (const [name, headers] of Object.entries(KINDS)) {
      const seconds = await blocked(target, headers);
      figures.push(`${name}: others waited ${seconds.toFixed(1)} s`);
      if (seconds > MOST_SECONDS) successes.push(`${name}: others waited ${seconds.toFixed(1)} s`);
    }
    return { tries: UPLOADS * 2, successes, figures: figures.join("; ") };
  },
};

/** Seconds from the uploads to the first batch of somebody else that is answered. */
const blocked = async (target: Target, headers: readonly string[]): Promise<number> => {
  const head = headOf("POST /v1/prediction", ["content-type: application/json", ...headers]);
  const first = headers.includes("transfer-encoding: chunked") ? "1\r\n[\r\n" : "[";
  const sockets = Array.from({ length: UPLOADS }, () => {
    const socket = connectTo(target.url);
    socket.write(head + first);
    return socket;
  });
  await wait(100);
  const started = performance.now();
  try {
    while ((await sendBatch(target)) !== 200) {
      if (performance.now() - started > 15_000) break;
      await wait(100);
    }
    return (performance.now() - started) / 1_000;
  } finally {
    for (const socket of sockets) socket.destroy();
  }
};

const sendBatch = async ({ url }: Target): Promise<number> => {
  const answer = await fetch(`${url}/v1/prediction`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: BATCH,
  });
  await answer.arrayBuffer();
  return answer.status;
};
