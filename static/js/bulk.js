/* Selecting customers in a list: a whole page at once, over several pages, and how many are selected.

   What is ticked is remembered for the list it is ticked in, by ids alone, until a dry run begins or the tab closes. */
(() => {
  const form = () => document.getElementById("selection");
  const ticks = () => [...document.querySelectorAll("input[form=selection][name=customer]")];
  const key = () => `selected:${form().dataset.list}`;

  const elsewhere = () => {
    const here = new Set(ticks().map((tick) => tick.value));
    return JSON.parse(sessionStorage.getItem(key()) ?? "[]").filter((id) => !here.has(id));
  };

  const show = () => {
    const all = document.querySelector("[data-tick-all]");
    const here = ticks().filter((tick) => tick.checked).length;
    const others = elsewhere();
    const count = here + others.length;
    all.hidden = false;
    all.checked = here > 0 && here === ticks().length;
    all.indeterminate = here > 0 && !all.checked;
    document.querySelector("[data-change-ticked]").disabled = count === 0;
    document.querySelector("[data-untick]").hidden = count === 0;
    document.querySelector("[data-others]").value = others.join(" ");
    document.querySelector("[data-ticked]").textContent = count
      ? `${count} selected${others.length ? `, ${others.length} of them on other pages` : ""}.`
      : "Tick customers to change them together.";
  };

  const remember = () => {
    const here = ticks().filter((tick) => tick.checked);
    sessionStorage.setItem(key(), JSON.stringify([...elsewhere(), ...here.map((tick) => tick.value)]));
    show();
  };

  const recall = () => {
    if (form()) {
      const selected = new Set(JSON.parse(sessionStorage.getItem(key()) ?? "[]"));
      ticks().forEach((tick) => {
        tick.checked = selected.has(tick.value);
      });
      show();
    }
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) {
      ticks().forEach((tick) => {
        tick.checked = event.target.checked;
      });
    }
    if (event.target.matches("[data-tick-all], input[form=selection][name=customer]")) {
      remember();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-untick]")) {
      sessionStorage.removeItem(key());
      recall();
      ticks()[0]?.focus();
    }
  });
  document.addEventListener("submit", (event) => {
    const { selectedIn } = event.target.dataset;
    if (selectedIn && event.submitter?.value === "dry-run") {
      sessionStorage.removeItem(`selected:${selectedIn}`);
    }
  });
  document.addEventListener("htmx:afterSwap", recall);
  addEventListener("pageshow", recall);
})();
