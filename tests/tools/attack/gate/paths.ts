import type { Attack } from "../lib/attack.js";
import { exchange, statusesOf } from "../lib/raw.js";

/** Urls that nobody is to see without a key. */
const CLOSED = [
  "/v1/models",
  "/v1/models/riesgo",
  "/v1/models/riesgo/report",
  "/v1/operate",
  "/api/user/5008806/prediccion",
  "/metrics",
  "/openapi.json",
] as const;

/** Forms of a path that another parser may read as an open one, or as the same closed one. */
const FORMS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `${path}/`,
  (path) => `${path}?`,
  (path) => `${path}?/healthz`,
  (path) => `${path}#/healthz`,
  (path) => `/${path}`,
  (path) => `//localhost${path}`,
  (path) => `/.${path}`,
  (path) => `/..${path}`,
  (path) => `/healthz/..${path}`,
  (path) => `/healthz/%2e%2e${path}`,
  (path) => `/healthz/%2E%2E%2F${path.slice(1)}`,
  (path) => `/healthz/..;${path}`,
  (path) => `/healthz;${path}`,
  (path) => `/healthz%3f${path}`,
  (path) => `/healthz%00${path}`,
  (path) => `/healthz\\..${path}`,
  (path) => `/docs/..${path}`,
  (path) => `/docs/page.css/../..${path}`,
  (path) => `/docs/%2e%2e${path}`,
  (path) => `/readyz/.././${path}`,
  (path) => path.replace("/", "\\"),
  (path) => path.replaceAll("/", "%2f"),
  (path) => path.replaceAll("/", "%5c"),
  (path) => path.replaceAll("/", "//"),
  (path) => path.replaceAll("/", "/./"),
  (path) => path.toUpperCase(),
  (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  (path) => path.replace(/[a-z]/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
  (path) => `${path}%20`,
  (path) => `${path}%00`,
  (path) => `${path}%09`,
  (path) => `${path}.json`,
  (path) => `${path};a=b`,
  (path) => `${path}/..;/`,
  (path) => `${path}%23/healthz`,
  (path) => `http://localhost${path}`,
  (path) => `http://localhost/healthz/..${path}`,
  (path) => `HTTP://a:b@localhost:1${path}`,
  (path) => `http://${path}`,
  (path) => `http:/${path}`,
  (path) => `https://localhost?${path}`,
  (path) => `http://localhost#${path}`,
  (path) => `*${path}`,
  (path) => `/healthz ${path}`,
  (path) => `/healthz\t${path}`,
];

const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE", "PROPFIND"] as const;

/** Headers by which a proxy tells a server of another path or method. */
const REWRITES = [
  "x-original-url: /v1/models",
  "x-rewrite-url: /v1/models",
  "x-http-method-override: GET",
  "x-forwarded-prefix: /v1",
  "x-forwarded-for: 127.0.0.1",
  "x-api-key;: a",
] as const;

/** What only an answer to somebody with a key holds; the first page, which is open, names models. */
const INSIDE = /"question"|resultado|nb_previous_loans|process_cpu|"openapi":/;

/** Asks for what needs a key, without one. */
export const paths: Attack = {
  tried: `${FORMS.length} forms of ${CLOSED.length} paths, ${METHODS.length} methods, and headers that name another path, without a key`,
  aim: "an answer holds what only callers with a key may see, or the api breaks",
  stopped:
    "authentication before every route, over the same url as the routes (`api/src/http/server/origin-form.ts`)",
  async play({ keyed }, { short }) {
    const target = await keyed();
    const lines = [
      ...CLOSED.flatMap((path) => FORMS.map((form) => `GET ${form(path)}`)),
      ...METHODS.flatMap((method) => CLOSED.map((path) => `${method} ${path}`)),
    ];
    const requests = [
      ...(short ? lines.filter((_, at) => at % 5 === 0) : lines).map((line) => [line, ""] as const),
      ...REWRITES.map((header) => ["GET /healthz", header] as const),
    ];
    const successes: string[] = [];
    const seen: Record<string, number> = {};
    for (const [line, header] of requests) {
      const answer = await exchange(target.url, [
        `${line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${header === "" ? "" : `${header}\r\n`}\r\n`,
      ]);
      const [status = 0] = statusesOf(answer);
      seen[status] = (seen[status] ?? 0) + 1;
      if (status >= 500) successes.push(`${line} ${header}: ${status}`);
      if (INSIDE.test(answer.slice(answer.indexOf("\r\n\r\n"))))
        successes.push(`${line} ${header}: answered with ${status} and what is inside`);
    }
    if (!target.alive()) successes.push("the api ended");
    return {
      tries: requests.length,
      successes,
      figures: `answers: ${Object.entries(seen)
        .map(([status, times]) => `${times} × ${status === "0" ? "none" : status}`)
        .join(", ")}`,
    };
  },
};
