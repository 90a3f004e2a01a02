import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";

import { temporaryDirectory } from "../support/temporary.js";
import { commentHost, type CommentHost } from "./support/comment-host.js";
import { runBash, type Ended } from "./support/run-bash.js";

const MARK = "<!-- despliega:riesgo -->";
const SCRIPT = "cicd/scripts/comment.mjs";
const TOKEN = "a-token-that-nobody-may-see";

const hosts = {
  github: {
    limit: 65_536,
    settings: (url: string) => ({
      GITHUB_TOKEN: TOKEN,
      GITHUB_API_URL: url,
      GITHUB_REPOSITORY: "o/r",
      PULL_REQUEST: "7",
    }),
  },
  "azure-devops": {
    limit: 150_000,
    settings: (url: string) => ({
      SYSTEM_ACCESSTOKEN: TOKEN,
      SYSTEM_COLLECTIONURI: `${url}/`,
      SYSTEM_TEAMPROJECT: "my team",
      BUILD_REPOSITORY_ID: "r",
      SYSTEM_PULLREQUEST_PULLREQUESTID: "7",
    }),
  },
} as const;

const fileOf = async (text: string): Promise<string> => {
  const file = join(await temporaryDirectory(), "comment.md");
  await writeFile(file, text);
  return file;
};

const environment = (settings: Readonly<Record<string, string>>) => ({
  PATH: process.env.PATH ?? "",
  ...settings,
});

describe.each(Object.entries(hosts))("on %s", (name, { limit, settings }) => {
  const post = async ({ url }: CommentHost, text: string): Promise<Ended> =>
    runBash([`-c`, `${SCRIPT} ${name} '${await fileOf(text)}'`], environment(settings(url)));

  test("the first run writes the comment, and the next one replaces it", async () => {
    const host = await commentHost(["Looks good to me", `Who reads ${MARK}?`]);
    expect(await post(host, `${MARK}\nfirst`)).toEqual({
      code: 0,
      stdout: "Comment written.\n",
      stderr: "",
    });
    expect(await post(host, `${MARK}\nsecond`)).toMatchObject({ stdout: "Comment replaced.\n" });
    expect(host.comments.map(({ text }) => text)).toEqual([
      "Looks good to me",
      `Who reads ${MARK}?`,
      `${MARK}\nsecond`,
    ]);
    expect(host.requests.every((request) => request.endsWith(` Bearer ${TOKEN}`))).toBe(true);
  });

  test("a comment of another model stays", async () => {
    const host = await commentHost(["<!-- despliega:peliculas -->\nfilms"]);
    await post(host, `${MARK}\nloans`);
    expect(host.comments.map(({ text }) => text)).toEqual([
      "<!-- despliega:peliculas -->\nfilms",
      `${MARK}\nloans`,
    ]);
  });

  test("the comment is found among hundreds of others", async () => {
    const others = Array.from({ length: 230 }, (_, i) => `comment ${i}`);
    const host = await commentHost([...others, `${MARK}\nold`]);
    await post(host, `${MARK}\nnew`);
    expect(host.comments).toHaveLength(231);
    expect(host.comments.at(-1)!.text).toBe(`${MARK}\nnew`);
  });

  test("what does not fit is cut after a line, and the comment says so", async () => {
    const host = await commentHost();
    const lines = Array.from({ length: limit / 8 }, (_, i) => `line ${String(i).padStart(6)}`);
    await post(host, [MARK, ...lines].join("\n"));
    const { text } = host.comments[0]!;
    expect(text.length).toBeLessThanOrEqual(limit);
    expect(text.length).toBeGreaterThan(limit - 100);
    expect(text).toMatch(/\nline +\d+\n\n… and more, which does not fit into a comment\.\n$/);
  });

  test("a host in trouble is asked again", async () => {
    const host = await commentHost();
    host.troubles.push({ status: 429, retryAfter: 0 }, { status: 503, retryAfter: 0 });
    expect(await post(host, `${MARK}\ntext`)).toMatchObject({ code: 0 });
    expect(host.requests.map((request) => request.split(" ")[0])).toEqual([
      "GET",
      "GET",
      "GET",
      "POST",
    ]);
  });

  test("a comment that arrived, though the answer was lost, is not written twice", async () => {
    const host = await commentHost();
    host.troubles.push({ method: "POST", status: 502, retryAfter: 0, carriedOut: true });
    expect(await post(host, `${MARK}\nonce`)).toMatchObject({ stdout: "Comment replaced.\n" });
    expect(host.comments.map(({ text }) => text)).toEqual([`${MARK}\nonce`]);
  });

  test("a host that stays in trouble is given up after four tries", async () => {
    const host = await commentHost();
    host.troubles.push(...Array.from({ length: 9 }, () => ({ status: 503, retryAfter: 0 })));
    const ended = await post(host, `${MARK}\ntext`);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toMatch(/^comment\.mjs: GET 127\.0\.0\.1:\d+\/\S+: 503 in trouble\n$/);
    expect(host.requests).toHaveLength(4);
  });

  test("a refusal is told at once, and without the token", async () => {
    const host = await commentHost();
    host.troubles.push({ status: 403 });
    const ended = await post(host, `${MARK}\ntext`);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(": 403 in trouble") });
    expect(ended.stderr).not.toContain(TOKEN);
    expect(host.requests).toHaveLength(1);
  });

  test("a text without a mark is not written, since nobody would find it again", async () => {
    const host = await commentHost();
    const ended = await post(host, "no mark");
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("hidden mark") });
    expect(host.requests).toEqual([]);
  });

  test.each(Object.keys(settings("")))("%s must be set", async (missing) => {
    const { [missing]: _, ...others } = settings("http://127.0.0.1:1") as Record<string, string>;
    const file = await fileOf(`${MARK}\ntext`);
    expect(await runBash([`-c`, `${SCRIPT} ${name} ${file}`], environment(others))).toEqual({
      code: 1,
      stdout: "",
      stderr: `comment.mjs: ${missing} is not set\n`,
    });
  });
});

test("another host is not known", async () => {
  const ended = await runBash([`-c`, `${SCRIPT} gitlab README.md`], environment({}));
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("usage: comment.mjs") });
});
