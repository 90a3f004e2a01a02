/** A duration of a definition: so many hours or days. */
export const DURATION = /^[1-9]\d{0,4}[hd]$/;

const UNITS = { h: 3_600, d: 86_400 } as const;

/** The seconds of a {@link DURATION}. */
export const secondsIn = (duration: string): number =>
  Number.parseInt(duration, 10) * UNITS[duration.at(-1) as keyof typeof UNITS];
