/** An abort signal that fires after a time of silence. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Reports a sign of life: the time starts again. */
  readonly heard: () => void;
  /** Stops the time until the next sign of life. */
  readonly clear: () => void;
}

/**
 * Starts an idle deadline. It limits silence, not the duration of a transfer.
 *
 * @param milliseconds of silence after which the signal aborts
 */
export const idleDeadline = (milliseconds: number): Deadline => {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const clear = () => clearTimeout(timer);
  const heard = () => {
    clear();
    // Unreferenced, so that the timer alone does not keep the process alive.
    timer = setTimeout(() => controller.abort(), milliseconds).unref();
  };
  heard();
  return { signal: controller.signal, heard, clear };
};
