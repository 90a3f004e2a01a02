import { ask } from "./ask.mjs";

const VERSION = "api-version=7.1";
const TEXT = 1;
// A closed thread does not block a pull request where comments must be resolved.
const CLOSED = 4;

/**
 * The threads of a pull request on Azure DevOps:
 * https://learn.microsoft.com/en-us/rest/api/azure/devops/git/pull-request-threads
 */
export const azureDevOps = (setting) => {
  const project = `${setting("SYSTEM_COLLECTIONURI").replace(/\/$/, "")}/${encodeURIComponent(setting("SYSTEM_TEAMPROJECT"))}`;
  const repository = `${project}/_apis/git/repositories/${setting("BUILD_REPOSITORY_ID")}`;
  const threads = `${repository}/pullRequests/${setting("SYSTEM_PULLREQUEST_PULLREQUESTID")}/threads`;
  const headers = { authorization: `Bearer ${setting("SYSTEM_ACCESSTOKEN")}` };
  return {
    /** Characters in a comment. */
    limit: 150_000,
    find: async (fits) => {
      const { value } = await ask(`${threads}?${VERSION}`, { method: "GET", headers });
      const all = value.flatMap(({ id: thread, comments = [] }) =>
        comments.map((comment) => ({ thread, ...comment })),
      );
      const found = all.find(({ isDeleted, content }) => !isDeleted && fits(content ?? ""));
      return found === undefined ? undefined : { thread: found.thread, comment: found.id };
    },
    create: (content) =>
      ask(`${threads}?${VERSION}`, {
        method: "POST",
        headers,
        body: { comments: [{ parentCommentId: 0, content, commentType: TEXT }], status: CLOSED },
      }),
    replace: ({ thread, comment }, content) =>
      ask(`${threads}/${thread}/comments/${comment}?${VERSION}`, {
        method: "PATCH",
        headers,
        body: { content },
      }),
  };
};
