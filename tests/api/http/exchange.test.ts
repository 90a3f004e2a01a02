import { createServer, IncomingMessage, ServerResponse, type Server } from "node:http";

import { exchangeClasses, listen, stop, urlOf, type ApiResponse } from "@despliega/api";
import { afterEach, describe, expect, test } from "@jest/globals";
import express, { type Express } from "express";

import { EXPRESS_CASES } from "./express-cases.js";
import { exchangeRaw, requestText } from "./raw.js";

const ID = "x-request-id: the-id\r\n";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await stop(server, 0);
});

const open = async (server: Server): Promise<string> => {
  servers.push(await listen(server, { host: "127.0.0.1", port: 0 }));
  return urlOf(server);
};

const plainServer = (app: Express): Server => createServer(app);

const fastServer = (app: Express, done: (response: ApiResponse) => void = () => {}): Server =>
  createServer(
    exchangeClasses(app, {
      headers: [],
      nextId: () => "the-id",
      done: (_request, response) => done(response),
    }),
    app,
  );

const ask = (url: string, request: string | readonly string[]): Promise<string> =>
  exchangeRaw(url, ...(typeof request === "string" ? [request] : request));

// A weak guard against a clock that ticks between two answers.
const undated = (answer: string): string => answer.replace(/(Date|Expires)[:=][^\r;]+/gi, "$1");

describe.each(Object.entries(EXPRESS_CASES))("%s", (_, { build, requests }) => {
  test("are the same with our classes as with Node.js's", async () => {
    const answers: string[][] = [];
    for (const serve of [plainServer, fastServer]) {
      const app = express();
      build(app);
      const url = await open(serve(app));
      const got: string[] = [];
      for (const request of requests) got.push(undated(await ask(url, request)));
      answers.push(got);
    }
    const [plain, fast] = answers;
    expect(fast!.map((answer) => answer.replaceAll(ID, ""))).toEqual(plain);
    const finals = fast!.map((answer) => answer.match(/^HTTP\/1\.1 [2-5]/gm)?.length ?? 0);
    expect(finals).not.toContain(0);
  });
});

test("an upgrade reaches its listener with the app's request", async () => {
  const app = express();
  const server = fastServer(app);
  server.on("upgrade", (request, socket) => {
    socket.end(`HTTP/1.1 101 ${Object.getPrototypeOf(request) === app.request}\r\n\r\n`);
  });
  const url = await open(server);
  const upgrade = ["GET / HTTP/1.1", "host: x", "connection: upgrade", "upgrade: x", "", ""];
  expect(await ask(url, upgrade.join("\r\n"))).toBe("HTTP/1.1 101 true\r\n\r\n");
});

describe("express's way to set the prototype", () => {
  const prototypes = async (serve: (app: Express) => Server): Promise<readonly object[][]> => {
    const app = express();
    const seen: object[][] = [];
    const note = (request: IncomingMessage, response: ServerResponse) =>
      void seen.push([
        Object.getPrototypeOf(request) as object,
        Object.getPrototypeOf(response) as object,
      ]);
    app.get("/", (request, response) => {
      note(request, response);
      response.end();
    });
    const server = serve(app);
    server.prependListener("request", note);
    await ask(await open(server), requestText("GET /"));
    return [...seen, [app.request, app.response]];
  };

  test("finds it set already with our classes", async () => {
    const [before, within, own] = await prototypes(fastServer);
    expect(before![0]).toBe(own![0]);
    expect(before![1]).toBe(own![1]);
    expect(within![0]).toBe(own![0]);
    expect(within![1]).toBe(own![1]);
  });

  test("changes it with Node.js's, so that the test above means something", async () => {
    const [before, within] = await prototypes(plainServer);
    expect(within![0]).not.toBe(before![0]);
    expect(within![1]).not.toBe(before![1]);
  });
});

test("requests and responses are still those of Node.js and of express", () => {
  const app = express();
  fastServer(app);
  expect(app.request).toBeInstanceOf(IncomingMessage);
  expect(app.response).toBeInstanceOf(ServerResponse);
  for (const name of [...Object.keys(express.request), ...Object.keys(express.response)])
    expect(name in app.request || name in app.response).toBe(true);
});

test("Node.js still writes every head in the method that the headers are put into", async () => {
  const prototype = ServerResponse.prototype as unknown as Record<string, unknown>;
  expect(typeof prototype["_storeHeader"]).toBe("function");
  const heads: Readonly<Record<string, (response: ServerResponse) => void>> = {
    "/end": (response) => response.end("x"),
    "/write": (response) => void response.write("x", () => response.end()),
    "/head": (response) => response.writeHead(200, ["x-a", "1"]).end(),
    "/flush": (response) => {
      response.flushHeaders();
      response.end();
    },
  };
  const app = express();
  const server = createServer(
    exchangeClasses(app, { headers: ["x-always", "1"], nextId: () => "the-id", done: () => {} }),
    (request, response) => heads[request.url!]!(response),
  );
  const url = await open(server);
  for (const path of Object.keys(heads)) {
    const answer = await ask(url, requestText(`GET ${path}`));
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\nx-always: 1\r\nx-request-id: the-id\r\n/);
  }
});

describe("every answer carries its id and is reported once", () => {
  const reported = async (build: (app: Express) => void, request: string) => {
    const statuses: number[] = [];
    const app = express();
    build(app);
    const server = fastServer(app, ({ statusCode }) => void statuses.push(statusCode));
    const answer = await ask(await open(server), request);
    return { statuses, ids: answer.split(ID).length - 1 };
  };

  test.each([
    ["of a handler", requestText("GET /"), 200],
    ["without a handler", requestText("GET /none"), 404],
    ["of a sub-app that was mounted before", requestText("GET /inner"), 201],
    ["to a request without a host", "GET / HTTP/1.1\r\n\r\n", 400],
    ["to an unknown expectation", requestText("GET /", ["expect: x"]), 417],
  ])("%s", async (_, request, status) => {
    const build = (app: Express): void => {
      app.get("/", (_request, response) => void response.send("x"));
      const inner = express();
      inner.get("/", (_request, response) => void response.sendStatus(201));
      app.use("/inner", inner);
    };
    expect(await reported(build, request)).toEqual({ statuses: [status], ids: 1 });
  });
});
