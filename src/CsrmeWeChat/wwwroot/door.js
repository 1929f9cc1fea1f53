// A door of a session: lets people in with their tickets' changing codes, and goes on without network. It keeps the day's list in a cache
// of its own, and what was not sent in the local storage; staff.js erases both.
"use strict";

const step = 30,
  windows = (24 * 3600) / step,
  patience = 5000,
  refreshEvery = 15000,
  shown = 20;

const waiting = { waiting: "还没有报上名", offered: "还没有报上名", calledoff: "活动已取消" };

/** The changing code of a day's key, as TicketCode makes it. */
class DayKey {
  static async of(hex) {
    const bytes = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
    const key = new DayKey();
    key.key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return key;
  }

  async digits(window) {
    const message = new DataView(new ArrayBuffer(8));
    message.setUint32(4, window);
    const mac = new DataView(await crypto.subtle.sign("HMAC", this.key, message.buffer));
    return String((mac.getUint32(mac.getUint8(31) & 15) & 0x7fffffff) % 1e8).padStart(8, "0");
  }

  /** "good", "expired", "early" or "forged". */
  async ageOf(digits, at) {
    const now = Math.floor(at / 1000 / step);
    for (let away = 0; away <= windows; away++) {
      const [before, after] = await Promise.all([this.digits(now - away), this.digits(now + away)]);
      if (before === digits || after === digits) return away < 2 ? "good" : before === digits ? "expired" : "early";
    }
    return "forged";
  }
}

/** What is kept on this phone while the door is open. */
class Kept {
  constructor(session) {
    this.session = session;
    this.list = `${location.pathname}?handler=List`;
  }

  read(what, otherwise) {
    return JSON.parse(localStorage.getItem(`${doors.name}${what}:${this.session}`)) ?? otherwise;
  }

  write(what, value) {
    const name = `${doors.name}${what}:${this.session}`;
    if (value === null || value.length === 0) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  }

  cache() {
    return caches.open(`${doors.name}${this.session}`);
  }

  /** The page itself with all that it needs, so that it can be opened anew without network. */
  async keepPage() {
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    const mine = loaded.filter((url) => new URL(url).origin === location.origin && !new URL(url).pathname.startsWith("/staff"));
    await (await this.cache()).addAll([location.pathname, ...new Set(mine)]);
  }

  async keepList(text) {
    await (await this.cache()).put(this.list, new Response(text, { headers: { "content-type": "application/json", "x-kept": "true" } }));
  }
}

class Door {
  constructor(root) {
    this.root = root;
    this.kept = new Kept(root.dataset.session);
    this.list = null;
    this.isOffline = false;
    this.isSignedOut = false;
    this.busy = false;
    this.sending = null;
    this.keeping = null;
    this.isClosing = false;
    const by = (id) => document.getElementById(id);
    this.parts = Object.fromEntries(
      ["net", "verdict", "found", "who", "conflicts", "arrivals", "door-closed", "door-work", "open-fault"].map((id) => [id, by(id)]),
    );
    by("door-open")?.addEventListener("submit", (event) => this.open(event));
    by("typed").addEventListener("submit", (event) => this.find(event));
    by("walk-in").addEventListener("submit", (event) => this.walkIn(event));
    by("close-door").addEventListener("click", () => this.close());
    this.scanner = useScanner({ scanned: (text) => this.enter(text), isBusy: () => this.busy, otherwise: "输入票号、姓名" });
    addEventListener("online", () => this.refresh());
    setInterval(() => this.opened && this.refresh(), refreshEvery);
    if (this.opened) this.resume();
  }

  get opened() {
    return this.kept.read("open", null);
  }

  get unsent() {
    return this.kept.read("scans", []);
  }

  /** By the service's clock, which was heard when the list came. */
  get now() {
    return Date.now() + (this.opened?.ahead ?? 0);
  }

  get kind() {
    return this.root.querySelector("[name=kind]:checked").value;
  }

