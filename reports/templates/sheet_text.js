/* a post's text, with the words kept as evidence marked; strangers' words are only ever text */
const sheetText = (() => {
  const paint = (box, text, causes, one) => {
    const spans = [];
    causes.forEach(cause => (one.words[cause.id] || []).forEach(([start, end]) => spans.push([start, end, cause])));
    const edges = [...new Set([0, text.length, ...spans.flatMap(span => [span[0], span[1]])])].sort((a, b) => a - b);
    box.replaceChildren(...edges.slice(0, -1).map((start, place) => {
      const end = edges[place + 1], over = spans.filter(span => span[0] <= start && span[1] >= end);
      const piece = document.createTextNode(text.slice(start, end));
      if (!over.length) return piece;
      const mark = document.createElement("mark");
      mark.append(piece);
      mark.dataset.k = over.filter(span => span[1] === end).map(span => span[2].key || "·").join("");
      mark.title = over.map(span => span[2].name).join(", ");
      return mark;
    }));
  };
  /* what is selected in the box, as places in its text without white space at its ends; null if nothing is */
  const selected = (box, text) => {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    if (!box.contains(range.startContainer) || !box.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(box);
    before.setEnd(range.startContainer, range.startOffset);
    let start = before.toString().length, end = start + range.toString().length;
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    return start < end ? [start, end] : null;
  };
  return { paint, selected };
})();
