// What every page of the administration does by itself: the menu, keys, questions before what
// destroys, files into text fields. All of it works without, except that files must be pasted.
"use strict";
(() => {
  const side = document.querySelector("[data-side]");
  const menuButton = document.querySelector("[data-menu]");
  if (side && menuButton) {
    side.classList.add("has-script");
    menuButton.addEventListener("click", () => {
      const open = document.getElementById("menu").classList.toggle("open");
      menuButton.setAttribute("aria-expanded", String(open));
    });
  }

  const keys = document.getElementById("keys");
  const showKeys = () => keys && !keys.open && keys.showModal();
  document.querySelectorAll("[data-keys]").forEach((one) => one.addEventListener("click", showKeys));

  const paths = {};
  document.querySelectorAll("[data-go]").forEach((one) => { paths[one.dataset.go] = one.dataset.path; });
  let isGoing = false;
  let goingEnds = 0;

  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("form");
      if (form) { event.preventDefault(); form.requestSubmit(form.querySelector("button.main-act") || undefined); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (keys && keys.open) return;
    if (isGoing) {
      isGoing = false;
      window.clearTimeout(goingEnds);
      if (paths[event.key]) { event.preventDefault(); window.location.assign(paths[event.key]); }
      return;
    }
    if (event.key === "?") { event.preventDefault(); showKeys(); }
    if (event.key === "g") { isGoing = true; goingEnds = window.setTimeout(() => { isGoing = false; }, 1500); }
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
    if (event.key === "n") {
      const add = document.querySelector("[data-new]");
      if (add) { event.preventDefault(); add.click(); }
    }
  });

  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.ask || event.target.dataset.ask;
    if (question && !window.confirm(question)) event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-all]")) {
      box.closest("form").querySelectorAll("input[name=id]").forEach((one) => { one.checked = box.checked; });
    }
    if (box.matches("[data-file-into]") && box.files.length) {
      box.files[0].text().then((text) => {
        const field = document.getElementById(box.dataset.fileInto);
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
  });

  document.addEventListener("click", (event) => {
    const copy = event.target.closest("[data-copy]");
    if (!copy || !navigator.clipboard) return;
    navigator.clipboard.writeText(copy.dataset.copy).then(() => { copy.textContent = copy.dataset.copied; });
  });
})();
