/* Copy buttons: shown only here, because without a script they could do nothing. */
(() => {
  const announcer = document.getElementById("announcer");

  const show = (button) => {
    button.hidden = !navigator.clipboard;
  };

  document.querySelectorAll("[data-copy]").forEach(show);
  document.addEventListener("htmx:load", (event) => event.detail.elt.querySelectorAll("[data-copy]").forEach(show));

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) {
      return;
    }
    await navigator.clipboard.writeText(button.dataset.copy);
    button.dataset.copied = "";
    announcer.textContent = "Copied";
    setTimeout(() => delete button.dataset.copied, 1500);
  });
})();
