/* What every page does: the theme switch, the shortcuts, the CSRF token of htmx requests, spoken results. */
(() => {
  const root = document.documentElement;
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  const focusSearch = () => {
    const field = document.querySelector("[data-find]");
    field?.focus();
    field?.select();
  };

  const toggleTheme = () => {
    root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.bsTheme);
  };

  document.querySelectorAll("[data-needs-script]").forEach((element) => {
    element.hidden = false;
  });
  document.querySelector("[data-theme-toggle]")?.addEventListener("click", toggleTheme);

  document.addEventListener("keydown", (event) => {
    const chord = event.ctrlKey || event.metaKey;
    if (chord && event.key.toLowerCase() === "k") {
      event.preventDefault();
      focusSearch();
    } else if (!chord && !event.altKey && !typing(event.target)) {
      if (event.key === "/") {
        event.preventDefault();
        focusSearch();
      } else if (event.key === "?") {
        document.getElementById("shortcuts")?.togglePopover();
      }
    }
  });

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
  });

  /* A fragment says its news in one sentence, which the page's own live region speaks. The event comes from what is
     in the page now; `detail.target` may have made way for it. */
  document.addEventListener("htmx:afterSwap", (event) => {
    const news = event.target.matches("[data-announce]")
      ? event.target
      : event.target.querySelector("[data-announce]");
    if (news) {
      document.getElementById("announcer").textContent = news.textContent.replace(/\s+/g, " ").trim();
    }
  });
})();
