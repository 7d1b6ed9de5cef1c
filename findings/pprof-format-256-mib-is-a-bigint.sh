#!/usr/bin/env bash
# Guess: a decoded sample value is a number, or always a bigint; a negative one is negative.
# What happens: the type depends on how many bytes the varint takes. Up to 268,435,455 it is a number, from
#   268,435,456 (256 MiB) on a bigint, so that a sum over a heap profile throws "Cannot mix BigInt" as soon as
#   one stack holds 256 MiB. A negative value, as differences have them, comes back as 2^64 minus it.
#   Encoding it again gives the same bytes, so a round trip hides both.
# Seen with: npm pprof-format 2.3.2, read against profiles that it wrote itself.
# Why it matters: who reads heap profiles with it finds small ones working and large ones failing, and a
#   difference of -1 B as 16 EiB.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . pprof-format@2.3.2

cat > read.mjs <<'JS'
import { Profile, StringTable } from "pprof-format";
const stringTable = new StringTable();
const type = { type: stringTable.dedup("inuse_space"), unit: stringTable.dedup("bytes") };
const decoded = (value) => {
  const sample = [{ locationId: [1], value: [value] }];
  const profile = new Profile({ stringTable, sampleType: [type], sample, location: [{ id: 1 }] });
  const bytes = profile.encode();
  const again = Profile.decode(bytes);
  const sameBytes = Buffer.from(again.encode()).equals(Buffer.from(bytes));
  return [again.sample[0].value[0], sameBytes];
};
for (const value of [2 ** 28 - 1, 2 ** 28, -1]) {
  const [read, sameBytes] = decoded(value);
  console.log(`${value} is read as ${typeof read} ${read}, round trip ${sameBytes ? "equal" : "different"}`);
}
try {
  console.log(decoded(2 ** 28 - 1)[0] + decoded(2 ** 28)[0]);
} catch (error) {
  console.log(`sum: ${error.name}`);
}
JS
diff <(node read.mjs) - <<'SEEN'
268435455 is read as number 268435455, round trip equal
268435456 is read as bigint 268435456, round trip equal
-1 is read as bigint 18446744073709551615, round trip equal
sum: TypeError
SEEN
echo "still so: pprof-format 2.3.2 reads 256 MiB as a bigint and -1 as 2^64-1"
