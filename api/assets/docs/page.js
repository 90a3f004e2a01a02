const GAP = 2;

/** Makes an element; texts among the children are set as text, never as markup. */
const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

const byId = (id) => document.getElementById(id);
const pretty = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, GAP));

/** What is typed as key or token, as headers. */
const credentials = () => {
  const secret = byId("secret").value.trim();
  if (secret === "") return {};
  return byId("secret").dataset.scheme === "bearer"
    ? { authorization: `Bearer ${secret}` }
    : { "x-api-key": secret };
};

const follow = (api, node) => {
  if (node?.$ref === undefined) return node;
  return node.$ref
    .slice(2)
    .split("/")
    .reduce((at, key) => at[key], api);
};

/** A schema with all that it points to, for people to read. */
const unfold = (api, node) => {
  if (Array.isArray(node)) return node.map((item) => unfold(api, item));
  if (node === null || typeof node !== "object") return node;
  if (node.$ref !== undefined) return unfold(api, follow(api, node));
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, unfold(api, value)]));
};

const table = (heads, rows) =>
  make(
    "div",
    { className: "scroll" },
    make(
      "table",
      {},
      make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
      make(
        "tbody",
        {},
        ...rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell)))),
      ),
    ),
  );

const fold = (title, text) =>
  make(
    "details",
    {},
    make("summary", { className: "soft" }, title),
    make("pre", { tabIndex: 0 }, text),
  );

const parameterField = (parameter) => {
  const { name, schema, example = "" } = parameter;
  if (schema.type === "boolean")
    return make("select", { name }, make("option", {}, "false"), make("option", {}, "true"));
  return make("input", { name, value: example, placeholder: name, size: 24, autocomplete: "off" });
};

const urlOf = (path, parameters, form) => {
  const query = new URLSearchParams();
  let url = path;
  for (const { name, in: place, schema } of parameters) {
    const { value } = form.elements.namedItem(name);
    if (place === "path") url = url.replace(`{${name}}`, encodeURIComponent(value));
    else if (value !== String(schema.default ?? "")) query.set(name, value);
  }
  return query.size === 0 ? url : `${url}?${query}`;
};

const shell = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

const curl = (method, url, headers, body) =>
  [
    `curl ${method === "POST" ? "-X POST " : ""}${shell(new URL(url, location.href).href)}`,
    ...Object.entries(headers).map(
      ([name, value]) =>
        // The secret stays out of what is copied and shared.
        `-H ${shell(`${name}: ${/^(x-api-key|authorization)$/.test(name) ? "…" : value}`)}`,
    ),
    ...(body === undefined ? [] : [`--data-raw ${shell(body)}`]),
  ].join(" \\\n  ");

const send = async (method, url, headers, body, output) => {
  output.replaceChildren(make("p", { className: "soft" }, "Waiting…"));
  try {
    const since = performance.now();
    const options = { method, headers, ...(body === undefined ? {} : { body }) };
    const response = await fetch(url, options);
    const text = await response.text();
    const ms = (performance.now() - since).toFixed(0);
    const release = response.headers.get("despliega-release");
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    output.replaceChildren(
      make(
        "p",
        { className: response.ok ? "soft" : "bad" },
        `${response.status} ${response.statusText} in ${ms} ms${release === null ? "" : `, by ${release}`}`,
      ),
      make("pre", { tabIndex: 0 }, isJson ? pretty(JSON.parse(text)) : text),
      fold("curl", curl(method, url, headers, body)),
    );
  } catch (error) {
    output.replaceChildren(make("p", { className: "bad" }, `No answer: ${error.message}`));
  }
};

/** A body to fill in, for a url that shows no example: its fields without their values. */
const blank = ({ type, properties, oneOf }) => {
  if (oneOf !== undefined) return blank(oneOf[0]);
  if (type === "array") return [];
  if (type !== "object") return type === "string" ? "" : 0;
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, blank(schema)]),
  );
};

