/**
 * Measures in Chromium how pictures open and pan: a flame graph of a heap profile of 200,000 samples, from a host's
 * message with the tool's result on, through the built server, to what is painted; graphs of as many frames as the server
 * sends at most, and of ten times as many, from their facts on; and a dataflow of 3,000 operators from its facts on. Each
 * must be seen within a second, and while a flame graph is dragged no frame of the screen may be dropped.
 *
 * npm run bench:pictures
 */
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { bundlePage } from "../scripts/page.mjs";
import { openStage } from "../scripts/pictures-stage.mjs";
import { asCommand, median } from "./part.mjs";
import { writeHeapProfile } from "./profiles/generated-heap.mjs";

const SAMPLES = 200_000;
const FRAMES = [4_000, 40_000];
const OPERATORS = { views: 200, each: 15 };
/**
 * The first opens, and the median of all where something is kept; of dragging the smoothest counts, for what else runs on
 * a machine drops frames too.
 */
const RUNS = 5;
const MOST_MS = 1000;
/** On a busy machine it takes longer, and is told. */
const PATIENCE_MS = 120_000;
const DRAG_STEPS = 120;
/** A frame of the screen takes 16.7 ms; where two pass between two paintings, one was dropped. */
const DROPPED_MS = 30;

const LIVE = { pipeline_name: "orders", picture: "flame", profile: "heap" };

/** @param run see `part.mjs` */
export async function measurePictures(run) {
  const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(chromium)) return run.lack("pictures in a browser", `there is no ${chromium}`);
  const stage = await openStage();
  try {
    await measureProfile(run, stage);
    for (const frames of FRAMES) {
      const facts = stage.madeFlame({ frames, depth: 60 });
      const made = { html: stage.HTML, csp: {}, call: () => ({ content: [], structuredContent: facts }) };
      const of = `flame graph of ${frames} frames, from its facts on`;
      await measureFlame(
        run,
        of,
        { stage, served: made, result: resultOf(LIVE, stage) },
        frames === FRAMES[0],
      );
    }
    const facts = stage.madeDataflow(OPERATORS);
    const made = { html: stage.HTML, csp: {}, call: () => ({ content: [], structuredContent: facts }) };
    const result = resultOf({ pipeline_name: "orders", picture: "dataflow" }, stage);
    await measureOpening(run, `dataflow of ${facts.places.length} operators, from its facts on`, {
      stage,
      served: made,
      result,
    });
  } finally {
    await stage.close();
  }
}

/** Through the built server, of a Feldera on loopback whose heap profile is large. */
async function measureProfile(run, stage) {
  writeFileSync(join(dirname(run.server), "pictures.html"), (await bundlePage()).html);
  const path = join(run.folder, "pictures-heap_profile");
  await writeHeapProfile(path, SAMPLES);
  const profile = readFileSync(path);
  const feldera = createServer(({ url }, response) => {
    if (url.endsWith("/heap_profile")) response.end(profile);
    else response.writeHead(404).end();
  });
  feldera.listen(0, "127.0.0.1");
  await once(feldera, "listening");
  const env = { FELDERA_HOST: `http://127.0.0.1:${feldera.address().port}` };
  const server = await stage.PicturesServer.start([], env, run.server);
  try {
    const result = await server.call("summarize_heap_profile", { pipeline_name: "orders" });
    const of = `flame graph of a heap profile of ${SAMPLES} samples, through the server`;
    await measureFlame(run, of, { stage, served: server, result }, true);
  } finally {
    await server.close();
    feldera.close();
  }
}

/** What an assistant's call is answered: the arguments by which the page has its facts. */
function resultOf(args, { PICTURE_KEY }) {
  return { content: [{ type: "text", text: "the answer" }], _meta: { [PICTURE_KEY]: args } };
}

async function measureFlame({ hold, tell }, of, shown, isHeld) {
  const runs = [];
  for (let time = 0; time < RUNS; time++) runs.push(await opened(shown, pan));
  const openMs = median(runs.map((one) => one.openMs));
  const [{ openMs: firstMs }] = runs;
  const [smoothest] = runs.toSorted((a, b) => a.dropped - b.dropped || a.slowest - b.slowest);
  const { paints, dropped, slowest } = smoothest;
  const ownMs = median(runs.map((one) => one.ownMs));
  tell(
    `${of}: opened in ${firstMs.toFixed(0)} ms, then in ${openMs.toFixed(0)} ms; dragged: ${paints} paintings, ${dropped} dropped, the slowest after ${slowest.toFixed(1)} ms, a painting takes the page ${ownMs.toFixed(1)} ms`,
  );
  if (!isHeld) return;
  hold({ what: `${of}: opened`, measured: firstMs, most: MOST_MS, digits: 0, unit: " ms", cause: "flame" });
  hold({ what: `${of}: opened again`, measured: openMs, most: MOST_MS, digits: 0, unit: " ms" });
  hold({ what: `${of}: frames of the screen dropped`, measured: dropped, most: 0, digits: 0 });
}

async function measureOpening({ hold, tell }, of, shown) {
  const runs = [];
  for (let time = 0; time < RUNS; time++) runs.push(await opened(shown, () => ({})));
  const openMs = median(runs.map((one) => one.openMs));
  tell(`${of}: opened in ${openMs.toFixed(0)} ms`);
  hold({ what: `${of}: opened`, measured: openMs, most: MOST_MS, digits: 0, unit: " ms" });
}

/** From the moment at which the host tells the result until its picture has been painted. */
async function opened({ stage, served, result }, then) {
  const { page, frame } = await stage.hostOf(served);
  await frame.evaluate(() => {
    new MutationObserver(() => {
      if (document.querySelector("canvas") === null || window.painted) return;
      requestAnimationFrame(() => setTimeout(() => (window.painted ??= Date.now())));
    }).observe(document.body, { childList: true, subtree: true });
  });
  const began = await page.evaluate((told) => {
    const now = Date.now();
    window.host.result(told);
    return now;
  }, result);
  await frame.waitForFunction(() => window.painted !== undefined, undefined, { timeout: PATIENCE_MS });
  const openMs = (await frame.evaluate(() => window.painted)) - began;
  const further = await then(frame);
  await page.close();
  return { openMs, ...further };
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
      const onFrame = window.requestAnimationFrame.bind(window);
      const own = [];
      window.requestAnimationFrame = (paint) =>
        onFrame((time) => {
          const began = performance.now();
          paint(time);
          own.push(performance.now() - began);
        });
      const next = () => new Promise((resolve) => onFrame(resolve));
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
        ownMs: own.reduce((sum, ms) => sum + ms, 0) / Math.max(1, own.length),
      };
    },
    [DRAG_STEPS, DROPPED_MS],
  );
}

await asCommand(import.meta.url, measurePictures);
