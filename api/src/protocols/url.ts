import type { ErrorMembers } from "../http/problem.js";
import { PROTOCOLS } from "./protocols.js";

const BY_ROOT = new Map(
  PROTOCOLS.flatMap(({ roots, error }) => roots.map((root) => [root, error] as const)),
);

const none: ErrorMembers = () => ({});

/**
 * How errors at a url are told: by the protocol of its first segment. As for the routes, upper and lower case are the
 * same, and an escaped or an empty segment is another one.
 *
 * @param url path and query
 */
export const errorMembersAt = (url: string): ErrorMembers => {
  const root = /^\/([^/?]*)/.exec(url)?.[1] ?? "";
  return BY_ROOT.get(root.toLowerCase()) ?? none;
};

/** How an error is told where no url is known, as of a request that is malformed: in the way of every protocol. */
export const errorMembers: ErrorMembers = (problem) =>
  Object.assign({}, ...PROTOCOLS.map(({ error }) => error(problem))) as ReturnType<ErrorMembers>;
