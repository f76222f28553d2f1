#!/usr/bin/env bash
# striprtf 0.0.35: what a word processor marks as deleted under track changes (\deleted) or strikes through
# (\strike) comes out as plain text beside what replaced it, and the mark of a footnote set high (\super) is joined
# to the word before it. One would guess that text "stripped" of RTF is what the finished page says: of a redlined
# directive, "25" and "10" become "2510 percent".
#
# Prints what comes out; fails when that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check striprtf==0.0.35
cat > "$work/read.py" <<'PY'
from striprtf.striprtf import rtf_to_text

print(rtf_to_text(r"{\rtf1\ansi The levy shall be {\deleted 25}{\revised 10} percent.\par}").strip())
print(rtf_to_text(r"{\rtf1\ansi The levy is {\strike 25} 10 percent, see{\super 3} below.\par}").strip())
PY
found=$("$work/venv/bin/python" "$work/read.py")
printf '%s\n' "$found"
[ "$found" = 'The levy shall be 2510 percent.
The levy is 25 10 percent, see3 below.' ]
