import { setTimeout as wait } from "node:timers/promises";

import { randomOf } from "../../load/lib/random.js";
import { brokenRecords, decisionStore, startDecidingApi } from "../lib/deciding-api.js";
import type { Workshop } from "../lib/workshop.js";

/** Callers that ask at the same time. */
const CALLERS = 16;

/** The longest life of an api after its first answer, in ms. */
const LONGEST = 1_000;

/** An api is killed at a random moment while many ask it. Every answer that a caller got has its record. */
export const tryKilledApi = async (
  { connectionString }: Workshop,
  { seed, at }: { readonly seed: number; readonly at: number },
): Promise<string | undefined> => {
  const container = `killed-api-${at}`;
  const api = await startDecidingApi(container, { direct: connectionString });
  const ids: string[] = [];
  const caller = async (): Promise<void> => {
    for (;;) {
      const { id, problem } = await api.ask();
      if (problem !== undefined) throw new Error(`an answer was refused: ${problem}`);
      if (id === undefined) return;
      ids.push(id);
    }
  };
  const callers = Promise.all(Array.from({ length: CALLERS }, caller));
  while (ids.length === 0) await wait(5);
  await wait(randomOf(seed, at).int(0, LONGEST));
  api.child.kill("SIGKILL");
  await Promise.all([callers, api.ended]);
  return brokenRecords(await decisionStore(container, connectionString), ids);
};
