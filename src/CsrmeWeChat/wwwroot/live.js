// The live page of a rush: asks for the figures every two seconds and shows them. The server says what they mean.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const live = document.getElementById("live");
  const every = 2000;
  const chart = echarts.init(document.getElementById("chart"), null, { renderer: "canvas" });
  const countdown = document.getElementById("countdown");
  const freshness = document.getElementById("live-freshness");
  let opensAt = 0;

  const number = (value) => value.toLocaleString("en-US");
  const clock = (milliseconds) => new Date(milliseconds).toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });

  // Only what changed is written: a screen reader does not read the same again, and nothing flickers.
  function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function badge(name, text, look) {
    const element = live.querySelector(`[data-live=${name}]`);
    say(element, text);
    element.className = `badge ${look}`;
  }

  function pairs(id, lines) {
    const list = document.getElementById(id);
    list.replaceChildren(...lines.flatMap((line) => {
      const [name, value] = [document.createElement("dt"), document.createElement("dd")];
      name.textContent = line.name;
      value.textContent = line.value;
      return [name, value];
    }));
  }

  function checks(lines) {
    document.getElementById("checks").replaceChildren(...lines.map((line) => {
      const item = document.createElement("li");
      item.className = line.holds ? "holds" : "broken";
      item.textContent = `${line.holds ? "✓" : "✗"} ${line.text}`;
      return item;
    }));
  }

  function draw(from, perSecond) {
    const start = Date.parse(from);
    const seconds = perSecond.map((_, i) => clock(start + i * 1000));
    say(document.getElementById("chart-about"), `${seconds[0]} 至 ${seconds.at(-1)}`);
    chart.setOption({
      animation: false,
      grid: { left: 8, right: 8, top: 16, bottom: 4, containLabel: true },
      tooltip: { trigger: "axis", renderMode: "richText" },
      xAxis: { type: "category", data: seconds, axisTick: { show: false } },
      yAxis: { type: "value", minInterval: 1 },
      series: [{ type: "bar", name: "领取", data: perSecond, itemStyle: { color: "#173f7a" }, barCategoryGap: "10%" }],
    });
  }

  function show(rush) {
    opensAt = performance.now() + rush.opensInMs;
    badge("phase", rush.phase, rush.phaseLook);
    badge("verdict", rush.verdict, rush.verdictLook);
    for (const name of ["remaining", "held", "stock", "rate", "refused"]) {
      say(live.querySelector(`[data-live=${name}]`), number(rush[name]));
    }
    // Whoever adds now has seen this total: a colleague may have added to it since the page was opened.
    const seen = document.querySelector("#live-stock [name=seen]");
    if (seen) seen.value = rush.stock;
    say(document.getElementById("checked"), rush.checked);
    checks(rush.checks);
    draw(rush.from, rush.perSecond);
    pairs("refusals", rush.refusals);
    document.getElementById("no-refusals").hidden = rush.refusals.length > 0;
    pairs("summary", rush.summary);
    document.getElementById("summary-card").hidden = rush.summary.length === 0;
    tick();
  }

  function tick() {
    const left = Math.ceil((opensAt - performance.now()) / 1000);
    countdown.hidden = left <= 0;
    if (left <= 0) return;
    const [days, hours, minutes, seconds] = [Math.floor(left / 86400), Math.floor(left / 3600) % 24, Math.floor(left / 60) % 60, left % 60];
    const time = [hours, minutes, seconds].map((part) => String(part).padStart(2, "0")).join(":");
    say(countdown.querySelector("strong"), days > 0 ? `${days} 天 ${time}` : time);
  }

  async function ask() {
    try {
      const answer = await fetch(live.dataset.figures, {
        headers: { Accept: "application/json" },
        redirect: "error",
        signal: AbortSignal.timeout(10000),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.json());
      say(freshness, "");
    } catch {
      say(freshness, "暂时取不到数据，正在重试。页面上是之前的数字。");
    }
    setTimeout(ask, every);
  }

  // For the wall: the figures alone, as large as the screen.
  const wall = document.getElementById("wall");
  wall.hidden = !document.fullscreenEnabled;
  wall.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : live.requestFullscreen()));
  document.addEventListener("fullscreenchange", () => {
    say(wall, document.fullscreenElement ? "退出全屏" : "全屏显示");
    chart.resize();
  });

  window.addEventListener("resize", () => chart.resize());
  setInterval(tick, 1000);
  ask();
});
