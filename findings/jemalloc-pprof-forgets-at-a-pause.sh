#!/usr/bin/env bash
# Guess: deactivate_jemalloc_profiling pauses sampling, as jemalloc's prof.active does: what was sampled and is still held
#   stays in the profile, and is there when sampling is activated again.
# What happens: it also resets jemalloc's samples. A profile that is taken then has nothing, and one taken after activation
#   has only what was allocated since: of 88 MiB held 8 are told. Nothing in it says from when on it counts.
# Seen with: crate jemalloc_pprof 0.9.0 with tikv-jemallocator 0.7. The code of 0.7.0, which Feldera 0.337 has, is the same there.
# Why it matters: "in use" then is a part of what is in use, and the oldest state, which a leak hunt is after, is what
#   misses. A heap profile is only as old as the last activation; the resident size beside it shows the gap.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet jemalloc_pprof@=0.9.0
cargo add --quiet tikv-jemallocator@0.7 --features profiling
cargo add --quiet tokio@1 --features rt,macros
cat > src/main.rs <<'RS'
use jemalloc_pprof::{PROF_CTL, activate_jemalloc_profiling, deactivate_jemalloc_profiling};

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[unsafe(export_name = "_rjem_malloc_conf")]
pub static MALLOC_CONF: &[u8] = b"prof:true,prof_active:true,lg_prof_sample:19\0";

const MIB: usize = 1 << 20;

async fn tell(when: &str) {
    let stacks = PROF_CTL.as_ref().unwrap().lock().await.dump_profile().unwrap().stacks;
    let bytes: f64 = stacks.iter().map(|(stack, _)| stack.weight).sum();
    println!("{when}: {} MiB", bytes as usize / (8 * MIB) * 8);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut held = vec![vec![1u8; 64 * MIB]];
    tell("active, 64 MiB held").await;
    deactivate_jemalloc_profiling().await;
    tell("inactive, 64 MiB held").await;
    held.push(vec![1u8; 16 * MIB]);
    activate_jemalloc_profiling().await;
    tell("active again, 80 MiB held").await;
    held.push(vec![1u8; 8 * MIB]);
    tell("active still, 88 MiB held").await;
    std::hint::black_box(held);
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet) - <<'SEEN'
active, 64 MiB held: 64 MiB
inactive, 64 MiB held: 0 MiB
active again, 80 MiB held: 0 MiB
active still, 88 MiB held: 8 MiB
SEEN
echo "still so: jemalloc_pprof forgets what is held when sampling is paused"
