import { inAll, type Attack, type Outcome } from "../lib/attack.js";
import type { Field } from "../lib/field.js";
import { exchange, statusesOf } from "../lib/raw.js";
import { startIssuer } from "../lib/issuer.js";

/** Names that a page in a browser may have given to this machine's address. */
const HOSTS = [
  "evil.example",
  "evil.example:80",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "evil.example.",
  "localhost.",
  "localhost@evil.example",
  "evil.example#localhost",
  "evil.example\tlocalhost",
  "localhost:80@evil.example",
  "0.0.0.0",
  "[::]",
  "10.0.0.1",
  "169.254.169.254",
  "[::ffff:10.0.0.1]",
  "2130706434",
  "",
  "xn--lcalhost-54a",
  "localhost,evil.example",
] as const;

/** Hosts that are this machine's in any reading, and reach nobody else. */
const HARMLESS = new Set(["localhost."]);

const URLS = ["/v1/models", "/healthz", "/", "/api/user/5008806/prediccion"] as const;

const ofApi = async ({ open }: Field): Promise<Outcome> => {
  const { url } = await open();
  const successes: string[] = [];
  for (const host of HOSTS)
    for (const path of URLS) {
      const [status = 0] = statusesOf(
        await exchange(url, [`GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`]),
      );
      if (status === 200 && !HARMLESS.has(host)) successes.push(`api, ${host}${path}: ${status}`);
    }
  // What a page may send to another origin without being asked first.
  const answer = await fetch(`${url}/v1/models`, { headers: { origin: "https://evil.example" } });
  await answer.arrayBuffer();
  if (answer.headers.get("access-control-allow-origin") !== null)
    successes.push("api: a page of another origin may read the answers");
  return { tries: HOSTS.length * URLS.length + 1, successes, figures: "" };
};

const ofIssuer = async (field: Field): Promise<Outcome> => {
  const issuer = await startIssuer(field);
  const successes: string[] = [];
  for (const host of HOSTS) {
    const answer = await exchange(issuer.url, [
      `GET /token?role=vih.pseudonym HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`,
    ]);
    if (answer.includes("eyJ") && !HARMLESS.has(host)) successes.push(`issuer, ${host}: a token`);
  }
  return { tries: HOSTS.length, successes, figures: "" };
};

/** Reaches a server of this machine from a page in a browser, by a name that leads to this address. */
export const hosts: Attack = {
  tried: `${HOSTS.length} names of a host at the api without authentication and at the issuer of tokens of \`npm start\`, and a page of another origin`,
  aim: "a request by a name that is not this machine's is answered, or a token is given",
  stopped:
    "`DESPLIEGA_ALLOWED_HOSTS`, and loopback's names alone without it (`api/src/security/own-host.ts`)",
  async play(field) {
    return inAll([await ofApi(field), await ofIssuer(field)]);
  },
};
