"""Files of many formats with a text in them, as small as the formats allow."""

import io
import struct
import zipfile
import zlib
from xml.sax.saxutils import escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"


def packed(members: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def docx(
    body: str = "", *, header: str = "", comment: str = "", about: str = "", cells: bool = False
) -> bytes:
    def paragraph(text: str) -> str:
        # A word processor cuts a line into runs wherever it likes.
        half = len(text) // 2
        return f"<w:p><w:r><w:t>{escape(text[:half])}</w:t></w:r><w:r><w:t>{escape(text[half:])}</w:t></w:r></w:p>"

    inner = paragraph(body)
    if cells:
        rows = (row.split("\t") for row in body.split("\n"))
        inner = "<w:tbl>" + "".join(
            "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
        ) + "</w:tbl>"  # fmt: skip
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "word/document.xml": f"<w:document {_W}><w:body>{inner}</w:body></w:document>",
            "word/header1.xml": f"<w:hdr {_W}>{paragraph(header)}</w:hdr>",
            "word/comments.xml": f"<w:comments {_W}><w:comment>{paragraph(comment)}</w:comment></w:comments>",
            "docProps/core.xml": f"<p:core xmlns:p='p'><p:title>{escape(about)}</p:title></p:core>",
        }
    )


def xlsx(cell: str = "", *, number: str = "", hidden: str = "", inline: str = "", comment: str = "",
         rows: list[list[str]] | None = None) -> bytes:  # fmt: skip
    """`cell` is a shared string, `number` a number, `hidden` stands in a sheet that is not shown."""
    table = "".join(
        f'<row r="{r}">' + "".join(
            f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t>{escape(text)}</t></is></c>' for c, text in enumerate(row)
        ) + "</row>" for r, row in enumerate(rows or [], 10)
    )  # fmt: skip
    first = (
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c></row>'
        f'<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2"><v>{number or 1}</v></c>'
        f'<c r="D2" t="inlineStr"><is><t>{escape(inline)}</t></is></c></row>{table}'
    )
    second = f'<row r="7"><c r="G7" t="inlineStr"><is><t>{escape(hidden)}</t></is></c></row>'
    relations = "".join(
        f'<Relationship Id="r{n}" Target="worksheets/sheet{n}.xml" Type="t"/>' for n in (1, 2)
    )
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "xl/workbook.xml": f'<workbook {_S} {_R}><sheets><sheet name="名单" sheetId="1" r:id="r1"/>'
            '<sheet name="底稿" sheetId="2" state="hidden" r:id="r2"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
            "xl/sharedStrings.xml": f"<sst {_S}><si><r><t>{escape(cell[:3])}</t></r><r><t>{escape(cell[3:])}</t></r></si></sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet {_S}><sheetData>{first}</sheetData></worksheet>",
            "xl/worksheets/sheet2.xml": f"<worksheet {_S}><sheetData>{second}</sheetData></worksheet>",
            "xl/comments1.xml": f"<comments {_S}><commentList><comment ref='A1'><text><t>{escape(comment)}</t></text></comment></commentList></comments>",
        }
    )


def odf(text: str) -> bytes:
    office = "xmlns:office='o' xmlns:text='t' xmlns:table='b'"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:doc {office}><text:p>{escape(text)}</text:p></office:doc>",
        }
    )


def pdf(text: str = "", title: str = "") -> bytes:
    """A page with one line, its characters through a map to Unicode as printers to PDF write it."""
    codes = {each: n for n, each in enumerate(dict.fromkeys(text), 1)}
    pairs = "\n".join(f"<{n:04X}> <{each.encode('utf-16-be').hex()}>" for each, n in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    )
    shown = "".join(f"{n:04X}" for n in (codes[each] for each in text))
    page = f"BT /F 12 Tf 50 700 Td <{shown}> Tj ET" if text else ""
    said = "FEFF" + title.encode("utf-16-be").hex()
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(page)} >> stream\n{page}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 6 0 R >>",
        f"<< /Length {len(cmap)} >> stream\n{cmap}\nendstream",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>",
        f"<< /Title <{said}> >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}".encode()
    return (
        out
        + f"trailer << /Size {len(bodies) + 1} /Root 1 0 R /Info 8 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    )


def exif(text: str = "", orientation: int = 1) -> bytes:
    """A block of Exif with a description, the side that is up, and a position."""
    said = text.encode() + b"\0"
    entries = [
        (0x010E, 2, len(said), 8 + 2 + 12 * 3 + 4),
        (0x0112, 3, 1, orientation << 16),
        (0x8825, 4, 1, 0x4750534D),
    ]
    body = b"".join(struct.pack(">HHII", *each) for each in entries)
    return b"MM\0*" + struct.pack(">IH", 8, 3) + body + bytes(4) + said


def jpeg(text: str = "", orientation: int = 1, comment: str = "") -> bytes:
    """One grey block of eight by eight, with a thumbnail's worth of Exif."""

    def segment(marker: int, body: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body

    table = bytes([0, 1, *([0] * 15), 0])
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        + segment(0xE1, b"Exif\0\0" + exif(text, orientation))
        + (segment(0xFE, comment.encode()) if comment else b"")
        + segment(0xE2, b"ICC_PROFILE\0\x01\x01profile")
        + segment(0xDB, b"\0" + bytes([1] * 64))
        + segment(0xC0, struct.pack(">BHHBBBB", 8, 8, 8, 1, 1, 0x11, 0))
        + segment(0xC4, table)
        + segment(0xC4, b"\x10" + table[1:])
        + segment(0xDA, b"\x01\x01\0\0\x3f\0")
        + b"\x3f\xff\x00\xff\xd9GPS-TRAILER"
    )


def png(text: str = "", packed_text: str = "", orientation: int = 1) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"tEXt", b"Comment\0" + text.encode())
        + chunk(b"zTXt", b"More\0\0" + zlib.compress(packed_text.encode()))
        + chunk(b"eXIf", exif("", orientation))
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def webp(text: str = "", orientation: int = 1) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)

    content = (
        b"WEBP"
        + chunk(b"VP8X", b"\x0c\0\0\0\0\0\0\0\0\0")
        + chunk(b"VP8L", b"\x2f\0\0\0\0\x07\x10")
        + chunk(b"EXIF", exif("", orientation))
        + chunk(b"XMP ", f"<x>{text}</x>".encode())
    )
    return b"RIFF" + struct.pack("<I", len(content)) + content


def gif(text: str = "") -> bytes:
    said = text.encode()
    return (
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff"
        + b"\x21\xfe" + bytes([len(said)]) + said + b"\0"
        + b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;"
    )  # fmt: skip


def doc(text: str) -> bytes:
    """As much of an old DOC file as matters: the head of the container, and text of two bytes each."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + text.encode("utf-16-le") + bytes(64)


def xls(number: int) -> bytes:
    """A cell of an old XLS file with a number."""
    record = b"\x03\x02\x0e\x00" + struct.pack("<HHHd", 1, 2, 15, float(number))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + record + bytes(64)
