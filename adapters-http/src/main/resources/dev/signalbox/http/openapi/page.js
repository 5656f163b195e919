"use strict";
const METHODS = ["get", "post", "put", "patch", "delete"];
const byId = (id) => document.getElementById(id);
let api = {};

/* An element; everything that comes from the document goes in as text, never as markup. */
function make(tag, classes, ...children) {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  for (const child of children) if (child !== null && child !== undefined) element.append(child);
  return element;
}

/* A sentence in which `words` in backquotes are code. */
function sentence(tag, classes, text) {
  const element = make(tag, classes);
  String(text || "").split("`").forEach((part, i) => {
    if (part) element.append(i % 2 ? make("code", "", part) : part);
  });
  return element;
}

function target(ref) {
  return ref.split("/").slice(1).reduce((node, name) => node[name], api);
}

function refName(schema) {
  return schema && schema.$ref ? schema.$ref.split("/").pop() : null;
}

function typeOf(schema) {
  if (!schema) return "any";
  if (schema.$ref) return refName(schema);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" or ");
  const types = [].concat(schema.type || "any");
  const words = types.map((type) => {
    if (type === "array") return schema.items ? "list of " + typeOf(schema.items) : "list";
    if (type === "object" && schema.additionalProperties && schema.additionalProperties.type) {
      return "map of " + typeOf(schema.additionalProperties);
    }
    return type === "string" && schema.format === "date-time" ? "time" : type;
  });
  return words.join(" or ");
}

/* The named schemas that one schema mentions. */
function mentioned(schema) {
  if (!schema) return [];
  if (schema.$ref) return [schema.$ref];
  return [].concat(...(schema.anyOf || []).map(mentioned), mentioned(schema.items));
}

function extras(schema) {
  const where = make("div");
  if (schema.enum) {
    const words = make("div", "quiet", "One of ");
    schema.enum.filter((word) => word !== null).forEach((word, i) => words.append(i ? ", " : "", make("code", "", word)));
    where.append(words);
  }
  if (schema.default !== undefined) {
    where.append(make("div", "quiet", "If left out: ", make("code", "", JSON.stringify(schema.default))));
  }
  [...new Set(mentioned(schema))].forEach((ref) => {
    const fields = target(ref).properties || {};
    if (!Object.keys(fields).length) return;
    const more = make("details", "more", make("summary", "", "Fields of " + ref.split("/").pop()));
    more.addEventListener("toggle", () => {
      if (more.open && more.children.length === 1) more.append(fieldsOf(target(ref)));
    });
    where.append(more);
  });
  return where;
}

function field(name, schema, needed, description) {
  const head = make("div", "", make("span", "name", name), make("span", "type", typeOf(schema)));
  const text = make("div");
  if (needed) text.append(make("span", "badge must", "required"));
  if (schema["x-signalbox-unserved"]) text.append(make("span", "badge warn", "not enforced yet"));
  text.append(sentence("span", "", description || schema.description), extras(schema));
  return make("li", "", head, text);
}

function fieldsOf(schema, withNeeds) {
  const list = make("ul", "fields");
  const kept = make("ul", "fields");
  const needed = withNeeds ? schema.required || [] : [];
  for (const [name, each] of Object.entries(schema.properties || {})) {
    (each["x-signalbox-kept"] ? kept : list).append(field(name, each, needed.includes(name)));
  }
  const all = make("div", "", list.children.length ? list : null);
  if (kept.children.length) {
    all.append(make("details", "more", make("summary", "", kept.children.length + " more fields of LiteLLM's that are stored and shown"), kept));
  }
  return all;
}

function sample(text) {
  const button = make("button", "", "Copy");
  button.type = "button";
  button.addEventListener("click", () => {
    const done = (word) => { button.textContent = word; setTimeout(() => { button.textContent = "Copy"; }, 1500); };
    if (navigator.clipboard) {
      navigator.clipboard.writeText(text).then(() => done("Copied"), () => done("Not allowed"));
    } else {
      getSelection().selectAllChildren(button.parentNode.firstChild);
      done(document.execCommand("copy") ? "Copied" : "Selected");
    }
  });
  return make("div", "sample", make("pre", "", text), button);
}

function answers(operation) {
  const where = make("div");
  for (const [status, raw] of Object.entries(operation.responses)) {
    const response = raw.$ref ? target(raw.$ref) : raw;
    const line = make("div", "answer", make("span", status < 400 ? "status" : "status bad", status), sentence("span", "", response.description));
    where.append(line);
    if (raw.$ref) continue;
    const media = Object.values(response.content || {})[0];
    if (!media) continue;
    const name = refName(media.schema);
    if (name) where.append(fieldsOf(target(media.schema.$ref)));
    else where.append(make("div", "quiet", typeOf(media.schema)), extras(media.schema));
  }
  return where;
}

function parameters(operation, place, title) {
  const own = (operation.parameters || []).filter((each) => each.in === place);
  if (!own.length) return null;
  const list = make("ul", "fields");
  own.forEach((each) => list.append(field(each.name, each.schema, each.required, each.description)));
  return make("div", "", make("h4", "", title), list);
}

