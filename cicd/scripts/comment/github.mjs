import { ask } from "./ask.mjs";

const PAGE = 100;

/** The comments of a pull request on GitHub: https://docs.github.com/en/rest/issues/comments */
export const github = (setting) => {
  const repository = `${setting("GITHUB_API_URL")}/repos/${setting("GITHUB_REPOSITORY")}`;
  const comments = `${repository}/issues/${setting("PULL_REQUEST")}/comments`;
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${setting("GITHUB_TOKEN")}`,
    "x-github-api-version": "2022-11-28",
  };
  return {
    /** Characters in a comment. */
    limit: 65_536,
    find: async (fits) => {
      for (let page = 1; ; page++) {
        const url = `${comments}?per_page=${PAGE}&page=${page}`;
        const some = await ask(url, { method: "GET", headers });
        const found = some.find(({ body }) => fits(body ?? ""));
        if (found !== undefined || some.length < PAGE) return found?.id;
      }
    },
    create: (body) => ask(comments, { method: "POST", headers, body: { body } }),
    replace: (id, body) =>
      ask(`${repository}/issues/comments/${id}`, { method: "PATCH", headers, body: { body } }),
  };
};
