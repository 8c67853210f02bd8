// The chat page: who is talking, what has happened, and what the person does. The server keeps all the truth.
import { day, element, minute } from "./chat.js";
import { Log } from "./log.js";
import { get, listen, post } from "./server.js";
import { locale, speak, words } from "./words.js";

const byId = (id) => document.getElementById(id);
const log = byId("log");
const messages = byId("messages");
const onPage = new Log(messages);
const NEAR_END = 120;
const IN_REACH = 600;
const TYPING_MS = 5000;
const TOAST_MS = 4000;
const TOAST_MS_PER_LETTER = 50;
const PRESS_MS = 10_000;

const state = { people: [], bot: {}, faults: [], offset: 0, ahead: 0, current: null, unread: new Set(), lost: false, typing: null, shownPeople: "", follows: true, missed: null };

// ---- People

function person() {
  return state.people.find((one) => one.id === state.current);
}

function showPeople() {
  // The state comes every two seconds; a list that has not changed keeps the keyboard's focus.
  const shown = JSON.stringify([state.people, state.current, [...state.unread]]);
  if (shown === state.shownPeople) return;
  state.shownPeople = shown;
  const rows = state.people.map((one) => {
    const unread = state.unread.has(one.id);
    const button = element("button", { type: "button", class: "person-button", "data-person": one.id, "aria-current": one.id === state.current ? "true" : null, lang: one.language_code || null },
      element("span", { class: "face", "aria-hidden": "true" }, [...one.first_name][0] || "?"),
      element("span", { class: "person-about" },
        element("span", { class: "person-name" }, one.first_name),
        element("small", {}, languageName(one.language_code))),
      unread ? element("span", { class: "unread" }, element("span", { class: "sr-only" }, words("unread"))) : null);
    return element("li", {}, button);
  });
  byId("people-list").replaceChildren(...rows);
}

// A language by its own name; the code itself if the browser knows none.
function languageName(code) {
  try {
    return code ? new Intl.DisplayNames([code], { type: "language" }).of(code) : "—";
  } catch {
    return code;
  }
}

async function open(id) {
  state.current = id;
  state.unread.delete(id);
  sessionStorage.setItem("person", String(id));
  speak(person()?.language_code);
  labels();
  showPeople();
  showState();
  await reload();
  byId("text").focus({ preventScroll: true });
}

function labels() {
  const named = { log: "messages", people: "people", "command-menu": "menu", "more-menu": "more" };
  for (const [id, key] of Object.entries(named)) byId(id).setAttribute("aria-label", words(key));
  byId("text").placeholder = words("write");
  showClock();
}

// ---- Messages

// What happens while the chat is being fetched is kept, and played if the chat did not yet contain it.
async function reload() {
  const wanted = state.current;
  const missed = state.missed = [];
  const chat = await get(`/demo/chats/${wanted}`);
  if (missed !== state.missed) return;
  state.missed = null;
  onPage.show(chat.messages);
  if (!chat.messages.length) messages.append(welcome());
  showBot(chat);
  showReplyKeyboard(chat.reply_keyboard);
  toEnd();
  missed.filter((change) => change.version > chat.version).forEach(heard);
}

// What a chat without messages shows, as Telegram does: what the bot says of itself, and the way to start.
function welcome() {
  const start = element("button", { type: "button", class: "main", "data-command": "/start" }, words("start"));
  return element("div", { class: "welcome" }, element("p", { class: "description", hidden: "" }), element("p", {}, words("empty")), start);
}

// A bot that is just starting tells it when the chat is already open.
function showDescription(description) {
  const shown = messages.querySelector(".description");
  if (!shown) return;
  shown.textContent = description;
  shown.hidden = !description;
}

function append(message) {
  log.querySelector(".welcome")?.remove();
  onPage.append(message);
}

