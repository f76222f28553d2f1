#!/usr/bin/env bash
# pypdfium2 5.15.2: a hyphen that ends a line between two letters is neither a hyphen nor gone in a page's text: it is
# one character that stands for the hyphen and the line break together, U+FFFE by `get_text_range` and U+0002 by
# `get_text_bounded`, of the same page. One would guess “co-” and a new line, as a hyphen before a figure gives, or
# “cooperation”; and that the two calls agree. Whoever looks for “co-operation” finds it in neither text, whoever
# strips the marks turns it into “cooperation” and “well-known” into “wellknown”, and whoever writes the text as XML is
# refused: neither character may stand there.
#
# Prints both texts and what lxml says of them; fails when that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 fpdf2==2.8.9 lxml==6.1.3
cat > "$work/read.py" <<'PY'
import fpdf
import pypdfium2
from lxml import etree

made = fpdf.FPDF()
made.add_page()
made.set_font("helvetica", size=12)
for number, line in enumerate(("The harbour is kept by co-", "operation of both towns, a 24-", "hour watch.")):
    made.text(20, 30 + 6 * number, line)
page = pypdfium2.PdfDocument(bytes(made.output()))[0].get_textpage()
for text in (page.get_text_range(), page.get_text_bounded()):
    print(ascii(text))
    try:
        etree.Element("p").text = text
        print("taken as XML")
    except ValueError:
        print("refused as XML")
PY
found=$("$work/venv/bin/python" "$work/read.py")
printf '%s\n' "$found"
[ "$found" = "'The harbour is kept by co\ufffeoperation of both towns, a 24-\r\nhour watch.'
refused as XML
'The harbour is kept by co\x02operation of both towns, a 24-\r\nhour watch.'
refused as XML" ]
