#!/bin/sh
# What a stranger does: installs the wheel that is named into an empty environment, outside the repository and with
# an empty home, and looks at the demonstration. It takes two to three minutes, most of them for what Pincite needs.
set -eu
wheel=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "$wheel"
mkdir "$work/home" "$work/here"
cd "$work/here"
# Nothing of this shell's but what finds programs.
env -i HOME="$work/home" PATH="$PATH" LANG=C.UTF-8 "$work/venv/bin/pincite" demo --home "$work/library" >shown
grep -q "No errors found" shown
"$work/venv/bin/python" -c "from assistant import open_assistant, __version__; print('pincite', __version__)"
"$work/venv/bin/python" -m eval --help >/dev/null
echo "the wheel works in an empty $("$work/venv/bin/python" -V) environment"
