import { expect, test } from "vitest";
import { fullestDisk } from "../../../src/analysis/stats/disk.ts";
import { Stats } from "../../../src/feldera/schemas/stats.ts";

const disk = (disk_total_bytes: unknown, disk_available_bytes: unknown) => ({
  disk_total_bytes,
  disk_available_bytes,
});
const diskOf = (global_metrics: object, host_metrics?: object[]) =>
  fullestDisk(Stats.parse({ global_metrics, ...(host_metrics && { host_metrics }) }));

test("of one host its figures are told as they are", () => {
  expect(diskOf(disk(1000, 250))).toEqual({ total_bytes: 1000, available_bytes: 250, share: 0.75 });
  expect(diskOf(disk(1000, 250), [disk(1000, 250)])).toEqual({
    total_bytes: 1000,
    available_bytes: 250,
    share: 0.75,
  });
});

test("of several hosts the fullest decides, by its share and not by its bytes", () => {
  expect(diskOf(disk(1000, 900), [disk(1000, 500), disk(9000, 900), {}])).toEqual({
    total_bytes: 9000,
    available_bytes: 900,
    share: 0.9,
    host: 1,
    hosts: 3,
  });
});

test("is not known where a figure is missing, or cannot be right", () => {
  for (const one of [{}, disk(1000, null), disk(null, 5), disk(0, 0)]) {
    expect(diskOf(one)).toBeUndefined();
  }
  expect(diskOf(disk(1000, 2000))?.share).toBe(0);
  expect(diskOf({}, [{}, {}])).toBeUndefined();
});
