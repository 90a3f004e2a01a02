const SLASH = 0x2f;

/**
 * Path and query of a request's target. A target may also be an absolute url, as for a proxy. The part before its path
 * does not count: authentication must see the same url as the routes.
 *
 * @returns undefined for a target that has no path, such as `*`
 */
export const originForm = (target: string): string | undefined => {
  // No fragment belongs into a target; with one, express would read the path by other rules.
  const end = target.indexOf("#");
  return end === -1 ? formOf(target) : formOf(target.slice(0, end));
};

const formOf = (target: string): string | undefined => {
  if (target.charCodeAt(0) === SLASH) return target;
  const [, rest] = /^https?:\/\/[^/?#]*(.*)$/i.exec(target) ?? [];
  if (rest === undefined) return undefined;
  return rest.charCodeAt(0) === SLASH ? rest : `/${rest}`;
};