  get token() {
    return document.querySelector("[name=__RequestVerificationToken]").value;
  }

  async open(event) {
    event.preventDefault();
    const name = document.getElementById("door-name").value.trim();
    this.parts["open-fault"].textContent = "";
    if (!window.isSecureContext) {
      this.parts["open-fault"].textContent = "签到要用 https 的网址打开，否则没有网络时不能用。";
      return;
    }
    const text = await this.ask("Open", { door: name });
    if (text === null) {
      this.parts["open-fault"].textContent = this.isSignedOut ? "登录已失效，请重新登录。" : "没有开始，请检查网络后重试。";
      return;
    }
    this.kept.write("open", { door: name, until: JSON.parse(text).until, ahead: 0 });
    await this.take(text);
    this.show();
    await navigator.serviceWorker.register("/door-worker.js", { scope: "/staff/doors/" });
    await navigator.serviceWorker.ready;
    await this.kept.keepPage();
    this.root.dataset.kept = "true";
  }

  async resume() {
    this.show();
    // The last list stands in the cache, and the worker gives it where there is no network.
    const kept = await (await this.kept.cache()).match(this.kept.list);
    if (kept) this.use(JSON.parse(await kept.text()));
    this.root.dataset.kept = String(kept !== undefined);
    await this.refresh();
  }

  async close() {
    await this.send();
    if (this.unsent.length > 0) return toast(`还有 ${this.unsent.length} 次没有传上去。请联网传完，再结束签到。`);
    if (!window.confirm("结束后，这台手机上的名单会清除。确定结束签到？")) return;
    await this.scanner.stop();
    await this.erase();
    location.replace("/staff/doors");
  }

  show() {
    this.parts["door-closed"].hidden = true;
    this.parts["door-work"].hidden = false;
  }

  async refresh() {
    await this.send();
    if (this.now > Date.parse(this.opened?.until)) return this.endOfDay();
    const text = await this.ask("List");
    if (text !== null) await this.take(text);
    this.draw();
  }

  /** The list and the keys go; what could not be sent stays until it is. */
  async endOfDay() {
    if (this.unsent.length > 0) {
      await caches.delete(`${doors.name}${this.kept.session}`);
      this.list = null;
      return this.draw();
    }
    await this.erase();
    location.replace("/staff/doors");
  }

  /** A list that is just being kept is waited for: it would stay behind. */
  async erase() {
    this.isClosing = true;
    await this.keeping;
    await doors.erase();
  }

  async take(text) {
    // It was closed meanwhile, and nothing may come back.
    if (this.isClosing || !this.opened) return;
    const list = JSON.parse(text);
    this.kept.write("open", { ...this.opened, until: list.until, ahead: Date.parse(list.now) - Date.now() });
    this.keeping = this.kept.keepList(text);
    await this.keeping;
    this.use(list);
  }

  use(list) {
    this.list = list;
    this.tickets = new Map(list.tickets.map((ticket) => [ticket.code, ticket]));
    this.arrivals = new Map(list.arrivals.map((arrival) => [arrival.subject, arrival]));
    // What is not sent yet has happened all the same.
    for (const scan of this.unsent) if (scan.isGood) this.note(scan);
    this.draw();
  }

  note({ kind, code, number, name, seats, at }) {
    const subject = kind === "walkin" ? number : code;
    const known = this.arrivals.get(subject);
    const fresh = { subject, isWalkIn: kind === "walkin", name, seats, enteredAt: at, leftAt: null, door: this.opened.door };
    const isBack = kind === "enter" && known && known.leftAt !== null;
    if (!known && kind !== "leave") this.arrivals.set(subject, fresh);
    else if (known && kind === "leave") known.leftAt = at;
    else if (isBack) known.leftAt = null;
    else if (known && kind === "seats") known.seats = seats;
  }

  enter(text) {
    return this.act({ kind: this.kind, text });
  }

