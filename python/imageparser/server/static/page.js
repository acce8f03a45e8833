// The page of `imageparser serve`: a query, a grid, a panel. No state but what is on the screen.
const texts = JSON.parse(document.getElementById("texts").textContent);
const AXES = ["visual", "meaning", "keyword"];
const TOP = 60;
const byId = (id) => document.getElementById(id);
const tr = (key, values = {}) =>
  texts["page." + key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

let running = null; // the request that is under way; a newer one ends it
let typing = 0;
let opened = null;

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

async function ask(path, parameters, signal) {
  const response = await fetch(`${path}?${new URLSearchParams(parameters)}`, { signal });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error.message);
  return answer;
}

const parts = (path) => {
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return { folder: path.slice(0, Math.max(at, 0)), name: path.slice(at + 1) };
};

function tile(result) {
  const box = element("div", "tile");
  if (!result.thumbnail) {
    box.append(element("span", "", tr("no_thumbnail")));
    return box;
  }
  const image = element("img");
  image.loading = "lazy";
  image.alt = "";
  image.src = result.thumbnail;
  box.append(image);
  return box;
}

function ranks(result) {
  const line = element("div", "ranks");
  for (const axis of AXES) {
    const { rank, score } = result.axes[axis];
    const chip = element("span", axis + (rank === null ? " none" : ""), rank === null ? "–" : String(rank));
    chip.title =
      rank === null ? tr("axis_none", { axis: tr(axis) }) : tr("axis", { axis: tr(axis), rank, score: score.toFixed(3) });
    line.append(chip);
  }
  return line;
}

function card(result, withText) {
  const button = element("button", "card");
  const { name } = parts(result.path);
  button.type = "button";
  button.dataset.id = result.id;
  button.title = result.path;
  button.setAttribute("aria-label", name);
  button.setAttribute("aria-pressed", String(result.id === opened));
  button.append(tile(result));
  if (withText) button.append(element("div", "label", name), ranks(result));
  if (withText && result.layer) button.append(element("div", "label", "› " + result.layer.name));
  button.addEventListener("click", () => open(result));
  return button;
}

function status(answer, parameters) {
  const note = answer.visual_by === "labels" ? " · " + tr("visual_by_labels") : "";
  const count = answer.results.length;
  byId("status").textContent = count
    ? tr(parameters.q || parameters.like ? "found" : "newest", { count, ms: Math.round(answer.took_ms) }) + note
    : tr(parameters.q || parameters.like ? "nothing" : "empty_library");
}

async function search(parameters) {
  running?.abort();
  running = new AbortController();
  byId("grid").setAttribute("aria-busy", "true");
  try {
    const answer = await ask("/api/find", { top: TOP, ...parameters }, running.signal);
    byId("grid").replaceChildren(...answer.results.map((result) => card(result, true)));
    byId("back").hidden = !("like" in parameters);
    byId("grid").setAttribute("aria-busy", "false");
    status(answer, parameters);
  } catch (error) {
    if (error.name === "AbortError") return;
    byId("grid").setAttribute("aria-busy", "false");
    byId("grid").replaceChildren();
    byId("status").textContent = error.message;
  }
}

function start() {
  const query = byId("query").value.trim();
  const address = new URL(location.href);
  query ? address.searchParams.set("q", query) : address.searchParams.delete("q");
  history.replaceState(null, "", address);
  return search(query ? { q: query } : {});
}

const size = (bytes) => {
  const units = ["B", "kB", "MB", "GB"];
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${(bytes / 1000 ** step).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${units[step]}`;
};

function facts(picture) {
  const time = (ms) => new Date(ms).toLocaleString(document.documentElement.lang);
  const rows = [
    ["fact_size", picture.width ? `${picture.width} × ${picture.height}` : null],
    ["fact_format", picture.format?.toUpperCase()],
    ["fact_bytes", picture.bytes === null ? null : size(picture.bytes)],
    ["fact_date", picture.date_ms === null ? null : time(picture.date_ms)],
    ["fact_color", [picture.color_mode, picture.depth && tr("bits", { depth: picture.depth })].filter(Boolean).join(", ")],
    ["fact_layers", picture.layer_count || null],
    ["fact_camera", picture.camera],
    ["fact_caption", picture.caption],
  ];
  byId("facts").replaceChildren(
    ...rows.filter(([, value]) => value).flatMap(([key, value]) => [element("dt", "", tr(key)), element("dd", "", value)]),
  );
}

function palette(colours) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 1 1");
  drawing.setAttribute("preserveAspectRatio", "none");
  let left = 0;
  for (const [colour, share] of colours) {
    const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const values = { x: left, width: share, height: 1, fill: colour };
    for (const [name, value] of Object.entries(values)) bar.setAttribute(name, value);
    drawing.append(bar);
    left += share;
  }
  byId("palette").replaceChildren(drawing);
  byId("palette").hidden = !colours.length;
}

async function open(result) {
  opened = result.id;
  mark();
  const { folder, name } = parts(result.path);
  byId("panel").hidden = false;
  byId("panel").scrollTop = 0;
  byId("large").hidden = !result.thumbnail;
  if (result.thumbnail) byId("large").src = result.thumbnail;
  byId("name").textContent = name;
  byId("folder").textContent = folder;
  for (const id of ["facts", "tags", "neighbours", "palette"]) byId(id).replaceChildren();
  try {
    const [picture, near] = await Promise.all([
      ask(`/api/picture/${result.id}`, {}),
      ask("/api/find", { like: result.id, top: 8 }),
    ]);
    if (opened !== result.id) return;
    facts(picture);
    palette(picture.palette);
    byId("tags").replaceChildren(...picture.tags.map((tag) => element("li", "", tag)));
    byId("neighbours").replaceChildren(...near.results.map((other) => card(other, false)));
  } catch (error) {
    if (opened === result.id) byId("facts").replaceChildren(element("dd", "", error.message));
  }
}

function mark() {
  for (const one of document.querySelectorAll(".card")) one.setAttribute("aria-pressed", String(Number(one.dataset.id) === opened));
}

function close() {
  opened = null;
  byId("panel").hidden = true;
  mark();
}

function step(event) {
  const cards = [...byId("grid").children];
  const at = cards.indexOf(document.activeElement);
  if (at < 0) return;
  const across = getComputedStyle(byId("grid")).gridTemplateColumns.split(" ").length;
  const move = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across }[event.key];
  if (!move) return;
  event.preventDefault();
  cards[at + move]?.focus();
}

byId("query").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(start, 180);
});
byId("query").addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") byId("grid").firstElementChild?.focus();
});
byId("back").addEventListener("click", start);
byId("close").addEventListener("click", close);
byId("similar").addEventListener("click", () => search({ like: opened }));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !byId("panel").hidden) close();
  else if (event.key === "/" && document.activeElement !== byId("query")) {
    event.preventDefault();
    byId("query").focus();
  } else step(event);
});

for (const link of document.querySelectorAll("nav a")) {
  if (link.href.endsWith(document.documentElement.lang)) link.setAttribute("aria-current", "true");
  link.addEventListener("click", () => {
    const query = byId("query").value.trim();
    if (query) link.href += "&q=" + encodeURIComponent(query);
  });
}
byId("query").value = new URL(location.href).searchParams.get("q") ?? "";
start();
