/* Selecting customers in a list: the whole page at once, and how many are selected. */
(() => {
  const ticks = () => [...document.querySelectorAll("input[form=selection][name=customer]")];

  const update = () => {
    const all = document.querySelector("[data-tick-all]");
    if (!all) {
      return;
    }
    const count = ticks().filter((tick) => tick.checked).length;
    all.hidden = false;
    all.checked = count > 0 && count === ticks().length;
    all.indeterminate = count > 0 && !all.checked;
    document.querySelector("[data-change-ticked]").disabled = count === 0;
    document.querySelector("[data-ticked]").textContent = count
      ? `${count} selected on this page.`
      : "Tick customers to change them together.";
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) {
      ticks().forEach((tick) => {
        tick.checked = event.target.checked;
      });
    }
    if (event.target.matches("[data-tick-all], input[form=selection][name=customer]")) {
      update();
    }
  });
  document.addEventListener("htmx:afterSwap", update);
  addEventListener("pageshow", update);
})();
