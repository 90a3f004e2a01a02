/** A number as the rule of a promotion check shows it. */
export const shown = (value: number): string => String(Math.round(value * 1e4) / 1e4);
