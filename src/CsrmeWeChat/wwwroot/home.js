// The home page's pictures: each element with data-figure holds its numbers, which stand in a table below it too.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const colours = ["#173f7a", "#e8a33d", "#14713a", "#a11d14", "#6b4fa0", "#56606d"];

  for (const element of document.querySelectorAll("[data-figure]")) {
    const figure = JSON.parse(element.dataset.figure);
    const chart = echarts.init(element, null, { renderer: "canvas" });
    chart.setOption({
      animation: false,
      color: colours,
      grid: { left: 8, right: 16, top: figure.series.length > 1 ? 36 : 16, bottom: 4, containLabel: true },
      legend: { show: figure.series.length > 1, top: 0, left: 0, type: "scroll" },
      tooltip: { trigger: "axis", renderMode: "richText", confine: true },
      xAxis: { type: "category", data: figure.labels, axisTick: { show: false }, axisLabel: { hideOverlap: true } },
      yAxis: { type: "value", minInterval: 1, splitNumber: 4 },
      series: figure.series.map((series) => ({
        type: figure.shape,
        name: series.name,
        data: series.values,
        stack: figure.shape === "bar" ? "all" : undefined,
        symbol: figure.labels.length > 1 ? "none" : "circle",
        lineStyle: { width: 2 },
        barMaxWidth: 28,
      })),
    });
    window.addEventListener("resize", () => chart.resize());
  }
});
