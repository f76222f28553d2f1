#!/usr/bin/env bash
# trafilatura 2.3.1: in the text that it extracts of a page, a raised note number becomes a digit of the figure
# before it ("25" with note 3 is "253"), a power becomes a plain number ("10" to the sixth is "106"), and words
# struck with <del> or <s> stand beside what replaced them. One would guess that a library made to get the text of
# a page keeps its figures; who quotes that text quotes other figures than the page has.
#
# Prints the text; fails when that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6
cat > "$work/read.py" <<'PY'
import trafilatura

rest = "Ferries sail in all weathers from the northern quay to the islands. " * 12
page = f"""<html><body><article><h1>Duties</h1>
<p>The duty rose to 25<sup>3</sup> percent in 2024<sup>4</sup>, and output was 10<sup>6</sup> tonnes.</p>
<p>The levy is <del>25</del> <s>30</s> 10 percent of the revenue of each operator.</p>
<p>{rest}</p></article></body></html>"""
print("\n".join(trafilatura.extract(page, favor_recall=True).split("\n")[1:3]))
PY
found=$("$work/venv/bin/python" "$work/read.py")
printf '%s\n' "$found"
[ "$found" = 'The duty rose to 253 percent in 20244, and output was 106 tonnes.
The levy is 25 30 10 percent of the revenue of each operator.' ]
