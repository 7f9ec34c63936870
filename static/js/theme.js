/* Blocking and first, so that no page is drawn in the wrong colours: the agent's own choice, else the system's. */
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const draw = () => {
    document.documentElement.dataset.bsTheme = localStorage.getItem("theme") ?? (dark.matches ? "dark" : "light");
  };
  draw();
  dark.addEventListener("change", draw); // many systems turn dark in the evening
})();
