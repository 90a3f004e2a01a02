import type { Span } from "../dataset/split.js";

/** The word for a set of observations: a period where they have a time, else a set. */
export const kindOf = ({ from }: Span): "period" | "set" => (from === null ? "set" : "period");
