import { describe, expect, test } from "vitest";
import { CheckpointList, checkpointList } from "../../../src/analysis/checkpoints/list.ts";

/** Of 017F22E2-79B0-7CC3-98C4-DC0C0C07398F, in appendix A of RFC 9562. */
const TIME_OF_RFC_EXAMPLE = "2022-02-22T19:22:22.000Z";

const THREE = [
  {
    uuid: "01a1fd03-153d-7c11-a4ff-747315026d07",
    identifier: null,
    fingerprint: 17293822569102704641n,
    size: 10_485_760,
    steps: 1200,
    processed_records: 600_000,
  },
  {
    uuid: "01a1fd07-a99a-7da3-bb38-b712f31941dc",
    identifier: "before-upgrade",
    fingerprint: 17293822569102704641n,
    size: 12_582_912,
    steps: 2400,
    processed_records: 9_007_199_254_740_993n,
  },
  {
    uuid: "01a1fd10-d254-7950-b022-965da1ea7e8a",
    identifier: null,
    fingerprint: 17293822569102704642n,
    size: 9_437_184,
    steps: 4800,
    processed_records: 9_007_199_254_740_995n,
  },
];

describe("the list of checkpoints", () => {
  test("is newest first, with exact fingerprints and differences beyond 2^53", () => {
    const { checkpoints } = checkpointList(THREE);
    expect(checkpoints.map(({ uuid }) => uuid)).toEqual(THREE.map(({ uuid }) => uuid).reverse());
    expect(checkpoints.map(({ fingerprint }) => String(fingerprint))).toEqual([
      "17293822569102704642",
      "17293822569102704641",
      "17293822569102704641",
    ]);
    expect(checkpoints.map(({ change }) => change)).toEqual([
      { size_bytes: -3_145_728n, steps: 2400n, processed_records: 2n, fingerprint: true },
      { size_bytes: 2_097_152n, steps: 1200n, processed_records: 9_007_199_254_140_993n, fingerprint: false },
      undefined,
    ]);
    expect(CheckpointList.parse({ checkpoints })).toEqual({ checkpoints });
  });

  test("tells when a checkpoint was made from a version 7 UUID, and only from one", () => {
    const madeAt = (uuid: string) => checkpointList([{ uuid }]).checkpoints[0]?.made_at;
    expect(madeAt("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")).toBe(TIME_OF_RFC_EXAMPLE);
    expect(madeAt("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")).toBe(TIME_OF_RFC_EXAMPLE);
    expect(madeAt("85969827-101c-4a31-af2c-d866f652b7fc")).toBeUndefined();
    expect(madeAt("not a uuid")).toBeUndefined();
  });

  test("leaves out what is not known, and differences to it", () => {
    const [first, second] = [
      { uuid: "a", size: null, steps: 5 },
      { uuid: "b", size: 7, steps: 6, identifier: "" },
    ];
    expect(checkpointList([first, second])).toEqual({
      checkpoints: [
        { uuid: "b", size_bytes: 7, steps: 6, change: { steps: 1n, fingerprint: false } },
        { uuid: "a", steps: 5 },
      ],
    });
  });

  test("of none is empty", () => {
    expect(checkpointList([])).toEqual({ checkpoints: [] });
  });
});
