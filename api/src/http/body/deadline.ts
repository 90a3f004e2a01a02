/** A signal that is aborted after some seconds, unless it is cleared before. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** The seconds. */
  readonly seconds: number;
  readonly clear: () => void;
}

/** Starts a deadline. */
export const deadlineIn = (seconds: number): Deadline => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), seconds * 1_000);
  return { signal: controller.signal, seconds, clear: () => clearTimeout(timer) };
};
