/* Blocking and first, so that no page is drawn in the wrong colours: the agent's own choice, else the system's. */
(() => {
  const chosen = localStorage.getItem("theme");
  const preferred = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.bsTheme = chosen ?? preferred;
})();
