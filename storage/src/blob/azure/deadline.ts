/** An abort signal that fires when nothing was heard for a while. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Something was heard: the time starts anew. */
  readonly heard: () => void;
  /** Nothing is awaited, until something is heard again. */
  readonly clear: () => void;
}

/**
 * Starts an idle deadline. A transfer may take as long as its size needs, but not fall silent.
 *
 * @param milliseconds of silence after which the signal aborts
 */
export const idleDeadline = (milliseconds: number): Deadline => {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const clear = () => clearTimeout(timer);
  const heard = () => {
    clear();
    // Unreferenced: the process lives on for what is awaited, not for the waiting.
    timer = setTimeout(() => controller.abort(), milliseconds).unref();
  };
  heard();
  return { signal: controller.signal, heard, clear };
};
