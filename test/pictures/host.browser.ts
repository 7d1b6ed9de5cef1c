import { afterAll, beforeAll, expect, test } from "vitest";
import { madePictures } from "./support/made-facts.ts";
import { argumentsOf, Stage, tellResult } from "./support/stage.ts";

const pictures = madePictures();
const [flame] = pictures;
if (flame === undefined) throw new Error("no pictures");
let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

test("A result says which picture it is, and the page reads its facts through the host", async () => {
  const { page, frame, calls, troubles } = await stage.picture(flame);
  expect(calls).toEqual([{ name: "read_picture", args: argumentsOf(flame) }]);
  expect(await frame.locator("canvas").count()).toBe(1);
  expect(troubles).toEqual([]);
  await page.close();
});

test("A result without a picture, and a cancelled call, are told", async () => {
  const shown = await stage.host(() => flame);
  await shown.page.evaluate(() => window.host.result({ content: [{ type: "text", text: "none" }] }));
  await shown.frame.getByText("There is no picture of this answer.").waitFor();
  await shown.page.evaluate(() => window.host.cancelled());
  await shown.frame.getByText("The call was cancelled.").waitFor();
  expect(shown.calls).toEqual([]);
  await shown.page.close();
});

test("What the server refuses is shown in its words, and can be asked for again", async () => {
  let isUp = false;
  const shown = await stage.host(() => (isUp ? flame : { error: "Feldera does not answer.\nIs it up?" }));
  await tellResult(shown, argumentsOf(flame));
  await shown.frame.getByText("Feldera does not answer.").waitFor();
  isUp = true;
  await shown.frame.getByRole("button", { name: "Try again" }).click();
  await shown.frame.waitForSelector("canvas");
  await shown.page.close();
});

test("Facts of another shape are refused", async () => {
  const shown = await stage.host(() => ({ ...flame, unit: "furlongs" }));
  await tellResult(shown, argumentsOf(flame));
  await shown.frame.getByText("The server's answer is not a picture that this page knows.").waitFor();
  await shown.page.close();
});

test("The theme is the host's, also when it changes", async () => {
  const { page, frame } = await stage.picture(flame);
  const background = () => frame.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await background()).toBe("rgb(255, 255, 255)");
  await page.evaluate(() => window.host.context({ theme: "dark" }));
  await expect.poll(background).toBe("rgb(30, 31, 34)");
  await page.close();
});

test("The page asks for the full screen, and tells the height it needs", async () => {
  const { page, frame, heard } = await stage.picture(flame);
  await frame.getByRole("button", { name: "Full screen" }).click();
  await frame.getByRole("button", { name: "Leave full screen" }).waitFor();
  expect(heard).toContainEqual({ what: "display mode", details: "fullscreen" });
  expect(heard.some(({ what, details }) => what === "size" && Number(details) > 300)).toBe(true);
  await page.close();
});

test("The page answers when it is taken away", async () => {
  const { page } = await stage.picture(flame);
  await page.evaluate(() => window.host.teardown());
  await page.close();
});
