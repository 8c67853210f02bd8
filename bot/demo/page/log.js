// The messages of the open chat. All are kept here; only a window of them stands on the page, so that a chat of many
// thousands stays quick: what comes into reach is put on the page, what is far away is taken off again.
import { day, element, messageElement } from "./chat.js";

const MOST = 300;
const PORTION = 100;

export class Log {
  constructor(place) {
    this.place = place;
    this.show([]);
  }

  // The newest of these messages.
  show(messages) {
    this.all = messages;
    this.last = messages.length;
    this.first = Math.max(0, this.last - PORTION);
    this.place.replaceChildren(...this.elements(this.first, this.last));
  }

  get hasNewest() {
    return this.last === this.all.length;
  }

  // A new message: on the page if the reader is at the newest ones, else only kept.
  append(message) {
    const onPage = this.hasNewest;
    this.all.push(message);
    if (!onPage) return;
    this.place.append(...this.elements(this.last, this.last + 1));
    this.last += 1;
    if (this.last - this.first > MOST) this.takeOffFirst(PORTION);
  }

  // The same message in its new form: its element and the one to put in its place, if it is on the page.
  replace(message) {
    const index = this.indexOf(message.message_id);
    if (index < 0) return null;
    this.all[index] = message;
    const old = this.elementOf(message.message_id);
    return old && { old, fresh: messageElement(message) };
  }

  remove(id) {
    const index = this.indexOf(id);
    if (index < 0) return;
    this.elementOf(id)?.remove();
    this.all.splice(index, 1);
    if (index < this.first) this.first -= 1;
    if (index < this.last) this.last -= 1;
  }

  // Older messages come before those on the page. False if there are none.
  showEarlier() {
    if (this.first === 0) return false;
    const from = Math.max(0, this.first - PORTION);
    this.place.prepend(...this.elements(from, this.first));
    this.first = from;
    while (this.last - this.first > MOST) {
      this.last -= 1;
      this.takeOff(this.all[this.last].message_id);
    }
    return true;
  }

  // Newer messages come after those on the page. False if there are none.
  showLater() {
    if (this.hasNewest) return false;
    const to = Math.min(this.all.length, this.last + PORTION);
    this.place.append(...this.elements(this.last, to));
    this.last = to;
    if (this.last - this.first > MOST) this.takeOffFirst(this.last - this.first - MOST);
    return true;
  }

  takeOffFirst(count) {
    for (let number = 0; number < count; number += 1) {
      this.takeOff(this.all[this.first].message_id);
      this.first += 1;
    }
  }

  takeOff(id) {
    const message = this.elementOf(id);
    if (message.previousSibling?.className === "day") message.previousSibling.remove();
    message.remove();
  }

  // Messages from one number up to another, each new day with its name before it.
  elements(from, to) {
    return this.all.slice(from, to).flatMap((message, offset) => {
      const before = this.all[from + offset - 1];
      const its = day(message.date);
      const isNewDay = !before || day(before.date) !== its;
      return [...(isNewDay ? [element("p", { class: "day" }, its)] : []), messageElement(message)];
    });
  }

  indexOf(id) {
    return this.all.findLastIndex((message) => message.message_id === id);
  }

  elementOf(id) {
    return this.place.querySelector(`[data-id="${id}"]`);
  }
}
