/* Handing over a file: it can be dropped on the form, and one that is too large is told of before it is sent. */
(() => {
  const form = document.querySelector("[data-upload]");
  const field = form.querySelector("input[type=file]");
  const place = form.querySelector("[data-drop]");
  const problem = form.querySelector("[data-upload-error]");

  const judge = () => {
    const file = field.files[0];
    const isTooLarge = file !== undefined && file.size > Number(form.dataset.largest);
    problem.textContent = isTooLarge ? form.dataset.tooLarge : "";
    field.setAttribute("aria-invalid", String(isTooLarge));
    return !isTooLarge;
  };

  field.addEventListener("change", judge);
  form.addEventListener("submit", (event) => {
    if (!judge()) {
      event.preventDefault();
      field.focus();
    }
  });

  /* Beside the place the browser would open the file instead of the page, and lose what stands on it. */
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    place.classList.toggle("drop-over", place.contains(event.target));
  });
  document.addEventListener("dragleave", () => place.classList.remove("drop-over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("drop-over");
    if (place.contains(event.target) && event.dataTransfer.files.length > 0) {
      field.files = event.dataTransfer.files;
      judge();
      field.focus();
    }
  });
})();