/** The form that sends a request. */
const tryForm = (path, method, parameters, content) => {
  const choices = Object.entries(content).flatMap(([type, { schema, examples }]) =>
    Object.entries(
      examples ?? (schema.type === "string" ? {} : { blank: { value: blank(schema) } }),
    ).map(([name, { value }]) => ({ type, name, text: pretty(value) })),
  );
  const form = make("form", {});
  for (const parameter of parameters)
    form.append(
      make(
        "label",
        { className: "row" },
        make("code", {}, parameter.name),
        parameterField(parameter),
      ),
    );
  const choice = make("select", { ariaLabel: "Example" });
  const body = make("textarea", { ariaLabel: "Body", spellcheck: false });
  if (choices.length > 0) {
    choice.append(
      ...choices.map(({ type, name }, i) => make("option", { value: i }, `${name} (${type})`)),
    );
    const show = () => (body.value = choices[choice.value].text);
    choice.addEventListener("change", show);
    show();
    form.append(make("div", { className: "row" }, choice), body);
  }
  const output = make("div", { ariaLive: "polite" });
  form.append(make("div", { className: "row" }, make("button", {}, "Send")), output);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const sent = choices.length === 0 ? undefined : body.value;
    const type = choices.length === 0 ? {} : { "content-type": choices[choice.value].type };
    const url = urlOf(path, parameters, form);
    void send(method.toUpperCase(), url, { ...type, ...credentials() }, sent, output);
  });
  return form;
};

const operation = (api, path, method, described) => {
  const { summary, description, parameters = [], requestBody, responses } = described;
  const content = requestBody?.content ?? {};
  const known = parameters.map((parameter) => follow(api, parameter));
  const inside = make("div", {});
  const fill = () => {
    inside.append(
      make("p", {}, description ?? ""),
      ...(known.length === 0
        ? []
        : [
            table(
              ["Parameter", "Meaning"],
              known.map(({ name, description }) => [name, description]),
            ),
          ]),
      ...Object.entries(content).map(([type, { schema }]) =>
        fold(`Schema of ${type}`, pretty(unfold(api, schema))),
      ),
      make("h3", {}, "Try it"),
      tryForm(path, method, known, unfold(api, content)),
      make("h3", {}, "Responses"),
      table(
        ["Status", "Meaning"],
        Object.entries(responses).map(([status, response]) => [
          status,
          make(
            "div",
            {},
            ...response.description
              .replaceAll("`", "")
              .split("\n\n")
              .map((line) => make("div", {}, line)),
            ...(status === "200"
              ? Object.entries(response.content).map(([type, { schema }]) =>
                  fold(`Schema of ${type}`, pretty(unfold(api, schema))),
                )
              : []),
          ),
        ]),
      ),
    );
  };
  const details = make(
    "details",
    { className: "operation", id: described.operationId },
    make(
      "summary",
      {},
      make("span", { className: `method ${method}` }, method.toUpperCase()),
      make("span", { className: "path" }, path),
      make("span", { className: "soft" }, summary),
    ),
    inside,
  );
  details.addEventListener("toggle", fill, { once: true });
  return details;
};

const show = (api) => {
  byId("version").textContent = api.info.version;
  byId("about").textContent = api.info.description.replaceAll("`", "");
  const scheme = Object.values(api.components.securitySchemes ?? {})[0];
  if (scheme !== undefined) askFor(scheme.scheme === "bearer" ? "bearer" : "key");

  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ path, method, described })),
  );
  byId("contents").replaceChildren(
    ...api.tags.map(({ name }) => make("a", { href: `#${encodeURIComponent(name)}` }, name)),
  );
  byId("main").replaceChildren(
    ...api.tags.map(({ name, description }) =>
      make(
        "section",
        {},
        make("h2", { id: encodeURIComponent(name) }, name),
        make("p", { className: "soft" }, description),
        ...operations
          .filter(({ described }) => described.tags.includes(name))
          .map(({ path, method, described }) => operation(api, path, method, described)),
      ),
    ),
  );
};

/** Opens the operation that the url's fragment names, so that one can be pointed to. */
const openNamed = () => {
  const named = byId(decodeURIComponent(location.hash.slice(1)));
  if (!(named instanceof HTMLDetailsElement)) return;
  named.open = true;
  named.scrollIntoView();
};

const askFor = (scheme) => {
  byId("sign-in").hidden = false;
  byId("secret").dataset.scheme = scheme;
  byId("secret-label").textContent = scheme === "bearer" ? "Token" : "Key";
};

const load = async () => {
  const response = await fetch("/openapi.json", { headers: credentials() });
  if (response.ok) {
    show(await response.json());
    return openNamed();
  }
  const wanted = response.headers.get("www-authenticate");
  if (wanted !== null) askFor(wanted.startsWith("Bearer") ? "bearer" : "key");
  const text = wanted === null ? `No document: ${response.status}` : "Sign in to see the document.";
  byId("main").replaceChildren(make("p", { className: "bad" }, text));
};

byId("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  void load();
});
addEventListener("hashchange", openNamed);
void load();
