// A picture at any size: the preview at once, and the large copy in its place as soon as it is there. Wheel, pinch, double tap, drag, keys.
"use strict";

(() => {
  const step = 1.4,
    close = 2.5,
    tapTime = 300,
    tapRoom = 30;

  const zoom = { at: 0, scale: 1, x: 0, y: 0, pointers: new Map(), tap: null };
  const box = () => document.querySelector("[data-zoom-box]");
  const picture = () => box().querySelector("[data-zoom-picture]");
  const sources = () => [...document.querySelectorAll("[data-zoom]")];

  /** How large the picture is where it just fits, and where it stands then. */
  function fit() {
    const { width, height } = sources()[zoom.at].dataset;
    const scale = Math.min(innerWidth / width, innerHeight / height);
    const size = { width: width * scale, height: height * scale };
    return { ...size, left: (innerWidth - size.width) / 2, top: (innerHeight - size.height) / 2 };
  }

  const most = () => Math.max(4, (2 * sources()[zoom.at].dataset.width) / fit().width);

  /** A side that is smaller than the window is in its middle; a larger one leaves no gap. */
  function held(offset, free, size, room) {
    return size <= room ? (room - size) / 2 - free : Math.min(-free, Math.max(room - size - free, offset));
  }

  function draw() {
    const { width, height, left, top } = fit();
    zoom.x = held(zoom.x, left, width * zoom.scale, innerWidth);
    zoom.y = held(zoom.y, top, height * zoom.scale, innerHeight);
    Object.assign(picture().style, {
      width: `${width}px`,
      height: `${height}px`,
      left: `${left}px`,
      top: `${top}px`,
      transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})`,
    });
    box().dataset.scale = zoom.scale.toFixed(2);
  }

  function scaleTo(scale, x = innerWidth / 2, y = innerHeight / 2) {
    const { left, top } = fit();
    const next = Math.min(most(), Math.max(1, scale));
    const [px, py] = [x - left, y - top];
    zoom.x = px - ((px - zoom.x) * next) / zoom.scale;
    zoom.y = py - ((py - zoom.y) * next) / zoom.scale;
    zoom.scale = next;
    draw();
  }

  function move(x, y) {
    zoom.x += x;
    zoom.y += y;
    draw();
  }

  async function show(at) {
    const source = sources()[at];
    if (!source) return;
    Object.assign(zoom, { at, scale: 1, x: 0, y: 0 });
    const words = box().querySelector("[data-zoom-words]");
    const number = sources().length > 1 ? `${at + 1} / ${sources().length} ` : "";
    picture().src = source.dataset.preview;
    words.textContent = `${number}正在取大图…`;
    draw();
    const large = new Image();
    large.src = source.href;
    const isThere = await large.decode().then(
      () => true,
      () => false,
    );
    if (zoom.at !== at || !box().open) return;
    if (isThere) picture().src = source.href;
    words.textContent = isThere ? number : `${number}大图没有取到，现在是小图。关闭后再打开会重试。`;
  }

  const acts = {
    in: () => scaleTo(zoom.scale * step),
    out: () => scaleTo(zoom.scale / step),
    fit: () => scaleTo(1),
    before: () => show(zoom.at - 1),
    after: () => show(zoom.at + 1),
    close: () => box().close(),
  };

  document.addEventListener("click", (event) => {
    const source = event.target.closest("[data-zoom]");
    const act = event.target.closest("[data-zoom-do]");
    if (act) acts[act.dataset.zoomDo]();
    if (!source || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    box().showModal();
    show(sources().indexOf(source));
  });

  document.addEventListener("keydown", (event) => {
    if (!box()?.open || event.ctrlKey || event.altKey || event.metaKey) return;
    const room = Math.min(innerWidth, innerHeight) / 4;
    const way = (x, y, otherwise) => () => (zoom.scale > 1 ? move(x * room, y * room) : otherwise?.());
    const act = {
      "+": acts.in,
      "=": acts.in,
      "-": acts.out,
      0: acts.fit,
      z: acts.close,
      ArrowLeft: way(1, 0, acts.before),
      ArrowRight: way(-1, 0, acts.after),
      ArrowUp: way(0, 1),
      ArrowDown: way(0, -1),
    }[event.key.toLowerCase().startsWith("arrow") ? event.key : event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener(
    "wheel",
    (event) => {
      if (!box()?.open) return;
      event.preventDefault();
      scaleTo(zoom.scale * Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
    },
    { passive: false },
  );

  document.addEventListener("pointerdown", (event) => {
    if (!box()?.open || event.target.closest("[data-zoom-do]")) return;
    event.preventDefault();
    zoom.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });

  document.addEventListener("pointermove", (event) => {
    const was = zoom.pointers.get(event.pointerId);
    if (!was) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...zoom.pointers].find(([id]) => id !== event.pointerId)?.[1];
    zoom.pointers.set(event.pointerId, now);
    if (!other) return move(now.x - was.x, now.y - was.y);
    // Two fingers: their distance scales, and their middle moves.
    const far = (one) => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
    move((now.x - was.x) / 2, (now.y - was.y) / 2);
    scaleTo((zoom.scale * far(now)) / far(was), (now.x + other.x) / 2, (now.y + other.y) / 2);
  });

  function lifted(event) {
    const began = zoom.pointers.delete(event.pointerId);
    if (!began || event.type === "pointercancel" || zoom.pointers.size > 0) return;
    const tap = { time: event.timeStamp, x: event.clientX, y: event.clientY };
    const isSecond =
      zoom.tap && tap.time - zoom.tap.time < tapTime && Math.hypot(tap.x - zoom.tap.x, tap.y - zoom.tap.y) < tapRoom;
    zoom.tap = isSecond ? null : tap;
    if (isSecond) scaleTo(zoom.scale > 1 ? 1 : close, tap.x, tap.y);
  }
  document.addEventListener("pointerup", lifted);
  document.addEventListener("pointercancel", lifted);
  window.addEventListener("resize", () => box()?.open && draw());
})();
