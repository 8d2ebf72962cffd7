// The rule editor: the server says what is wrong and where (data-marks); this paints it under the
// text, keeps the painting in step while one types, and puts offered queries into the field.
"use strict";
(() => {
  const field = document.getElementById("query");
  const paper = document.getElementById("marks");
  if (!field || !paper) return;
  let marked = { query: null, marks: [] };

  const paint = () => {
    const text = field.value;
    const marks = text === marked.query ? marked.marks : [];
    paper.replaceChildren();
    let at = 0;
    for (const { start, end, tone } of marks) {
      if (start < at) continue;
      paper.append(text.slice(at, start));
      const piece = document.createElement("span");
      piece.className = tone;
      piece.textContent = text.slice(start, Math.max(end, start + 1)) || " ";
      paper.append(piece);
      at = Math.max(end, start + 1);
    }
    paper.append(text.slice(at) + "\n");
    paper.scrollTop = field.scrollTop;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };

  const take = () => {
    const told = document.querySelector("[data-marks]");
    if (!told) return;
    marked = { query: told.dataset.query, marks: JSON.parse(told.dataset.marks) };
    field.setAttribute("aria-invalid", String(marked.marks.some((one) => one.tone === "bad")));
    paint();
  };

  field.addEventListener("input", paint);
  field.addEventListener("scroll", () => { paper.scrollTop = field.scrollTop; });
  document.addEventListener("htmx:afterSwap", take);
  document.addEventListener("click", (event) => {
    const offer = event.target.closest("[data-use]");
    if (!offer) return;
    field.value = offer.dataset.use;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  take();
  paint();
})();
