import { METHODS } from "node:http";

import type { Random } from "../lib/random.js";
import { bytesOf, getOf, headOf, KEY, MARK, whole, type FuzzRequest } from "./request.js";
import { V1_URLS, valid, validGet } from "./valid.js";

const PIECES = [
  ...["/", "//", ".", "..", "%2e%2e", "%2F", "%5c", "\\", "%00", "%", "%f", "%ff", "%C3%A9", "%zz"],
  ...["api", "user", "prediccion", "v1", "models", "v2", "infer", "invocations", "healthz", "*"],
  ...[
    "__proto__",
    "constructor",
    ":id",
    "{x}",
    "(",
    "+",
    "$",
    "'",
    "!",
    "~",
    ";a=b",
    "5008806",
    MARK,
  ],
] as const;

// What Node.js refuses in a url before express sees it.
const UNFIT = /[^\x21-\x7e]/;

const target = (request: string, status?: number): FuzzRequest =>
  UNFIT.test(request)
    ? { packets: [headOf(getOf(request))], methods: ["GET"], right: "closed" }
    : whole(getOf(request), status);

/** Paths of all kinds. */
export const path = (random: Random): FuzzRequest =>
  target(`/${random.text(random.int(0, 12), PIECES)}${random.once(50) ? "a/".repeat(4_000) : ""}`);

const IDS = [
  ...["0", "00", "-1", "1.5", "1e3", "0x1F", "999999999999999", "9999999999999999", "NaN", " 1"],
  ...[
    "5008806%00",
    "%35008806",
    "5008806%20",
    "%D9%A1",
    "..",
    "%2e",
    "__proto__",
    MARK,
    `${MARK}@x.es`,
  ],
  ...["5008806;x=1", "1,2", "'", "%27%20OR%201=1", "5008806.0", "+5008806", "%ff", "%E0%A4%A"],
] as const;

/** Keys of entities that are none, whole numbers and texts. */
export const id = (random: Random): FuzzRequest => {
  const key = random.once(4) ? random.text(random.int(1, 4), IDS) : random.pick(IDS);
  const [before, answers] = random.pick([
    ["/api/user", ["prediccion", "caracteristicasriesgo"]],
    ["/api/airports", ["prediction", "features"]],
  ] as const);
  return target(`${before}/${key}/${random.pick(answers)}`.replaceAll(" ", "%20"));
};

const QUERY = [
  ...["detalle=true", "detalle", "detalle=", "detalle=TRUE", "detalle[]=true", "detalle[a]=true"],
  ...["__proto__[detalle]=true", "constructor=1", "hasOwnProperty=1", `detalle=${MARK}`, "%ff=%ff"],
  ...["=", "&&", "a[b][c][d][e][f][g]=1", "detalle=%74rue", "?", "#", "a=%", "detalle=true;x"],
] as const;

/** Queries of all kinds. */
export const query = (random: Random): FuzzRequest => {
  const parts = Array.from({ length: random.once(50) ? 1_200 : random.int(0, 5) }, () =>
    random.pick(QUERY),
  );
  return target(
    `/api/user/5008806/${random.pick(["prediccion", "caracteristicasriesgo"])}?${parts.join("&")}`.slice(
      0,
      15_000,
    ),
  );
};

const ODD_METHODS = ["get", "GETT", "BREW", "G\0T", "", "PRI", "\u00e9"];
const TARGETS = ["/", "/healthz", "/metrics", "/api/user/5008806/prediccion", ...V1_URLS] as const;

/** Every method, and words that are none. */
export const method = (random: Random): FuzzRequest => {
  const url = random.pick(TARGETS);
  if (random.once(4))
    return {
      packets: [headOf({ method: random.pick(ODD_METHODS), target: url, headers: [] })],
      methods: ["GET"],
      right: "closed",
    };
  const name = random.pick(METHODS);
  const message = { ...getOf(url), method: name };
  return name === "CONNECT"
    ? { packets: [headOf(message)], methods: [name], right: "closed" }
    : whole(message);
};

const STRANGE_TARGETS = [
  ...[
    "*",
    "http://",
    "https://",
    "http://x",
    "http://[::1",
    "http://[::1]/healthz",
    "http://a:99999/",
  ],
  ...[
    "http://x/api/user/5008806/prediccion",
    "HTTP://X/healthz?a#b",
    "http://u:p@h/healthz",
    "http://?",
  ],
  ...["http://#", "http:///healthz", "ftp://x/", "foo:", "//x/healthz", "x", "?", "#", "/#", "/?#"],
  ...[
    "http://%00/",
    "http://a^b/",
    "http://\\/",
    `http://${MARK}`,
    `http://${MARK}/${MARK}?${MARK}`,
  ],
] as const;

