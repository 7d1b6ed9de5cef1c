#!/usr/bin/env bash
# Guess: @phensley/decimal, exact decimals for JavaScript, orders amounts as they are: that is what compare is for.
# What happens: 0.05, 0.5 and 0.99 are less than 0, and 1 is more. Of two amounts below 0 with as many digits before the point the order
#   is the other way round where one has more digits in all, zeros at its end not counted: -1.5 is more than -1.25, -20 more than -19.99
#   and -19 less than -20; -1 and -2 are right. Of 31 amounts between -100 and 100 46 of 961 comparisons are wrong. subtract and signum
#   are right, so that two amounts can be compared by the signum of a - b. Nothing fails or warns.
# Seen with: npm @phensley/decimal 1.14.0 on Node 20; npm decimal.js 10.6.0 is right each time.
# Why it matters: JavaScript has no type for a DECIMAL of a view, so that a page needs such a library to order the rows or to find those
#   above a limit. With amounts from 1 on all is well, and a balance of 0.05 is found below 0.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @phensley/decimal@1.14.0 decimal.js@10.6.0

cat > compare.cjs <<'JS'
const { Decimal } = require("@phensley/decimal");
const Exact = require("decimal.js");

const sign = { "-1": "<", 0: "=", 1: ">" };
const pairsOf = "0.01 0, 0.99 0.00, 1 0, 1.25 1.5, -1.5 -1.25, -20 -19.99, -19 -20, -1 -2";
for (const [a, b] of pairsOf.split(", ").map((pair) => pair.split(" "))) {
  const [left, right] = [new Decimal(a), new Decimal(b)];
  console.log(`${a} ${sign[left.compare(right)]} ${b}, ${a} - ${b} = ${left.subtract(right)}, signum ${left.subtract(right).signum()}`);
}
const amounts = ["0.05", "-1.5", "19.99", "0", "-1.25", "5", "-20", "-19.99"];
console.log("sorted by compare:", ...[...amounts].sort((a, b) => new Decimal(a).compare(b)));
console.log("sorted by decimal.js:", ...[...amounts].sort((a, b) => new Exact(a).cmp(b)));
console.log("below 0:", ...amounts.filter((amount) => new Decimal(amount).compare(0) < 0));
const halves = ["0.01", "0.05", "0.5", "0.99", "1", "1.25", "1.5", "2", "10", "10.5", "19", "19.99", "20", "99.5", "100"];
const all = ["0", ...halves, ...halves.map((amount) => `-${amount}`)];
const pairs = all.flatMap((a) => all.map((b) => [a, b]));
const wrong = pairs.filter(([a, b]) => new Decimal(a).compare(b) !== new Exact(a).cmp(b));
console.log(`of ${pairs.length} comparisons ${wrong.length} are wrong`);
JS
diff <(node compare.cjs 2>&1) - <<'SEEN'
0.01 < 0, 0.01 - 0 = 0.01, signum 1
0.99 < 0.00, 0.99 - 0.00 = 0.99, signum 1
1 > 0, 1 - 0 = 1, signum 1
1.25 < 1.5, 1.25 - 1.5 = -0.25, signum -1
-1.5 > -1.25, -1.5 - -1.25 = -0.25, signum -1
-20 > -19.99, -20 - -19.99 = -0.01, signum -1
-19 < -20, -19 - -20 = 1, signum 1
-1 > -2, -1 - -2 = 1, signum 1
sorted by compare: -19.99 -20 -1.25 -1.5 0.05 0 5 19.99
sorted by decimal.js: -20 -19.99 -1.5 -1.25 0 0.05 5 19.99
below 0: 0.05 -1.5 -1.25 -20 -19.99
of 961 comparisons 46 are wrong
SEEN
echo "still so: @phensley/decimal puts 0.05 below 0"
