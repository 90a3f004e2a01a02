import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** So many times as long as a look takes, the work has for itself before the next. */
const SHARE = 4;

/**
 * The most bytes of JavaScript, buffers included, that were alive while work ran, beyond those before it.
 *
 * @param work says when to look; between these it is looked at from time to time
 */
export const livingMemory = async (
  work: (look: () => void) => Promise<unknown>,
): Promise<number> => {
  const alive = (): number => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = alive();
  let peak = before;
  let timer: NodeJS.Timeout;
  const look = (): void => {
    peak = Math.max(peak, alive());
  };
  const again = (): void => {
    const began = performance.now();
    look();
    timer = setTimeout(again, SHARE * (performance.now() - began));
  };
  again();
  try {
    await work(look);
  } finally {
    clearTimeout(timer!);
  }
  return peak - before;
};