// Brings the messages above or below onto the page; what the reader looks at stays where it is.
function bringInReach() {
  const anchor = [...messages.children].find((one) => one.offsetTop + one.offsetHeight > log.scrollTop);
  const before = anchor?.offsetTop;
  const came = (log.scrollTop < IN_REACH && onPage.showEarlier())
    || (log.scrollHeight - log.scrollTop - log.clientHeight < IN_REACH && onPage.showLater());
  if (came && anchor?.isConnected) log.scrollTop += anchor.offsetTop - before;
}

function replace(message) {
  const change = onPage.replace(message);
  if (!change) return;
  const { old, fresh } = change;
  const focused = old.contains(document.activeElement) ? document.activeElement.textContent : null;
  old.replaceWith(fresh);
  // A keyboard user stays on the button that was pressed, or on its neighbour if it is gone.
  if (focused !== null) {
    const keys = [...fresh.querySelectorAll(".key")];
    (keys.find((key) => key.textContent === focused) || keys[0] || log).focus({ preventScroll: true });
  }
}

function isAtEnd() {
  return onPage.hasNewest && log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
}

function toEnd() {
  state.follows = true;
  if (!onPage.hasNewest) onPage.show(onPage.all);
  log.scrollTop = log.scrollHeight;
  byId("to-end").hidden = true;
}

// ---- What the server tells

function heard(change) {
  if (change.people) takeState(change);
  if (change.kind === "hello") return begin();
  if (change.chat_id !== null && change.chat_id !== undefined && change.chat_id !== state.current) return elsewhere(change);
  if (state.missed) return state.missed.push(change);
  switch (change.kind) {
    case "message":
      if (!change.message) return undefined;
      append(change.message);
      if (!change.message.from_bot) return toEnd();
      showTyping(false);
      if (change.message.reply_keyboard) showReplyKeyboard(change.message.reply_keyboard);
      return undefined;
    case "edited":
      return change.message && replace(change.message);
    case "deleted":
      return onPage.remove(change.message_id);
    case "answer":
      return answered(change);
    case "typing":
      return showTyping(true);
    case "clock":
      return takeClock(change);
    case "bot":
      return refreshBot();
    case "content":
      return change.faults.length ? undefined : toast(words("renewed"));
    default:
      return undefined;
  }
}

function elsewhere(change) {
  if (change.kind !== "message" || !change.message?.from_bot) return;
  state.unread.add(change.chat_id);
  showPeople();
}

function answered(change) {
  log.querySelectorAll(`[data-id="${change.message_id}"] .waiting`).forEach((key) => key.classList.remove("waiting"));
  if (!change.text) return;
  if (change.alert) {
    byId("alert-text").textContent = change.text;
    byId("alert-dialog").showModal();
  } else {
    toast(change.text);
  }
}

function toast(text) {
  const shown = element("p", { class: "toast" }, text);
  byId("toasts").append(shown);
  setTimeout(() => shown.remove(), TOAST_MS + TOAST_MS_PER_LETTER * text.length);
}

function showTyping(on) {
  clearTimeout(state.typing);
  byId("typing").hidden = !on;
  if (on) state.typing = setTimeout(() => showTyping(false), TYPING_MS);
}

async function refreshBot() {
  if (state.current === null) return;
  const wanted = state.current;
  const chat = await get(`/demo/chats/${wanted}`);
  if (wanted === state.current) showBot(chat);
}

function showBot(chat) {
  byId("bot-name").textContent = chat.bot.name;
  showDescription(chat.bot.description);
  document.title = chat.bot.name;
  showMenu(chat.commands);
}

function showMenu(commands) {
  const rows = commands.map((one) =>
    element("button", { type: "button", "data-command": `/${one.command}` }, element("b", {}, `/${one.command}`), element("span", {}, one.description)));
  byId("command-menu").replaceChildren(...(rows.length ? rows : [element("p", { class: "hint" }, words("noCommands"))]));
}

