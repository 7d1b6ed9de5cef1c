#!/usr/bin/env bash
# Guess: what reads ISO 8601 durations has the interval that PostgreSQL wrote when it was asked for that format, or refuses what it does
#   not know.
# What happens: iso8601-duration reads P1DT-1H, a day less an hour, as a day, and P1M-1D as a month: from the minus on all is left out,
#   without an error, where PT-1H, which begins with it, is refused. duration-fns has the signs, and 0 for a microsecond; a month is
#   30.42 days there, 30 in aniso8601 and in PostgreSQL, whose year is 365.25. aniso8601 and isodate refuse each of these minuses;
#   isoduration alone has them all.
# Seen with: npm iso8601-duration 2.1.4 and duration-fns 3.0.2 on Node 20, PyPI aniso8601 10.0.1, isodate 0.7.2 and isoduration 20.11.0;
#   the intervals are PostgreSQL's: npm @electric-sql/pglite 0.5.17.
# Why it matters: an interval has no type in JSON, so that it travels as this text. Differences of times that cross a day have both signs
#   in them, and lose their hours; positive ones are right, and pass the tests.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . \
  @electric-sql/pglite@0.5.17 iso8601-duration@2.1.4 duration-fns@3.0.2
python3 -m venv venv
venv/bin/pip install --quiet --no-compile isodate==0.7.2 aniso8601==10.0.1 isoduration==20.11.0

cat > read.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { parse, toMilliseconds } from "duration-fns";
import * as iso from "iso8601-duration";

const readers = {
  "iso8601-duration": (text) => Object.entries(iso.parse(text)).filter(([, count]) => count !== 0).join(" ").replaceAll(",", " "),
  "duration-fns": (text) => toMilliseconds(parse(text)) / 1000,
};
const told = (read, text) => {
  try {
    return read(text);
  } catch {
    return "refused";
  }
};

const database = await PGlite.create();
await database.exec("SET intervalstyle = 'iso_8601'");
const texts = [];
const intervals = ["90 minutes", "1 month", "1 year 2 months", "-1 hour", "1 day -1 hour", "1 month -1 day", "-1 day 1 hour", "1 microsecond"];
for (const interval of intervals) {
  const { rows } = await database.query(
    "SELECT $1::interval::text AS text, extract(epoch FROM $1::interval)::double precision AS seconds",
    [interval],
  );
  texts.push(rows[0].text);
  console.log(`${interval}: ${rows[0].text}, ${rows[0].seconds} s`);
}
writeFileSync("texts", texts.join("\n"));
for (const text of texts) {
  console.log(text, Object.entries(readers).map(([name, read]) => `${name} ${told(read, text)}`).join(", "));
}
JS
cat > read.py <<'PY'
import aniso8601
import isodate
import isoduration


def told(read, text):
    try:
        return read(text)
    except Exception:
        return "refused"


for text in open("texts").read().split():
    readers = (isodate, aniso8601, isoduration)
    print(text, ", ".join(f"{reader.__name__} {told(reader.parse_duration, text)}" for reader in readers))
PY
diff <(node read.mjs 2>&1; venv/bin/python read.py 2>&1) - <<'SEEN'
90 minutes: PT1H30M, 5400 s
1 month: P1M, 2592000 s
1 year 2 months: P1Y2M, 36741600 s
-1 hour: PT-1H, -3600 s
1 day -1 hour: P1DT-1H, 82800 s
1 month -1 day: P1M-1D, 2505600 s
-1 day 1 hour: P-1DT1H, -82800 s
1 microsecond: PT0.000001S, 0.000001 s
PT1H30M iso8601-duration hours 1 minutes 30, duration-fns 5400
P1M iso8601-duration months 1, duration-fns 2628000
P1Y2M iso8601-duration years 1 months 2, duration-fns 36792000
PT-1H iso8601-duration refused, duration-fns -3600
P1DT-1H iso8601-duration days 1, duration-fns 82800
P1M-1D iso8601-duration months 1, duration-fns 2541600
P-1DT1H iso8601-duration refused, duration-fns -82800
PT0.000001S iso8601-duration seconds 0.000001, duration-fns 0
PT1H30M isodate 1:30:00, aniso8601 1:30:00, isoduration PT1H30M
P1M isodate 1 month, 0:00:00, aniso8601 30 days, 0:00:00, isoduration P1M
P1Y2M isodate 1 years, 2 months, 0:00:00, aniso8601 425 days, 0:00:00, isoduration P1Y2M
PT-1H isodate refused, aniso8601 refused, isoduration -PT1H
P1DT-1H isodate refused, aniso8601 refused, isoduration P1DT-1H
P1M-1D isodate refused, aniso8601 refused, isoduration P1M-1D
P-1DT1H isodate refused, aniso8601 refused, isoduration P-1DT1H
PT0.000001S isodate 0:00:00.000001, aniso8601 0:00:00.000001, isoduration PT0.000001S
SEEN
echo "still so: iso8601-duration leaves out what is less"
