import type { Problem } from "../http/problem.js";

/** A problem in one line, with feature and row where there are any. */
export const messageOf = ({ detail, feature, row }: Problem): string => {
  const place = [feature, row === undefined ? undefined : `row ${row}`].filter(Boolean).join(", ");
  return place === "" ? detail : `${detail}: ${place}`;
};
