/**
 * The first segment of a url, in lower case. As for the routes, upper and lower case are the same, and an escaped or an
 * empty segment is another one.
 *
 * @param url path and query
 */
export const rootOf = (url: string): string => {
  const [, root = ""] = /^\/([^/?]*)/.exec(url) ?? [];
  return root.toLowerCase();
};
