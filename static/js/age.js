/* Keeps "read 12 s ago" true while the page stays open. */
(() => {
  const seconds = (element) => Math.max(0, Math.round((Date.now() - Date.parse(element.dateTime)) / 1000));

  const words = (age) => {
    if (age < 5) {
      return "just now";
    }
    if (age < 90) {
      return `${age} s ago`;
    }
    return age < 5400 ? `${Math.round(age / 60)} min ago` : `${Math.round(age / 3600)} h ago`;
  };

  const refresh = () => {
    document.querySelectorAll("time[data-age]").forEach((element) => {
      element.textContent = words(seconds(element));
    });
  };

  refresh();
  setInterval(refresh, 5000);
})();
