// Every button does one thing over the same routes that tests use, and says beneath it what came of it.
"use strict";

const ask = async (path, body) => {
  const answer = await fetch(`/sandbox/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  if (!answer.ok) {
    throw new Error(answer.status);
  }
  const text = await answer.text();
  return text ? JSON.parse(text) : {};
};

const users = document.getElementById("user");
let known = new Map();

// An openid in the official account; whoever is new is made at the first press, and stays in the list.
const user = async () => {
  if (users.value === "") {
    const made = (await ask("users", { count: 1 })).users[0];
    const openIds = Object.keys(made.openIds).sort().map((app) => made.openIds[app]);
    users.append(new Option(`新来的人 ${made.phone.slice(0, 3)}****${made.phone.slice(-4)}`, openIds[1], false, true));
    known.set(openIds[1], openIds[0]);
  }
  return users.value;
};

// The same user's openid in the mini program.
const inMiniProgram = async (openId) => {
  if (!known.has(openId)) {
    const all = (await (await fetch("/sandbox/users?limit=1000")).json()).users;
    known = new Map(all.map(({ openIds }) => Object.keys(openIds).sort().map((app) => openIds[app]).reverse()));
  }
  return known.get(openId);
};

const said = ({ answers }, silent) => {
  if (answers.length === 0) {
    return "已记下。服务没有登记推送地址，所以没有推给它。";
  }
  const answer = answers[0];
  return answer.status !== 200
    ? `服务没有接受（${answer.status === 0 ? "没有答复" : `HTTP ${answer.status}`}）。`
    : answer.reply
      ? `公众号回复：${answer.reply}`
      : silent;
};

const push = async (type, silent, key) => said(await ask("pushes", { openId: await user(), type, key: key ?? "" }), silent);

const fault = async (fault, words) => {
  await fetch("/sandbox/faults", { method: "DELETE" });
  if (fault) {
    await ask("faults", { times: null, ...fault });
  }
  return words;
};

const acts = {
  follow: () => push("follow", "已关注，公众号没有回复。"),
  unfollow: () => push("unfollow", "已取消关注。"),
  text: () => push("text", "已发送，公众号没有回复。", document.getElementById("text").value),
  accept: async () => {
    const templateId = document.getElementById("template").value;
    if (!templateId) {
      return "小程序还没有消息模板。";
    }
    const openId = await inMiniProgram(await user());
    return said(await ask("choices", { openId, templateId }), "已允许一次，服务已收到。");
  },
  crowd: () =>
    ask("crowd").then(
      () => "已通知手机，马上开抢……",
      () => "现在没有手机连着。用 bash deploy/try.sh 启动时，会有 300 部。",
    ),
  busy: () => fault({ errCode: -1 }, "微信现在对所有请求答复 -1（系统繁忙）。"),
  spent: () => fault({ errCode: 45009 }, "微信现在对所有请求答复 45009（额度用完）。"),
  silent: () => fault({ delayMs: 30000 }, "微信现在 30 秒才答复，服务会先等不及。"),
  mend: () => fault(null, "微信已恢复正常。"),
};

document.addEventListener("click", async ({ target }) => {
  const act = acts[target.dataset?.do];
  if (!act) {
    return;
  }
  const out = target.closest(".act").querySelector("output");
  target.disabled = true;
  try {
    out.textContent = await act();
  } catch {
    out.textContent = "没有办成：微信沙箱没有答复。";
  } finally {
    target.disabled = false;
  }
  await look();
});

const look = async () => {
  const [seen, crowd] = await Promise.all([fetch("/page/seen"), fetch("/sandbox/crowd")]);
  document.getElementById("seen").innerHTML = await seen.text();
  const { words } = await crowd.json();
  if (words) {
    document.getElementById("crowd").textContent = words;
  }
};

setInterval(() => look().catch(() => {}), 3000);
look().catch(() => {});
