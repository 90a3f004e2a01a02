import { residentBytes } from "../../load/lib/process.js";
import { startApi, type ApiProcess } from "../../../support/api-process.js";
import { limitMemory } from "./memory-limit.js";

/** An api that is attacked, in a process of its own. */
export interface Target extends ApiProcess {
  readonly url: string;
  /** Whether its process still runs. */
  readonly alive: () => boolean;
  /** The most memory that it has taken, and that it may take, in bytes; undefined where it could not be limited. */
  readonly memory: () => Promise<string>;
  readonly close: () => Promise<void>;
}

let count = 0;

/**
 * Starts an api to be attacked.
 *
 * @param megabytes of memory, beyond which the kernel kills it where this user may set a limit. Default: no limit
 */
export const startTarget = async (
  settings: NodeJS.ProcessEnv,
  megabytes?: number,
): Promise<Target> => {
  const limit =
    megabytes === undefined
      ? undefined
      : await limitMemory(`despliega-attack-${process.pid}-${++count}`, megabytes * 1e6);
  const api = startApi(settings, () => true, limit?.wrapper);
  const { child } = api;
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  const close = async (): Promise<void> => {
    if (alive()) child.kill("SIGKILL");
    await api.ended;
    await limit?.close();
  };
  try {
    const url = await api.ready();
    return {
      ...api,
      url,
      alive,
      async memory() {
        const peak = await (limit === undefined ? residentBytes(child.pid!) : limit.peak());
        const most = Math.round(peak / 1e6);
        return limit === undefined ? `${most} MB, no limit` : `${most} of ${megabytes} MB`;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
