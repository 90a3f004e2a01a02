import { isVersion } from "./version.js";

/** What a prune keeps or deletes: a version with all that is in it, or one edition of its features. */
export const unitOf = (version: string, edition?: string): string =>
  edition === undefined ? version : `${version}/${edition}`;

/** Whether this is what {@link unitOf} writes. */
export const isUnit = (unit: string): boolean => {
  const names = unit.split("/");
  return names.length <= 2 && names.every(isVersion);
};
