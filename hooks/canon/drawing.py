"""Turning Mermaid's SVG into a small one that takes its colors from the page.

Mermaid writes its palette, unused markers and bookkeeping attributes into every picture: about
22 KB, of which 9 are shapes and words. What is left here is an allow-list, so that a picture can
hold nothing that acts.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

_SVG = "{http://www.w3.org/2000/svg}"
_TAGS = {
    "svg", "g", "path", "rect", "circle", "polygon", "text", "tspan", "title", "desc", "marker",
}  # fmt: skip
_ATTRIBUTES = {
    "class", "d", "x", "y", "dx", "dy", "width", "height", "rx", "ry", "cx", "cy", "r", "points",
    "transform", "viewBox", "id", "marker-end", "refX", "refY", "orient", "markerUnits",
    "markerWidth", "markerHeight", "text-anchor", "role", "aria-labelledby", "aria-describedby",
}  # fmt: skip
_FRACTION = re.compile(r"-?\d+\.\d+(?!\d*em)")
"""Half a pixel is never seen and takes a third of a picture; an em is many pixels."""
_CLASSES = {
    "node", "ask", "do", "edgeLabel", "edgeLabels", "label", "flowchart-link", "label-container",
    "cluster", "background", "nodeLabel", "flowchart",
}  # fmt: skip


def slim(svg: str) -> str:
    """Keep of a Mermaid SVG only shapes, words, arrows and what names them.

    Raises:
        xml.etree.ElementTree.ParseError: It isn't XML.
    """
    root = ElementTree.fromstring(svg)
    _keep_allowed(root)
    used = set(re.findall(r"url\(#([^)]+)\)", ElementTree.tostring(root, encoding="unicode")))
    _drop_unused(root, used)
    root.set("role", "img")
    _tidy_size(root)
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SVG)
    text = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    return _FRACTION.sub(lambda number: str(round(float(number[0]))), text) + "\n"


def unsafe_part(svg: str) -> str | None:
    """Name what a picture holds that `slim` would not have kept; None for a safe one."""
    # Browsers read a picture within a page as HTML, where these begin something else than in XML.
    if "<!" in svg or "<?" in svg:
        return "a declaration or comment"
    try:
        elements = list(ElementTree.fromstring(svg).iter())
    except ElementTree.ParseError as error:
        return f"what isn't XML ({error})"
    for element in elements:
        if element.tag not in _TAGS:
            return f"the element <{element.tag}>"
        for name, value in element.attrib.items():
            if name not in _ATTRIBUTES or "url(" in value.replace("url(#", ""):
                return f'the attribute {name}="{value}"'
    return None


def _keep_allowed(element: ElementTree.Element) -> None:
    for child in list(element):
        if child.tag.removeprefix(_SVG) not in _TAGS:
            element.remove(child)
        else:
            _keep_allowed(child)
    for name in list(element.attrib):
        if name not in _ATTRIBUTES:
            del element.attrib[name]
    if "class" in element.attrib:
        kept = [name for name in element.attrib["class"].split() if name in _CLASSES]
        element.attrib["class"] = " ".join(dict.fromkeys(kept))
        if not kept:
            del element.attrib["class"]
    # Ids are needed only by arrows and by the picture's name.
    if "id" in element.attrib and element.tag.removeprefix(_SVG) in ("g", "path", "rect"):
        del element.attrib["id"]


def _drop_unused(element: ElementTree.Element, used: set[str]) -> None:
    for child in list(element):
        is_marker = child.tag == f"{_SVG}marker"
        _drop_unused(child, used)
        is_bare_group = child.tag == f"{_SVG}g" and len(child) == 0
        if (is_marker and child.get("id") not in used) or is_bare_group:
            element.remove(child)


def _tidy_size(root: ElementTree.Element) -> None:
    """Give the picture its own size, so that nothing shifts and small ones aren't blown up."""
    _, _, width, height = root.attrib["viewBox"].split()
    root.set("width", str(round(float(width))))
    root.set("height", str(round(float(height))))
