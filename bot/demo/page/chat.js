// One message as an element. `message.html` is made on the server from parsed entities, every character escaped;
// everything else goes in as text.
import { locale, words } from "./words.js";

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

const DAY = { weekday: "long", month: "long", day: "numeric" };
const MINUTE = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const formats = new Map();

export function day(seconds) {
  return format(DAY).format(seconds * 1000);
}

export function minute(seconds) {
  return format(MINUTE).format(seconds * 1000);
}

// Kept, because making one takes longer than making the rest of a message.
function format(options) {
  const key = locale() + options.hour;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), options));
  return formats.get(key);
}

export function messageElement(message) {
  const side = message.from_bot ? "bot" : "person";
  const article = element("article", { class: `message ${side}`, "data-id": message.message_id, "data-date": message.date });
  const bubble = element("div", { class: "bubble" });
  bubble.append(element("span", { class: "sr-only" }, `${message.from_bot ? message.name : words("you")}: `));
  if (message.forwarded) bubble.append(element("p", { class: "mark" }, words("forwarded")));
  if (message.media) bubble.append(media(message.media, message.text));
  if (message.location) bubble.append(place(message.location));
  if (message.html) bubble.append(text(message.html));
  bubble.append(footnote(message));
  article.append(bubble);
  if (message.buttons.length) article.append(keyboard(message.buttons));
  if (message.reactions.length) article.append(element("p", { class: "reactions" }, message.reactions.join(" ")));
  return article;
}

function text(html) {
  const paragraph = element("div", { class: "text", dir: "auto" });
  paragraph.innerHTML = html;
  return paragraph;
}

function footnote(message) {
  const marks = [message.edited ? words("edited") : "", message.silent ? words("silent") : ""].filter(Boolean);
  const stamp = new Date(message.date * 1000).toISOString();
  return element("p", { class: "footnote" }, [...marks, ""].join(" · "), element("time", { datetime: stamp }, minute(message.date)));
}

function place(location) {
  return element("p", { class: "place" }, `◎ ${location.latitude.toFixed(2)}, ${location.longitude.toFixed(2)}`);
}

function media(file, caption) {
  const size = { width: file.width, height: file.height };
  switch (file.kind) {
    case "photo":
      return element("img", { src: file.url, alt: caption || words("picture"), loading: "lazy", ...size });
    case "sticker":
      return element("p", { class: "sticker" }, file.emoji || file.name);
    case "video":
      return element("video", { src: file.url, controls: "", playsinline: "", preload: "metadata", "aria-label": caption || words("video"), ...size });
    case "animation":
      return file.mime.startsWith("image/")
        ? element("img", { src: file.url, alt: caption || words("picture"), ...size })
        : element("video", { src: file.url, controls: "", playsinline: "", loop: "", muted: "", preload: "metadata", "aria-label": caption || words("video"), ...size });
    case "voice":
    case "audio":
      return element("audio", { src: file.url, controls: "", "aria-label": file.name });
    default:
      return element("a", { class: "file", href: file.url, download: file.name }, element("span", { "aria-hidden": "true" }, "↓ "), file.name, element("small", {}, ` ${kilobytes(file.size)}`));
  }
}

function kilobytes(size) {
  return size < 1_000_000 ? `${Math.ceil(size / 1000)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}

function keyboard(rows) {
  const grid = element("div", { class: "keyboard", role: "group" });
  for (const row of rows) {
    grid.append(element("div", { class: "keys" }, ...row.map(key)));
  }
  return grid;
}

function key(button) {
  if (button.url) {
    const hint = element("span", { class: "sr-only" }, ` (${words("opensElsewhere")})`);
    const arrow = element("span", { "aria-hidden": "true" }, " ↗");
    return element("a", { class: "key", href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.text, arrow, hint);
  }
  const does = { "data-press": button.callback_data, "data-copy": button.copy_text?.text };
  return element("button", { type: "button", class: `key ${button.style || ""}`, ...does }, button.text);
}
