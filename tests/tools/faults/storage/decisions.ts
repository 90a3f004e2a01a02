import { FAULTS, type Fault } from "../../../support/faults.js";
import { startFaultyProxy } from "../../../support/faulty-proxy.js";
import { brokenRecords, decisionStore, startDecidingApi } from "../lib/deciding-api.js";
import type { StorageStage } from "./try-case.js";

const CONTAINER = "decisions-under-faults";

/** Requests at the same time, in each of two rounds. */
const AT_ONCE = 8;

/** A storage that misbehaves so while decisions are kept: at one request, or from one on. */
export interface DecisionCase {
  readonly fault: Fault;
  readonly lasting: boolean;
}

/** Every fault, once and for good. */
export const decisionCases = (): readonly DecisionCase[] =>
  (Object.keys(FAULTS) as Fault[]).flatMap((fault) =>
    [false, true].map((lasting) => ({ fault, lasting })),
  );

/**
 * Asks an api for answers that must be kept while its storage misbehaves. A caller gets an answer that is kept, or the problem
 * that says that it is not; afterwards answers are kept again.
 *
 * @returns the promises that are broken
 */
export const tryDecisions = async (
  { connectionString }: StorageStage,
  cases: readonly DecisionCase[],
): Promise<readonly string[]> => {
  let now: DecisionCase | undefined;
  let used = false;
  const proxy = await startFaultyProxy(connectionString, () => {
    if (now === undefined || (used && !now.lasting)) return undefined;
    used = true;
    return FAULTS[now.fault];
  });
  const api = await startDecidingApi(CONTAINER, {
    direct: connectionString,
    connectionString: proxy.connectionString,
  });
  const store = await decisionStore(CONTAINER, connectionString);
  const ask = () => Promise.all(Array.from({ length: AT_ONCE }, () => api.ask()));

  const tryOne = async (one: DecisionCase): Promise<string | undefined> => {
    [now, used] = [one, false];
    const during = [...(await ask()), ...(await ask())];
    now = undefined;
    // A write that hangs still may hold up the first ones for as long as they wait.
    during.push(...(await ask()));
    const after = await ask();
    const others = during.filter(
      ({ id, problem }) => id === undefined && problem !== "DECISION_UNAVAILABLE",
    );
    if (others.length > 0) return `a caller got ${others[0]?.problem ?? "nothing"}`;
    if (after.some(({ id }) => id === undefined)) return "an answer is not kept afterwards";
    return brokenRecords(
      store,
      [...during, ...after].flatMap(({ id }) => id ?? []),
    );
  };

  const failures: string[] = [];
  try {
    for (const one of cases) {
      const broken = await tryOne(one);
      const how = one.lasting ? "for good" : "once";
      if (broken !== undefined) failures.push(`decisions, ${one.fault} ${how}: ${broken}`);
    }
  } finally {
    api.child.kill("SIGKILL");
    await api.ended;
    proxy.close();
  }
  return failures;
};
