/** The time that `Date` tells, beside that of the machine. */
export interface Clock {
  /** Moves it: from now on it goes on from there. @param now milliseconds since 1970 */
  readonly set: (now: number) => void;
}

/** Puts a clock of our own behind `Date` of this thread. Timers and deadlines go by the machine's monotonic clock, as before. */
export const moveDate = (): Clock => {
  const real = globalThis.Date;
  let ahead = 0;
  const now = (): number => real.now() + ahead;
  globalThis.Date = new Proxy(real, {
    construct: (target, args, as) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, as) as object,
    apply: () => new real(now()).toString(),
    get: (target, name, receiver) =>
      name === "now" ? now : (Reflect.get(target, name, receiver) as unknown),
  });
  return { set: (to) => void (ahead = to - real.now()) };
};
