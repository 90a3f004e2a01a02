import { Readable } from "node:stream";

import express, { Router, type ErrorRequestHandler, type Express } from "express";

import { requestText } from "./raw.js";

/** Something that express does: an app, and what is sent to it. */
export interface ExpressCase {
  readonly build: (app: Express) => void;
  /** Each is sent over a connection of its own, its parts in packets of their own. */
  readonly requests: readonly (string | readonly string[])[];
}

const get = (url: string, ...headers: readonly string[]) => requestText(`GET ${url}`, headers);
const post = (url: string, body: string, ...headers: readonly string[]) =>
  requestText(`POST ${url}`, ["content-type: application/json", ...headers], body);

const telling: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  response.status(418).json({ told: error instanceof Error ? error.message : error });
};

const failing = (app: Express): void => {
  app.get("/sync", () => {
    throw new Error("sync");
  });
  app.get("/async", async () => Promise.reject(new Error("async")));
  app.get("/next", (_request, _response, next) => next("a text"));
};

const quiet = (): Error => Object.assign(new Error("quiet"), { stack: "no stack", status: 409 });

/** What express does with requests and responses, for the most part of its interface. */
export const EXPRESS_CASES: Readonly<Record<string, ExpressCase>> = {
  "params, also encoded, optional and wildcard ones": {
    build: (app) => {
      app.get("/user/:id{/:part}", (request, response) => void response.json(request.params));
      app.get("/files/*path", (request, response) => void response.json(request.params));
    },
    requests: [get("/user/7"), get("/user/a%20b/c%2Fd"), get("/files/a/b/c"), get("/user/%ff")],
  },
  "a param handler": {
    build: (app) => {
      app.param("id", (_request, response, next, id: string) => {
        response.locals["id"] = Number(id) + 1;
        next();
      });
      app.get("/:id", (_request, response) => void response.json(response.locals));
    },
    requests: [get("/41")],
  },
  "the query, simple and nested": {
    build: (app) => {
      app.get("/simple", (request, response) => void response.json(request.query));
      const nested = express();
      nested.set("query parser", "extended");
      nested.get("/", (request, response) => void response.json(request.query));
      app.use("/nested", nested);
    },
    requests: ["/simple", "/nested"].flatMap((url) => [
      get(url),
      get(`${url}?a=1&a=2&b[c]=3&b[d][]=4&e`),
      get(`${url}?__proto__[x]=1&a=%ff&=`),
    ]),
  },
  "mounted routers, their urls and their merged params": {
    build: (app) => {
      const inner = Router({ mergeParams: true });
      inner.all("/:b", ({ baseUrl, url, originalUrl, path, params, route }, response) => {
        const { path: found } = route as { path: string };
        response.json({ baseUrl, url, originalUrl, path, params, found });
      });
      app.use("/mounted/:a", inner);
    },
    requests: [get("/mounted/1/2?x=3"), get("/mounted/1"), requestText("PURGE /mounted/1/2")],
  },
  "sub-apps with settings and locals of their own": {
    build: (app) => {
      app.locals["name"] = "outer";
      const inner = express();
      inner.disable("x-powered-by").locals["name"] = "inner";
      inner.get("/", (request, response, next) => {
        if (request.query["next"] !== undefined) return next();
        response.json({
          names: [request.app.locals["name"], response.app.locals["name"]],
          path: inner.path(),
        });
      });
      app.use("/inner", inner);
      app.use(({ app: { locals } }, response) => void response.json(locals));
    },
    requests: [get("/inner"), get("/inner?next"), get("/elsewhere")],
  },
  "errors, with a handler": {
    build: (app) => {
      failing(app);
      app.use(telling);
    },
    requests: ["/sync", "/async", "/next"].map((url) => get(url)),
  },
  "errors, without a handler": {
    build: (app) => {
      app.get("/", () => {
        throw quiet();
      });
      app.get("/late", (_request, response) => {
        response.writeHead(200, { "content-length": 10 }).write("half");
        throw quiet();
      });
    },
    requests: [get("/"), get("/none"), get("/late"), get("/%")],
  },
  "ways to send": {
    build: (app) => {
      const sends: Readonly<Record<string, express.RequestHandler>> = {
        text: (_request, response) => void response.send("text é"),
        bytes: (_request, response) => void response.send(Buffer.from([0, 1, 255])),
        object: (_request, response) => void response.send({ a: [1, null] }),
        json: (_request, response) => void response.status(201).json("<b>"),
        status: (_request, response) => void response.sendStatus(404),
        empty: (_request, response) => void response.status(204).send("dropped"),
        end: (_request, response) => void response.type("csv").end("a,b"),
        redirect: (_request, response) => response.redirect(303, "/else where"),
        location: (_request, response) => void response.location("/x?y=é").end(),
        jsonp: (_request, response) => void response.jsonp({ a: 1 }),
        format: (_request, response) =>
          void response.format({ json: () => response.json(1), text: () => response.send("1") }),
        file: (_request, response) => response.download(import.meta.filename, "name.js"),
      };
      for (const [name, send] of Object.entries(sends)) app.all(`/${name}`, send);
    },
    requests: [
      ...["text", "bytes", "object", "json", "status", "empty", "end", "redirect", "location"],
      ...["jsonp?callback=call", "format", "file"],
    ].flatMap((path) => [get(`/${path}`), requestText(`HEAD /${path}`), post(`/${path}`, "{}")]),
  },
  "response headers": {
    build: (app) => {
      app.get("/", (_request, response) => {
        response
          .set({ "X-One": "1", "x-two": "2" })
          .append("x-one", "again")
          .append("Set-Cookie", "plain=1")
          .cookie("name", "välue", { httpOnly: true, maxAge: 1, sameSite: "lax", path: "/p" })
          .clearCookie("gone", { expires: new Date(0) })
          .links({ next: "/2", last: "/9" })
          .vary("Accept")
          .vary("Origin")
          .type("html")
          .attachment("é.html");
        response.removeHeader("x-two");
        response.send(`${response.get("x-one")} ${response.headersSent}`);
      });
    },
    requests: [get("/")],
  },
  "facts about a request": {
    build: (app) => {
      app.set("trust proxy", true);
      app.all("/", (request, response) => {
        const { ip, ips, hostname, host, protocol, secure, subdomains, xhr, fresh } = request;
        response.json({
          ...{ ip, ips, hostname, host, protocol, secure, subdomains, xhr, fresh },
          accepts: request.accepts("html", "json"),
          languages: request.acceptsLanguages(),
          encodings: request.acceptsEncodings("gzip"),
          is: request.is("json"),
          got: [request.get("Referrer"), request.header("x-none")],
          range: request.range(100),
          http: [request.httpVersion, request.method, request.rawHeaders.length],
        });
      });
    },
    requests: [
      get("/"),
      get("/", "x-forwarded-for: 1.2.3.4, 5.6.7.8", "x-forwarded-proto: https"),
      get("/", "x-forwarded-host: a.b.example.org:1", "x-requested-with: XMLHttpRequest"),
      get("/", "accept: text/*;q=.5, application/json", "accept-language: es, en;q=0.1"),
      get("/", "accept-encoding: gzip", "range: bytes=0-9,50-", "referer: /from"),
      post("/", "{}", "if-none-match: *"),
    ],
  },
  "JSON bodies and their limit": {
    build: (app) => {
      app.use(express.json({ limit: 20 }), express.urlencoded(), express.text());
      app.post("/", (request, response) => void response.json({ body: request.body as unknown }));
      app.use(telling);
    },
    requests: [
      post("/", '{"a":[1]}'),
      post("/", '{"a":'),
      post("/", `"${"x".repeat(30)}"`),
      requestText("POST /", ["content-type: application/x-www-form-urlencoded"], "a=1&b=2"),
      requestText("POST /", ["content-type: text/plain"], "text"),
      requestText("POST /", ["content-type: application/json", "content-encoding: x"], "1"),
      requestText("POST /"),
      [
        requestText("POST /", ["content-type: application/json", "transfer-encoding: chunked"]),
        '3\r\n{"a\r\n',
        '4\r\n":1}\r\n0\r\n\r\n',
      ],
      [post("/", '{"split":1}').slice(0, -5), 't":1}'],
    ],
  },
  "streams that are piped in and out": {
    build: (app) => {
      app.get("/", (_request, response) => void Readable.from(["a", "b", "c"]).pipe(response));
      app.post("/", (request, response) => void request.pipe(response.status(202)));
      app.get("/broken", (_request, response) => {
        response.write("a", () => response.destroy());
      });
    },
    requests: [get("/"), post("/", "x".repeat(1_000)), get("/broken"), requestText("HEAD /")],
  },
  "etags and what is not modified": {
    build: (app) => {
      app.set("etag", "strong");
      app.get("/", (_request, response) => void response.send("tagged"));
    },
    requests: [
      get("/"),
      get("/", 'if-none-match: "6-RPgqW6JhChXsO1QOvNYDRL1BD8g"'),
      get("/", "if-none-match: *"),
      get("/", "if-none-match: *", "cache-control: no-cache"),
    ],
  },
  "heads that are written by hand": {
    build: (app) => {
      app.get("/object", (_request, response) => {
        response.setHeader("x-set", "1");
        response.writeHead(206, { "x-set": "2", "set-cookie": ["a=1", "b=2"] }).end("x");
      });
      app.get("/flat", (_request, response) => {
        const flat = ["x-a", "1", "x-a", "2", "content-length", "1"];
        response.writeHead(207, flat).end("x");
      });
      app.get("/flat-after-set", (_request, response) => {
        response.setHeader("x-set", "1");
        response.writeHead(207, ["x-a", "1", "x-b", "2"]).end("x");
      });
      app.get("/message", (_request, response) => {
        response.writeHead(299, "As It Pleases", { "x-a": 1 }).end();
      });
      app.get("/flushed", (_request, response) => {
        response.statusMessage = "Flushed";
        response.flushHeaders();
        response.end("x");
      });
      app.get("/late", (_request, response) => {
        response.write("x");
        try {
          response.setHeader("x-late", "1");
        } catch (error) {
          response.end((error as NodeJS.ErrnoException).code);
        }
      });
      app.get("/bad", (_request, response) => {
        response.setHeader("x-bad", "a\nb");
      });
      app.use(telling);
    },
    requests: [
      ...["/object", "/flat", "/flat-after-set", "/message", "/flushed", "/late", "/bad"],
    ].flatMap((path) => [get(path), requestText(`HEAD ${path}`)]),
  },
  "heads before the head, and trailers after the body": {
    build: (app) => {
      app.all("/", (_request, response) => {
        response.writeContinue();
        response.writeProcessing();
        response.writeEarlyHints({ link: "</style.css>; rel=preload" });
        response.writeHead(200, { trailer: "x-after" }).write("body");
        response.addTrailers({ "x-after": "all" });
        response.end();
      });
    },
    requests: [
      get("/"),
      [requestText("POST /", ["content-length: 2", "expect: 100-continue"]), "{}"],
    ],
  },
  "what Node.js answers itself": {
    build: (app) => {
      app.get("/", (_request, response) => void response.send("x"));
    },
    requests: [
      "GET / HTTP/1.1\r\n\r\n",
      get("/", "expect: something"),
      "GET / HTTP/1.0\r\n\r\n",
      "BREW / HTTP/1.1\r\nhost: x\r\n\r\n",
      get("/", "connection: upgrade", "upgrade: websocket"),
      get("/", "content-length: 1", "transfer-encoding: chunked"),
    ],
  },
  "several requests over one connection, also at once": {
    build: (app) => {
      app.get("/slow", (_request, response) => void setTimeout(() => response.send("slow"), 20));
      app.get("/fast", (_request, response) => void response.send("fast"));
      app.post("/", (request, response) => {
        request.resume().on("end", () => response.send("read"));
      });
    },
    requests: [
      [
        "GET /slow HTTP/1.1\r\nhost: x\r\n\r\nGET /fast HTTP/1.1\r\nhost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nab",
        `c${get("/fast")}`,
      ],
    ],
  },
};