function showReplyKeyboard(keyboard) {
  const rows = (keyboard?.keyboard || []).map((row) => element("div", { class: "keys" }, ...row.map(suggestion)));
  byId("reply-keyboard").replaceChildren(...rows);
  byId("reply-keyboard").dataset.once = String(Boolean(keyboard?.one_time_keyboard));
  byId("reply-keyboard").hidden = !rows.length;
  byId("text").placeholder = keyboard?.input_field_placeholder || words("write");
}

function suggestion(one) {
  const does = one.request_location ? { "data-ask": "location" } : { "data-command": one.text };
  return element("button", { type: "button", class: "key", ...does }, one.text);
}

function shareLocation() {
  closeMenus();
  byId("location-dialog").showModal();
}

function takeState(given) {
  state.people = given.people;
  state.bot = given.bot;
  state.faults = given.faults;
  takeClock(given.clock);
  if (state.current !== null) showPeople();
  showState();
}

function showState() {
  const { running } = state.bot;
  byId("bot-state").textContent = running ? words("running") : words("waiting");
  byId("bot-state").classList.toggle("off", !running);
  const blocked = person()?.blocked;
  notice(blocked);
  byId("footer").classList.toggle("blocked", Boolean(blocked));
  byId("composer").hidden = Boolean(blocked);
  byId("unblock").hidden = !blocked;
}

// What stands in the way, most important first; nothing if all is well. A bot that has gone, and the faults that
// may be why, stand together.
function notice(blocked) {
  const { running, starting, ended } = state.bot;
  const gone = ended === null || ended === undefined ? "" : `${words("ended")} ${ended}`;
  const faulty = state.faults.length ? [words(gone ? "faultsOnly" : "faults"), ...state.faults].join("\n") : "";
  const text = state.lost ? words("noServer")
    : [gone, faulty].filter(Boolean).join("\n") || (running ? "" : words(starting ? "starting" : "notRunning")) || (blocked ? words("blocked") : "");
  const shown = byId("notice");
  if (shown.textContent !== text) shown.textContent = text;
  shown.hidden = !text;
}

// ---- The clock

function now() {
  return new Date(Date.now() + state.ahead);
}

function takeClock(given) {
  state.offset = given.offset;
  state.ahead = given.now * 1000 - Date.now();
  showClock();
}

function showClock() {
  const at = now();
  byId("clock").textContent = at.toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  byId("clock").dateTime = at.toISOString();
  byId("clock-date").textContent = at.toLocaleDateString(locale(), { weekday: "short", month: "short", day: "numeric" });
  byId("clock-button").classList.toggle("moved", Math.abs(state.offset) > 1);
}

// The next time that the clock shows these hours and minutes, in this browser's zone.
function next(hours, minutes) {
  const aim = now();
  aim.setHours(hours, minutes, 0, 0);
  if (aim <= now()) aim.setDate(aim.getDate() + 1);
  return aim;
}

async function move(given) {
  await attempt(async () => {
    takeClock(await post("/demo/clock", given));
    toast(`${words("isNow")} ${minute(now() / 1000)}, ${day(now() / 1000)}`);
  });
}

// ---- What the person does

async function attempt(deed) {
  try {
    await deed();
  } catch (error) {
    toast(error.message);
  }
}

async function send(given) {
  closeMenus();
  await attempt(() => post(`/demo/chats/${state.current}/send`, given));
}

// The box or the button in its place must be on the page before it can have the focus: the stream may be slower.
async function block(blocked) {
  closeMenus();
  await attempt(async () => {
    await post(`/demo/people/${state.current}/block`, { blocked });
    takeState(await get("/demo/state"));
    byId(blocked ? "unblock" : "text").focus();
  });
}

// A command, or one of the answers that the bot suggests; those for one use go with it.
function suggest(button) {
  const keyboard = button.closest("#reply-keyboard");
  if (keyboard?.dataset.once === "true") keyboard.hidden = true;
  send({ text: button.dataset.command });
}

