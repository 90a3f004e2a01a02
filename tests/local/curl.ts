/** The words of a line, as a shell takes them. */
export const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, one, two, bare]) => one ?? two ?? bare!);

/** What a line of curl with at most one body gets, from another port than it says. */
export const answerTo = async (line: string, port: number): Promise<unknown> => {
  const [, url, ...options] = wordsOf(line);
  const body = options.includes("-d") ? options[options.indexOf("-d") + 1] : undefined;
  const response = await fetch(url!.replace(":8080", `:${port}`), {
    ...(body !== undefined && { method: "POST", body }),
    headers: body === undefined ? {} : { "content-type": "application/json" },
  });
  return response.json();
};