  async walkIn(event) {
    event.preventDefault();
    const [name, seats] = [document.getElementById("guest"), document.getElementById("guests")];
    await this.act({ kind: "walkin", text: "", byHand: true, name: name.value.trim(), seats: Number(seats.value) });
    [name.value, seats.value] = ["", "1"];
  }

  /** By the ticket's number or a part of a name; whoever is meant is then confirmed. */
  async find(event) {
    event.preventDefault();
    const typed = this.parts.who.value.normalize("NFKC").trim();
    // A scanner on a cable types what it reads.
    if (typed.startsWith("CSRME-E:")) return this.enter(typed);
    const code = typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
    const fits = (ticket) => ticket.code === code || ticket.names.some((name) => name.includes(typed));
    const look = () => (typed ? (this.list?.tickets ?? []).filter(fits) : []);
    // Who registered a moment ago is not on the list yet.
    if (look().length === 0) await this.refresh();
    const found = look();
    // A number that is not on the list lets nobody in; the service says what it is.
    if (found.length === 0 && code.length === 12) return this.act({ kind: this.kind, text: code, byHand: true });
    if (found.length === 0) toast("这一场的名单里没有找到。姓名输入一部分也可以。");
    this.parts.found.replaceChildren(...found.slice(0, shown).map((ticket) => this.ticket(ticket)));
  }

  ticket({ code, names, seats, state, key }) {
    const does = () => this.act({ kind: this.kind, text: code, byHand: true });
    if (key === "") return this.line(waiting[state] ?? "报名已取消", `票号 ${code}`);
    return this.line(names.join("、"), `${seats} 人，票号 ${code}`, [this.kind === "leave" ? "离场" : "签到", does]);
  }

  async act(what) {
    if (this.busy) return;
    this.busy = true;
    try {
      const at = new Date(this.now).toISOString();
      const scan = { number: crypto.randomUUID(), byHand: false, name: "", seats: 0, ...what, text: what.text.slice(0, 200), at };
      const local = await this.decide(scan);
      const answer = await this.answered({ ...scan, ...local });
      if (!answer && local.isGood) this.note({ ...scan, ...local });
      this.tell({ ...(answer ?? local), kind: scan.kind }, !answer);
      this.parts.found.replaceChildren();
      this.parts.who.value = "";
    } finally {
      this.busy = false;
    }
  }

  /**
   * The service's answer; undefined where this door has decided alone. A scan is kept before it is sent: whatever becomes of the network,
   * none that let somebody in is lost.
   */
  async answered(scan) {
    this.kept.write("scans", [...this.unsent, { ...scan, offline: this.isOffline }]);
    const find = (answers) => answers.find((one) => one.number === scan.number);
    if (!this.isOffline) {
      // A sending that was just at its end has not seen this one.
      const answer = find(await this.send()) ?? (this.isOffline ? undefined : find(await this.send()));
      if (answer) return answer;
    }
    const mine = this.unsent.filter((one) => one.number !== scan.number);
    this.kept.write("scans", scan.isGood ? [...mine, { ...scan, offline: true }] : mine);
    return undefined;
  }

