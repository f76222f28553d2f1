#!/usr/bin/env bash
# onnxruntime 1.32.0, CPU wheel for Linux: importing it, with no session made and no model loaded, leaves a
# device id and a small database in the user's cache folder. One would guess that an import writes nothing, and
# that only the Windows build reports its use. ORT_DISABLE_TELEMETRY=1 prevents both files, but only where it
# is set before the import: afterwards it is too late.
#
# Prints what each import left; fails when that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check onnxruntime==1.32.0

left_by() { # NAME, then the environment: what an import leaves in an empty home folder
    mkdir "$work/$1"
    env HOME="$work/$1" XDG_CACHE_HOME= "${@:2}" "$work/venv/bin/python" -c "$script"
    (cd "$work/$1" && find . -type f -printf '%P\n' | sort)
}

script='import onnxruntime; print("onnxruntime", onnxruntime.__version__)'
plain=$(left_by plain A=1)
off=$(left_by off ORT_DISABLE_TELEMETRY=1)
script='import onnxruntime, os; os.environ["ORT_DISABLE_TELEMETRY"] = "1"; print("onnxruntime", onnxruntime.__version__)'
late=$(left_by late A=1)
printf '== a plain import\n%s\n== with ORT_DISABLE_TELEMETRY=1\n%s\n== set after the import\n%s\n' "$plain" "$off" "$late"

expected='onnxruntime 1.32.0
.cache/Microsoft/DeveloperTools/.onnxruntime/deviceid
.cache/Microsoft/DeveloperTools/.onnxruntime/onnxruntime.db'
[ "$plain" = "$expected" ] && [ "$late" = "$expected" ] && [ "$off" = 'onnxruntime 1.32.0' ]