function inside(entry) {
  const { operation } = entry;
  const where = make("div", "inside");
  if (operation.description) where.append(sentence("p", "", operation.description));
  where.append(sentence("span", "who", "Who may ask: " + operation["x-signalbox-who"]));
  if (entry.also.length) {
    const also = make("p", "quiet", "Also at ");
    entry.also.forEach((path, i) => also.append(i ? ", " : "", make("code", "", path)));
    where.append(also);
  }
  ["path", "query", "header"].forEach((place) => {
    const list = parameters(operation, place, { path: "In the path", query: "In the query", header: "Headers" }[place]);
    if (list) where.append(list);
  });
  const body = operation.requestBody && operation.requestBody.content["application/json"].schema;
  if (body) {
    where.append(make("h4", "", "Body"), fieldsOf(body.$ref ? target(body.$ref) : body, true));
  }
  where.append(make("h4", "", "Example"), sample(operation["x-codeSamples"][0].source));
  where.append(make("h4", "", "Answers"), answers(operation));
  return where;
}

function operationOf(entry) {
  const { method, path, operation } = entry;
  const box = make("details", "operation",
    make("summary", "", make("span", "method " + method, method.toUpperCase()), make("span", "path", path), make("span", "says", operation.summary)));
  box.id = operation.operationId;
  box.addEventListener("toggle", () => {
    if (box.open && box.children.length === 1) box.append(inside(entry));
  });
  return box;
}

/* Each operation once, with the other paths that lead to it. */
function entries() {
  const all = [];
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS) if (item[method]) all.push({ path, method, operation: item[method], also: [] });
  }
  const main = all.filter((each) => !each.operation["x-signalbox-alias-of"]);
  for (const alias of all) {
    const of = alias.operation["x-signalbox-alias-of"];
    const owner = of && main.find((each) => each.path === of && each.method === alias.method);
    if (owner) owner.also.push(alias.path);
  }
  return main;
}

function words(entry) {
  const { operation } = entry;
  const schema = operation.requestBody && operation.requestBody.content["application/json"].schema;
  const names = Object.keys((schema && schema.properties) || {}).concat((operation.parameters || []).map((each) => each.name));
  return [entry.path, entry.method, operation.summary, operation.description, ...entry.also, ...names].join(" ").toLowerCase();
}

function build() {
  const main = byId("main");
  const contents = byId("contents");
  const title = make("h1", "", api.info.title, make("span", "version", api.info.version));
  main.replaceChildren(title, sentence("p", "", api.info.summary), sentence("p", "quiet", api.info.description));
  const all = entries();
  const parts = [];
  const tags = api.tags.concat({ name: "Other", description: "" });
  for (const tag of tags) {
    const own = all.filter((each) => each.operation.tags[0] === tag.name);
    if (!own.length) continue;
    const heading = make("h2", "", tag.name);
    const section = make("section", "", heading, sentence("p", "quiet", tag.description));
    const head = make("h2", "", tag.name);
    contents.append(head);
    const rows = own.map((entry) => {
      const box = operationOf(entry);
      const link = make("a", "", make("span", "method " + entry.method, entry.method.toUpperCase()), make("span", "path", entry.path));
      link.href = "#" + box.id;
      section.append(box);
      contents.append(link);
      return { box, link, words: words(entry) };
    });
    main.append(section);
    parts.push({ section, head, rows });
  }
  const none = make("p", "none", "Nothing here has all of these words.");
  none.hidden = true;
  main.append(none);
  const search = byId("search");
  search.addEventListener("input", () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const part of parts) {
      let here = 0;
      for (const row of part.rows) {
        const fits = wanted.every((word) => row.words.includes(word));
        row.box.hidden = row.link.hidden = !fits;
        here += fits ? 1 : 0;
      }
      part.section.hidden = part.head.hidden = !here;
      found += here;
    }
    none.hidden = found > 0;
  });
  show();
}

/* Opens what the address names. */
function show() {
  const box = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
  if (box && box.tagName === "DETAILS") {
    box.open = true;
    setTimeout(() => box.scrollIntoView(), 50);
  }
}

function theme(name) {
  document.documentElement.dataset.theme = name;
}

function remembered(name) {
  try {
    if (name) localStorage.setItem("theme", name);
    return localStorage.getItem("theme");
  } catch (e) {
    return null;
  }
}

theme(remembered() || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
byId("theme").addEventListener("click", () => {
  const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  theme(next);
  remembered(next);
});
addEventListener("hashchange", show);
addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== byId("search")) {
    event.preventDefault();
    byId("search").focus();
  }
});
fetch("openapi.json")
  .then((response) => {
    if (!response.ok) throw new Error("it answered " + response.status);
    return response.json();
  })
  .then((document) => { api = document; build(); })
  .catch((problem) => byId("main").replaceChildren(make("p", "", "The document cannot be read: " + problem.message)));