/** Targets that are no plain paths. */
export const strangeTarget = (random: Random): FuzzRequest => ({
  packets: [
    headOf({
      ...getOf(random.pick(STRANGE_TARGETS)),
      method: random.pick(["GET", "OPTIONS", "POST"]),
    }),
  ],
  methods: ["GET"],
  right: "closed",
});

const HEX = "0123456789abcdef".split("");

const HEADERS: readonly ((random: Random) => string)[] = [
  (random) => `x-request-id: ${random.text(random.int(0, 40), [...HEX, "-"])}`,
  () => `x-request-id: ${MARK}`,
  (random) =>
    `traceparent: ${random.pick(["00", "ff", "01"])}-${random.text(32, HEX)}-${random.text(16, HEX)}-01`,
  () => `traceparent: ${MARK}`,
  (random) =>
    `x-forwarded-for: ${random.pick(["1.2.3.4", "::1", MARK, "1.2.3.4, ,", ",", "256.1.1.1", "[::1]:1", "fe80::1%eth0"])}`,
  () => "x-forwarded-host: a, b",
  (random) => `accept: ${random.pick(["*/*", "text/html", "q=;", ",,,", `${MARK}/x;q=9`])}`,
  (random) => `range: bytes=${random.pick(["0-", "-1", "9-1", "a-b", ",".repeat(500)])}`,
  () => `if-none-match: "${MARK}", W/"x", *`,
  () => `cookie: ${`${MARK}=1; `.repeat(50)}`,
  () => `authorization: Bearer ${MARK}.e30.e30`,
  (random) => `x-${random.text(random.int(1, 40), HEX)}: ${MARK}`,
  (random) => `x-long: ${MARK.repeat(random.int(1, 1_000))}`,
  () => "connection: x-api-key, x",
  () => "te: trailers, deflate;q=0.5",
  () => "x-http-method-override: DELETE",
  () => "__proto__: x",
  () => "constructor: x",
  () => "x-latin: \u00e9\u00ff",
  () => "x-empty:",
];

/** Good requests with headers of all kinds. */
export const headers = (random: Random): FuzzRequest => {
  const extra = Array.from({ length: random.int(1, 12) }, () => random.pick(HEADERS)(random));
  const message = valid(random);
  return whole({ ...message, headers: [...message.headers, ...extra] });
};

const BAD_HEADERS = [
  ...[
    "no colon",
    ": no name",
    "na me: x",
    "x: a\0b",
    "x : y",
    " folded: x",
    "x\u00e9: y",
    "x: \x7f",
  ],
  ...["host: again", "content-length: -1", "content-length: 1e3", "transfer-encoding: x"],
  ...["content-length: 5\r\ncontent-length: 6", "transfer-encoding: chunked\r\ncontent-length: 3"],
] as const;

/** Heads that are malformed, or more than a server takes. */
export const badHead = (random: Random): FuzzRequest => {
  const message = validGet(random);
  const lines = random.pick([
    () => [random.pick(BAD_HEADERS)],
    () => [`x: ${"y".repeat(random.int(15_000, 20_000))}`],
    () => Array.from({ length: random.int(900, 3_000) }, (_, i) => `x-${i}: 1`),
  ])();
  return { packets: [headOf({ ...message, headers: lines })], methods: ["GET"], right: "closed" };
};

/** Good requests with other keys than the right one, or none. */
export const key = (random: Random): FuzzRequest => {
  const line = random.pick([
    ...["", `x-api-key: ${KEY}x`, `x-api-key: ${MARK}`, "x-api-key:", "x-api-key: \u00e9"],
    ...[`x-api-key: ${KEY}\r\nx-api-key: ${KEY}`, `X-API-KEY: ${KEY.toUpperCase()}`],
    `x-api-key: ${"k".repeat(8_000)}`,
    `authorization: Bearer ${KEY}`,
  ]);
  const { target: url } = validGet(random);
  const head = [`GET ${url} HTTP/1.1`, "host: x", ...(line === "" ? [] : [line]), "", ""];
  const open = /^\/(?:healthz|readyz|docs|v1\/sign-in)/.test(url);
  return {
    packets: [bytesOf(head.join("\r\n"))],
    methods: ["GET"],
    right: "answered",
    status: open ? 200 : 401,
  };
};

const EXPECTATIONS = ["100-continue", "100-Continue", "200-ok", MARK, "100-continue, x"];

/** Expectations and upgrades. */
export const expectation = (random: Random): FuzzRequest => {
  const extra = random.pick([
    [`expect: ${random.pick(EXPECTATIONS)}`],
    [
      "connection: upgrade",
      "upgrade: websocket",
      "sec-websocket-key: x",
      "sec-websocket-version: 13",
    ],
    [
      "connection: upgrade, http2-settings",
      "upgrade: h2c",
      "http2-settings: AAMAAABkAARAAAAAAAIAAAAA",
    ],
    ["upgrade: x"],
  ]);
  const message = valid(random);
  return whole({ ...message, headers: [...message.headers, ...extra] });
};
