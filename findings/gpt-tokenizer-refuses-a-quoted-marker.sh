#!/usr/bin/env bash
# Guess: countTokens of any text is a number, and isWithinTokenLimit is true or the count where a text fits.
# What happens: a text that quotes a marker of chat formats, such as <|im_start|>, is refused with an error, unless
#   allowedSpecial or disallowedSpecial is given. isWithinTokenLimit("", n) is 0, which reads as "no" in a
#   condition, like false for a text that is too long.
# Seen with: npm gpt-tokenizer 4.0.0.
# Why it matters: logs and rows of a pipeline that processes chats hold such markers; measuring an answer that
#   quotes one fails, where sending it would not.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . gpt-tokenizer@4.0.0

cat > count.mjs <<'JS'
import { countTokens, isWithinTokenLimit } from "gpt-tokenizer";
const log = "row: <|im_start|>user";
try {
  console.log(countTokens(log));
} catch (error) {
  console.log(error.message);
}
console.log(countTokens(log, { disallowedSpecial: new Set() }));
console.log(isWithinTokenLimit("one", 5), isWithinTokenLimit("", 5), isWithinTokenLimit("one two three", 1));
JS
diff <(node count.mjs) - <<'SEEN'
Disallowed special token found: <|im_start|>
9
1 0 false
SEEN
echo "still so: gpt-tokenizer refuses a text that quotes <|im_start|>"
