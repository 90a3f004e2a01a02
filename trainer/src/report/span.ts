import type { Span } from "../dataset/split.js";

/** Whether a set of observations has a time, and so is a period. */
export const isPeriod = ({ from }: Span): boolean => from !== null;
