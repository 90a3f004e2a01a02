import type { Attack } from "../lib/attack.js";
import { exchange, headOf, statusesOf } from "../lib/raw.js";

const MARK = "HACKED";

/** Texts that mean something to a log, a terminal, a header, a shell, SQL, a template or a file system. */
const TEXTS = [
  `%0d%0aset-cookie:%20${MARK}=1`,
  `%0a{"level":60,"msg":"${MARK}"}`,
  `%1b]0;${MARK}%07`,
  `%1b[2J${MARK}`,
  `%e2%80%ae${MARK}`,
  `'%20OR%20'1'='1`,
  `1;DROP%20TABLE%20users--${MARK}`,
  `$(touch%20${MARK})`,
  `%60${MARK}%60`,
  `{{7*7}}${MARK}`,
  `\${7*7}${MARK}`,
  `<script>${MARK}</script>`,
  `..%2f..%2f${MARK}`,
  `%00${MARK}`,
  `%c0%ae%c0%ae${MARK}`,
  `%ff${MARK}`,
  `%25%30%61${MARK}`,
  `__proto__`,
  `constructor`,
] as const;

/** The same texts, undone, as headers can have them. */
const HEADERS = [
  "user-agent",
  "x-request-id",
  "traceparent",
  "x-forwarded-for",
  "referer",
  "accept",
  "x-api-key",
  "authorization",
  "content-type",
] as const;

const urlsOf = (text: string): readonly string[] => [
  `/${text}`,
  `/v1/models/${text}`,
  `/api/user/${text}/prediccion`,
  `/v2/models/${text}/versions/${text}`,
  `/?${text}=${text}`,
  `/v1/models?detalle=${text}`,
];

/** Puts texts where names, ids and headers stand. */
export const injection: Attack = {
  tried: `${TEXTS.length} texts for logs, terminals, headers, SQL, shells and file systems, in the place of names, ids, queries, ${HEADERS.length} headers and names of fields`,
  aim: "the text is in an answer or the log, a line of the log is more than one line, or the api breaks",
  stopped:
    "names and ids are checked before use; neither problems nor logs repeat what was sent (`api/src/ops/access-log.ts`, [Privacy](promises.md))",
  async play({ open }, { short }) {
    const target = await open();
    const requests = [
      ...TEXTS.flatMap((text) =>
        urlsOf(text).map((url) => headOf(`GET ${url}`, ["connection: close"])),
      ),
      ...TEXTS.flatMap((text) =>
        HEADERS.map((name) =>
          headOf("GET /v1/models", ["connection: close", `${name}: ${decoded(text)}`]),
        ),
      ),
      ...TEXTS.map((text) => {
        const body = JSON.stringify({ [decoded(text)]: decoded(text) });
        return (
          headOf("POST /v1/prediction", [
            "connection: close",
            "content-type: application/json",
            `content-length: ${Buffer.byteLength(body)}`,
          ]) + body
        );
      }),
    ];
    const played = short ? requests.filter((_, at) => at % 6 === 0) : requests;
    const successes: string[] = [];
    for (const request of played) {
      const answer = await exchange(target.url, [Buffer.from(request, "latin1")]);
      const said = JSON.stringify(request.slice(0, 80));
      if (answer.includes(MARK)) successes.push(`${said}: the answer repeats it`);
      if (statusesOf(answer).some((status) => status >= 500)) successes.push(`${said}: it breaks`);
    }
    await fetch(`${target.url}/healthz`);
    const log = JSON.stringify(target.lines);
    if (log.includes(MARK)) successes.push("the log repeats it");
    return {
      tries: played.length,
      successes,
      figures: `${target.lines.length} lines of the log, each one line of JSON`,
    };
  },
};

// A header may hold no control character; Node.js refuses such a request, which is another attack.
const decoded = (text: string): string =>
  decodeURIComponent(text.replace(/%(?:c0%ae|ff)/g, "")).replace(/[^\x20-\x7e]/g, "");
