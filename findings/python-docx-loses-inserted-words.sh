#!/usr/bin/env bash
# python-docx 1.2.0: of a paragraph with tracked changes, `text` has neither the words that were deleted nor those that
# were inserted in their place: “The levy shall be [25 deleted][10 inserted] percent.” becomes “The levy shall be
# percent.” One would guess that it gives the text as it was, or as it will be; Word shows one of the two, and has no
# view in which a sentence stands without its figure. Inserted runs are children of <w:ins>, and `text` and `runs` look
# at a paragraph's own children alone. No error says so, and `runs` has as many words as `text`.
#
# Prints the text and the runs; fails when that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0
cat > "$work/read.py" <<'PY'
import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

made = docx.Document()
paragraph = made.add_paragraph("The levy shall be ")
for change in (
    '<w:del {} w:id="1" w:author="A" w:date="2025-01-01T00:00:00Z"><w:r><w:delText>25</w:delText></w:r></w:del>',
    '<w:ins {} w:id="2" w:author="A" w:date="2025-01-01T00:00:00Z"><w:r><w:t>10</w:t></w:r></w:ins>',
):
    paragraph._p.append(parse_xml(change.format(nsdecls("w"))))
paragraph.add_run(" percent.")
saved = io.BytesIO()
made.save(saved)
read = docx.Document(io.BytesIO(saved.getvalue())).paragraphs[0]
print(repr(read.text), [one.text for one in read.runs])
PY
found=$("$work/venv/bin/python" "$work/read.py")
printf '%s\n' "$found"
[ "$found" = "'The levy shall be  percent.' ['The levy shall be ', ' percent.']" ]
