// Keeps a page fresh: listens to the stream of log positions and swaps in the part that the server renders anew. When
// the stream is lost, the page says so and turns grey until it is back.

const board = document.getElementById("board");
const link = document.querySelector("[data-link]");

const heartbeat = 15_000;
const silence = 2.5 * heartbeat;
const grace = 3_500;
const comeBack = 3_000;
const everyMinute = 60_000;

let source = null;
let heard = 0;
let losing = null;
let wanted = false;
let loading = false;

function say(state) {
  if (link.dataset.link === state) {
    return;
  }
  link.dataset.link = state;
  link.querySelector(".link-word").textContent = link.dataset[state];
  link.querySelector(".link-detail").textContent = state === "lost" ? link.dataset.detail : "";
  document.documentElement.classList.toggle("lost", state === "lost");
}

function found() {
  heard = Date.now();
  clearTimeout(losing);
  losing = null;
  say("live");
}

// A stream ends by itself every few minutes and is back at once; only what stays away is lost.
function losingIt(patience) {
  losing ??= setTimeout(() => say("lost"), patience);
}

function swap(html) {
  const opened = [...board.querySelectorAll("details[open]")].map((row) => row.id);
  const focused = document.activeElement?.closest("details, a")?.id;
  board.innerHTML = html;
  for (const id of opened) {
    document.getElementById(id)?.setAttribute("open", "");
  }
  if (focused) {
    const row = document.getElementById(focused);
    (row?.querySelector("summary") ?? row)?.focus({ preventScroll: true });
  }
}

async function load() {
  wanted = true;
  if (loading) {
    return;
  }
  loading = true;
  try {
    while (wanted) {
      wanted = false;
      const answer = await fetch(board.dataset.board, { headers: { Accept: "text/html" }, redirect: "error" });
      if (!answer.ok) {
        throw new Error(`The board answers ${answer.status}.`);
      }
      swap(await answer.text());
    }
  } catch (failure) {
    console.warn(failure);
    losingIt(0);
  } finally {
    loading = false;
  }
}

function listen() {
  source?.close();
  source = new EventSource(board.dataset.stream);
  source.addEventListener("board", () => {
    found();
    load();
  });
  source.addEventListener("heartbeat", found);
  source.addEventListener("error", () => {
    losingIt(grace);
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(listen, comeBack);
    }
  });
}

heard = Date.now();
listen();
setInterval(() => {
  if (link.dataset.link === "live") {
    load();
  }
}, everyMinute);
setInterval(() => {
  if (Date.now() - heard > silence) {
    heard = Date.now();
    losingIt(0);
    listen();
  }
}, 1_000);
addEventListener("offline", () => losingIt(0));
addEventListener("online", listen);