  /** As CheckInDesk decides, as far as the list goes. */
  async decide({ kind, text, byHand, name, seats, at }) {
    const no = (title, detail = "", more = {}) => ({ isGood: false, code: "", names: [], seats: 0, title, detail, ...more });
    const yes = (title, more) => ({ isGood: true, code: "", names: [], detail: "", title, ...more });
    if (kind === "walkin") return yes("已登记现场来宾", { names: name ? [name] : [], seats });
    if (this.list === null) return no("没有名单", "请联网后再试。");
    const [, code, digits] = /^CSRME-E:(\w{12}):(\d{8})$/.exec(text) ?? [null, text, ""];
    const arrival = this.arrivals.get(code);
    if (arrival?.isWalkIn) return yes("已离场", { code, names: arrival.name ? [arrival.name] : [], seats: arrival.seats });
    const ticket = this.tickets.get(code);
    if (!ticket) return no("不在这一场的名单里", "可能是别的场次、别的活动的票，或刚刚才报名。联网后再扫可以知道。");
    const { names } = ticket;
    if (ticket.key === "") return no(waiting[ticket.state] ?? "报名已取消", "有余位可以登记为现场来宾。", { code });
    if (kind === "leave") {
      return arrival ? yes("已离场", { code, names, seats: arrival.seats }) : no("没有签到记录", "对方还没有签到，不用办离场。", { code, names });
    }
    if (kind === "seats") return yes("已更正人数", { code, names, seats });
    const age = byHand ? "good" : await (await DayKey.of(ticket.key)).ageOf(digits, Date.parse(at));
    if (age === "expired") return no("码已过期", "可能是截图。请对方打开小程序里的票，出示会变化的码。", { code, names });
    if (age === "early") return no("手机时间不对", "请对方联网后重新打开票，或核对姓名后按票号签到。", { code, names });
    if (age === "forged") return no("码不对", "请对方联网后重新打开小程序里的票；仍不对，请核对证件后按票号签到。", { code, names });
    if (arrival && arrival.leftAt === null) {
      return no("已经签到过", `已于 ${clock(arrival.enteredAt)}${arrival.door && ` 在${arrival.door}`} 签到，请勿重复放行。`, { code, names });
    }
    return yes(arrival ? "欢迎回来" : "签到成功", { code, names, seats: arrival?.seats ?? ticket.seats });
  }

  /** Sends all that is kept, in its order. What another door had done before is told. */
  send() {
    this.sending ??= this.sendAll().finally(() => (this.sending = null));
    return this.sending;
  }

  async sendAll() {
    const answered = [];
    while (this.unsent.length > 0) {
      const scans = this.unsent.slice(0, 100);
      const sheet = scans.map(({ number, kind, text, byHand, offline, at, name, seats }) => {
        return { number, kind, text, byHand, offline, at, name, seats };
      });
      const text = await this.ask("Scans", { door: this.opened?.door, scans: sheet });
      if (text === null) return answered;
      const { answers } = JSON.parse(text);
      const done = new Map(answers.map((answer) => [answer.number, answer]));
      for (const scan of scans) this.compare(scan, done.get(scan.number));
      answered.push(...answers);
      this.kept.write("scans", this.unsent.filter((scan) => !done.has(scan.number)));
    }
    return answered;
  }

  compare(scan, answer) {
    if (scan.offline && scan.isGood && !answer.isGood) toast("没有网络时放行的人里，有要核对的，见下面。");
    if (answer.isGood) {
      this.note({ ...scan, code: answer.code, seats: answer.seats, at: scan.kind === "enter" ? answer.enteredAt : scan.at });
    } else if (scan.offline && scan.isGood && answer.outcome !== "conflict") {
      // Somebody was let in without network who should not have been: staff are to see it, after a reload too. Conflicts the list has.
      const who = (answer.names.length > 0 ? answer.names : scan.names).join("、");
      this.kept.write("refused", [...this.kept.read("refused", []), { who, what: `${answer.title}：${answer.detail}` }]);
    }
  }

  /** The answer's text; null where there is none. */
  async ask(handler, body) {
    try {
      const answer = await fetch(`${location.pathname}?handler=${handler}`, {
        method: body ? "POST" : "GET",
        body: body && JSON.stringify(body),
        headers: { "Content-Type": "application/json", "X-Forgery-Token": this.token },
        signal: AbortSignal.timeout(patience),
      });
      // The worker gives the kept list where there is no network, and that is no news.
      const isOurs = answer.ok && answer.headers.get("content-type")?.includes("json") && !answer.headers.has("x-kept");
      this.isSignedOut = answer.redirected || [400, 401, 403].includes(answer.status);
      const text = isOurs ? await answer.text() : null;
      this.isOffline = text === null;
      return text;
    } catch {
      this.isOffline = true;
      return null;
    }
  }

