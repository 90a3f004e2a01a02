import { PLAIN_ERROR, type ErrorForm } from "../http/problem/error-form.js";
import { rootOf } from "./root-of.js";
import { PROTOCOLS } from "./protocols.js";

const BY_ROOT = new Map(
  PROTOCOLS.flatMap(({ roots, error }) => roots.map((root) => [root, error] as const)),
);

/**
 * How errors at a url are written: by the protocol of its first segment.
 *
 * @param url path and query
 */
export const errorFormAt = (url: string): ErrorForm => BY_ROOT.get(rootOf(url)) ?? PLAIN_ERROR;

/** How an error is written where no url is known, as for a malformed request: with the members of every protocol. */
export const errorForm: ErrorForm = {
  ...PLAIN_ERROR,
  members: (problem) =>
    Object.assign({}, ...PROTOCOLS.map(({ error }) => error.members(problem))) as ReturnType<
      ErrorForm["members"]
    >,
};
