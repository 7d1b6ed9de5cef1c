#!/usr/bin/env bash
# Guess: flameshow, which draws pprof profiles in a terminal, names a frame as the profile does, counts every sample, and first
#   shows the kind of value that the profile sets as the default.
# What happens: in the details of a frame its name is taken for markup: "<[u8; 4] as Hash>::hash" is "< as Hash>::hash", and
#   whatever stands in brackets after a small letter is gone, [T] is not. A sample of which no frame has a name is in no
#   total; beneath a named frame such memory is that frame's. default_sample_type, a text's place in the profile, is
#   taken for the place of a sample type: "space", the second of two, is looked for as the fourth.
# Seen with: PyPI flameshow 1.1.5 with flamegraph-textual 0.1.2, its parser and the text that it shows for a frame.
# Why it matters: methods of arrays and slices of different types have one name, shares are of a total that is too small, and
#   what `go tool pprof` writes with a default cannot be shown.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile flameshow==1.1.5 flamegraph-textual==0.1.2

cat > show.py <<'PY'
from flamegraph_textual.parsers import parse, profile_pb2


def profile(names, samples, default=None):
    made = profile_pb2.Profile()
    texts = [""]

    def text(value):
        if value not in texts:
            texts.append(value)
        return texts.index(value)

    for kind, unit in [("objects", "count"), ("space", "bytes")]:
        made.sample_type.add(type=text(kind), unit=text(unit))
    made.mapping.add(id=1, filename=text("/usr/bin/app"))
    for place, name in enumerate(names, 1):
        location = made.location.add(id=place, mapping_id=1, address=place)
        if name is not None:
            made.function.add(id=place, name=text(name), system_name=text(name))
            location.line.add(function_id=place, line=1)
    for stack, size in samples:
        made.sample.add(location_id=stack, value=[1, size])
    if default:
        made.default_sample_type = text(default)
    made.string_table.extend(texts)
    return parse(made.SerializeToString(), "profile")


def walk(frame, depth):
    detail = frame.render_one_frame_detail(frame, 1, "bytes")[0].plain.strip()
    print(" " * depth + f"{frame.name} is told as {detail}")
    for child in frame.children:
        walk(child, depth + 1)


names = ["step", "<[u8; 4] as Hash>::hash", "<[T] as Ord>::cmp::<[u64]>", None]
shown = profile(names, [([2, 1], 1000), ([3, 1], 10), ([4, 1], 3000), ([4], 500)])
for frame in shown.root_stack.children:
    walk(frame, 0)
print("total", shown.root_stack.values[1], "of 4510")
default = profile(names, [([1], 1000)], default="space")
print("default is number", default.default_sample_type_index + 1, "of", len(default.sample_types))
PY
diff <(venv/bin/python show.py 2>&1) - <<'SEEN'
step is told as step: 3.9KiB
 <[u8; 4] as Hash>::hash is told as < as Hash>::hash: 1000.0B
 <[T] as Ord>::cmp::<[u64]> is told as <[T] as Ord>::cmp::<>: 10.0B
total 4010 of 4510
default is number 4 of 2
SEEN
echo "still so: flameshow takes array types out of names, and samples without names out of the total"