async function press(key) {
  const id = Number(key.closest(".message").dataset.id);
  key.classList.add("waiting");
  setTimeout(() => key.classList.remove("waiting"), PRESS_MS);
  await attempt(() => post(`/demo/chats/${state.current}/press`, { message_id: id, data: key.dataset.press }));
}

async function copy(key) {
  await attempt(() => navigator.clipboard.writeText(key.dataset.copy));
  toast(words("copied"));
}

function toggle(button, panel, on = panel.hidden) {
  if (on) closeMenus();
  panel.hidden = !on;
  button.setAttribute("aria-expanded", String(on));
}

function closeMenus() {
  for (const [button, panel] of [["menu-button", "command-menu"], ["more-button", "more-menu"]]) {
    byId(panel).hidden = true;
    byId(button).setAttribute("aria-expanded", "false");
  }
}

function grow() {
  const box = byId("text");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-press], [data-copy], [data-command], [data-ask], [data-person], [data-add], [data-send], [data-close], .spoiler");
  if (!target) return;
  const does = target.dataset;
  if ("press" in does) press(target);
  else if ("copy" in does) copy(target);
  else if ("command" in does) suggest(target);
  else if ("ask" in does) shareLocation();
  else if ("person" in does) open(Number(does.person));
  else if ("add" in does) move({ add: Number(does.add) });
  else if ("send" in does) send({ [does.send]: does.send === "sticker" ? "👍" : true });
  else if ("close" in does) target.closest("dialog").close();
  else target.classList.add("seen");
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus();
  if (event.key === "Enter" && event.target.classList.contains("spoiler")) event.target.classList.add("seen");
});

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = byId("text").value;
  if (!text.trim()) return;
  byId("text").value = "";
  grow();
  send({ text });
});

byId("text").addEventListener("input", grow);
byId("text").addEventListener("keydown", (event) => {
  // While a Japanese text is being converted, Enter belongs to the input method.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId("composer").requestSubmit();
});

byId("menu-button").addEventListener("click", () => toggle(byId("menu-button"), byId("command-menu")));
byId("more-button").addEventListener("click", () => toggle(byId("more-button"), byId("more-menu")));
byId("clock-button").addEventListener("click", () => toggle(byId("clock-button"), byId("clock-panel")));
byId("to-end").addEventListener("click", toEnd);
log.addEventListener("scroll", () => {
  state.follows = isAtEnd();
  byId("to-end").hidden = state.follows;
  bringInReach();
}, { passive: true });
// Pictures get their size late, panels open and close: a reader at the end stays at the end.
const sizes = new ResizeObserver(() => { if (state.follows) toEnd(); });
sizes.observe(log);
sizes.observe(messages);

byId("bedtime-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const [hours, minutes] = byId("bedtime").value.split(":").map(Number);
  move({ to: next(hours, minutes).toISOString() });
});
byId("next-morning").addEventListener("click", () => move({ to: next(8, 0).toISOString() }));
byId("real-time").addEventListener("click", () => move({ offset: 0 }));

byId("block").addEventListener("click", () => block(true));
byId("unblock").addEventListener("click", () => block(false));
byId("share-location").addEventListener("click", shareLocation);
byId("location-form").addEventListener("submit", () => {
  send({ location: byId("place").value.split(",").map(Number) });
});
byId("new-person").addEventListener("click", () => byId("person-dialog").showModal());
byId("person-form").addEventListener("submit", () => attempt(async () => {
  const made = await post("/demo/people", { first_name: byId("person-name").value, language_code: byId("person-language").value || null });
  byId("person-form").reset();
  takeState(await get("/demo/state"));
  await open(made.id);
}));

// ---- Beginning

function lost(gone) {
  state.lost = gone;
  showState();
}

// Called whenever the stream begins, so that nothing is missed when the server was away.
async function begin() {
  const kept = Number(sessionStorage.getItem("person"));
  const first = state.people.find((one) => one.id === kept) || state.people[0];
  if (first) await open(first.id);
  else byId("person-dialog").showModal();
}

setInterval(showClock, 1000);
listen(heard, lost);
