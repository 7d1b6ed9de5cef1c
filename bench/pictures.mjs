/**
 * Measures in Chromium how a flame graph opens and pans: of as many frames as the server sends of a profile, whatever
 * the number of its samples, and of ten times as many. The page must show the first within a second, and while it is
 * dragged no frame of the screen may be dropped.
 *
 * npm run bench:pictures
 */
import { openStage } from "../scripts/pictures-stage.mjs";

const SIZES = [4_000, 40_000];
/** The median opens; of dragging the smoothest counts, for what else runs on a machine drops frames too. */
const RUNS = 5;
const MOST_MS = 1000;
const DRAG_STEPS = 120;
/** A frame of the screen takes 16.7 ms; where two pass between two paintings, one was dropped. */
const DROPPED_MS = 30;

const stage = await openStage();
let isMet = false;
for (const frames of SIZES) {
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push(await measure(frames));
  const openMs = runs.map((run) => run.openMs).sort((a, b) => a - b)[RUNS >> 1];
  const smoothest = runs.sort((a, b) => a.dropped - b.dropped || a.slowest - b.slowest)[0];
  if (frames === SIZES[0]) isMet = openMs <= MOST_MS && smoothest.dropped === 0;
  console.log(
    `${String(frames).padStart(6)} frames: opened in ${openMs.toFixed(0)} ms; dragged: ${smoothest.paints} paintings, ${smoothest.dropped} dropped, the slowest after ${smoothest.slowest.toFixed(1)} ms`,
  );
}
await stage.close();
console.log(isMet ? "met" : "missed: it opens later, or drops frames");
process.exitCode = isMet ? 0 : 1;

async function measure(frames) {
  const facts = stage.madeFlame({ frames, depth: 60 });
  const shown = await stage.host(() => facts);
  const { page, frame } = shown;
  // The frame's own clock: from the message with the facts until what was made of them has been painted.
  await frame.evaluate(() => {
    window.addEventListener(
      "message",
      (event) => {
        // To read what a message holds is part of it.
        const now = performance.now();
        if (event.data?.result?.structuredContent) window.arrived = now;
      },
      { capture: true },
    );
    new MutationObserver(() => {
      if (document.querySelector("canvas") === null || window.opened) return;
      requestAnimationFrame(() => setTimeout(() => (window.opened ??= performance.now())));
    }).observe(document.body, { childList: true, subtree: true });
  });
  await stage.tellResult(shown, { pipeline_name: "orders", picture: "flame", profile: "heap" });
  await frame.waitForFunction(() => window.opened !== undefined);
  const openMs = await frame.evaluate(() => window.opened - window.arrived);
  const panned = await pan(frame);
  await page.close();
  return { openMs, ...panned };
}

/** Drags to and fro, one step for each frame of the screen, zoomed in so that there is something to drag. */
function pan(frame) {
  return frame.evaluate(
    async ([steps, droppedMs]) => {
      const canvas = document.querySelector("canvas");
      document.querySelector('[aria-label="Zoom in"]').click();
      const { left, top } = canvas.getBoundingClientRect();
      const fire = (type, x) =>
        canvas.dispatchEvent(
          new PointerEvent(type, {
            clientX: left + x,
            clientY: top + 60,
            pointerId: 1,
            button: 0,
            bubbles: true,
          }),
        );
      canvas.setPointerCapture = () => {};
      const next = () => new Promise((resolve) => requestAnimationFrame(resolve));
      await next();
      fire("pointerdown", 400);
      const times = [];
      let before = await next();
      for (let step = 0; step < steps; step++) {
        fire("pointermove", 400 + 300 * Math.sin(step / 10));
        const now = await next();
        times.push(now - before);
        before = now;
      }
      fire("pointerup", 400);
      return {
        paints: times.length,
        dropped: times.filter((ms) => ms > droppedMs).length,
        slowest: Math.max(...times),
      };
    },
    [DRAG_STEPS, DROPPED_MS],
  );
}