  tell({ isGood, title, detail, names, seats, code, kind }, isLocal) {
    const box = this.parts.verdict;
    box.className = `verdict ${isGood ? "verdict-yes" : "verdict-no"}`;
    box.replaceChildren(element("strong", title), element("span", names.join("、"), "verdict-title"));
    if (isGood && seats > 1) box.append(element("span", `${seats} 人`));
    if (detail) box.append(element("span", detail));
    if (isLocal) box.append(element("small", "没有网络，先记在这台手机上"));
    const ticket = this.tickets?.get(code);
    if (isGood && ticket && ticket.seats > 1 && kind !== "leave") box.append(this.counter(ticket, seats));
    this.draw();
  }

  /** Of a group, not everybody need have come. */
  counter(ticket, seats) {
    const label = element("label", "实到人数 ");
    const select = document.createElement("select");
    for (let count = 1; count <= ticket.seats; count++) select.add(new Option(`${count}`, `${count}`, false, count === seats));
    select.addEventListener("change", () => this.act({ kind: "seats", text: ticket.code, byHand: true, seats: Number(select.value) }));
    label.append(select);
    return label;
  }

  draw() {
    const unsent = this.unsent.length;
    this.parts.net.className = `alert ${this.isOffline || unsent > 0 ? "alert-warning" : "alert-info"}`;
    this.parts.net.textContent = this.isSignedOut
      ? `登录已失效，请在另一个页面重新登录，再回到这里刷新。还有 ${unsent} 次没有传上去，不会丢。`
      : this.isOffline
        ? `没有网络，按存下的名单签到。待传 ${unsent} 次，联网后自动传。`
        : `在线${this.opened?.door ? `，${this.opened.door}` : ""}`;
    if (this.list === null) return;
    const here = [...this.arrivals.values()];
    const sum = (some) => some.reduce((count, one) => count + one.seats, 0);
    this.figure("came", sum(here));
    this.figure("inside", sum(here.filter((one) => one.leftAt === null)));
    this.figure("registered", sum(this.list.tickets));
    this.parts.arrivals.replaceChildren(...here.toReversed().slice(0, shown).map((one) => this.arrival(one)));
    const conflicts = this.list.conflicts.map(({ subject, at, door }) =>
      this.line(this.nameOf(subject), `${clock(at)}${door && ` 在${door}`} 又签了一次，只计一次。请核对是不是两个人用了同一张票。`),
    );
    const refused = this.kept.read("refused", []).map(({ who, what }) => this.line(who, what));
    this.parts.conflicts.hidden = conflicts.length + refused.length === 0;
    this.parts.conflicts.querySelector("ul").replaceChildren(...refused, ...conflicts);
  }

  arrival(one) {
    const name = one.isWalkIn ? one.name || "现场来宾" : this.nameOf(one.subject);
    const when = `${one.seats} 人，${clock(one.enteredAt)} 到${one.leftAt ? `，${clock(one.leftAt)} 离场` : ""}`;
    const leave = () => this.act({ kind: "leave", text: one.subject, byHand: true });
    return this.line(name, when, one.leftAt === null ? ["离场", leave] : null);
  }

  nameOf(code) {
    return this.tickets?.get(code)?.names.join("、") || code;
  }

  line(strong, words, action) {
    const item = document.createElement("li");
    const text = document.createElement("div");
    text.append(element("strong", strong), element("div", words, "text-secondary"));
    item.append(text);
    if (action) {
      const button = element("button", action[0], "btn");
      button.type = "button";
      button.addEventListener("click", action[1]);
      item.append(button);
    }
    return item;
  }

  figure(name, count) {
    this.root.querySelector(`[data-figure=${name}]`).textContent = count;
  }
}

function element(tag, text, look = "") {
  const made = Object.assign(document.createElement(tag), { textContent: text });
  if (look) made.className = look;
  return made;
}

/** 09:02, in Beijing wherever the phone is. */
function clock(instant) {
  return new Date(instant).toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
}

document.addEventListener("DOMContentLoaded", () => new Door(document.getElementById("door")));
