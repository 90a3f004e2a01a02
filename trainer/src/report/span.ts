import type { Span } from "../dataset/split.js";

/** The word for observations that belong together: a period where they have a time, else a set. */
export const kindOf = ({ from }: Span): "period" | "set" => (from === null ? "set" : "period");
