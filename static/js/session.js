/* Keeps what somebody typed when their session is over: the page stays as it is while they sign in in another tab. */
(() => {
  const byHand = "X-Frontdesk-By-Hand";
  const dialog = document.getElementById("signed-out");
  const person = document.querySelector("meta[name=person]").content;

  const isTyped = (field) => {
    if (field.type === "checkbox" || field.type === "radio") {
      return field.checked !== field.defaultChecked;
    }
    return field.type !== "hidden" && field.value !== (field.defaultValue ?? field.value);
  };
  const holdsTypedText = () => [...document.querySelectorAll("input, textarea")].some(isTyped);

  const useToken = (token) => {
    document.querySelector("meta[name=csrf-token]").content = token;
    document.querySelectorAll("input[name=csrf_token]").forEach((field) => {
      field.value = token;
    });
  };

  /* Whether this page's person is signed in, perhaps anew; their forms then get the token that counts now. */
  const isSignedIn = async () => {
    const answer = await fetch("/auth/token", { headers: { "HX-Request": "true" }, cache: "no-store" });
    if (!answer.ok) {
      return false;
    }
    const now = await answer.json();
    if (now.person !== person) {
      return false;
    }
    useToken(now.csrf_token);
    return true;
  };

  const ask = () => {
    if (!dialog.open) {
      dialog.showModal();
    }
  };

  /* A click or a key asked for it, and not the page by itself: only that counts as use of the session. */
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.triggeringEvent?.isTrusted) {
      event.detail.headers[byHand] = "true";
    }
  });

  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status === 401 && holdsTypedText()) {
      event.preventDefault();
      ask();
    }
  });

  const leavesThePage = (form, button) =>
    form.getAttribute("method") === "post" && !form.matches("[hx-post]") && !button?.matches("[hx-post]");

  /* A form that leaves the page is sent only once it is known that it will be taken: first of all that hear of it. */
  const check = async (event) => {
    const form = event.target;
    if (form.dataset.checked !== undefined || !leavesThePage(form, event.submitter) || !holdsTypedText()) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.checking !== undefined) {
      return;
    }
    form.dataset.checking = "";
    const isTaken = await isSignedIn().catch(() => true);
    delete form.dataset.checking;
    if (isTaken) {
      form.dataset.checked = "";
      form.requestSubmit(event.submitter);
      delete form.dataset.checked;
    } else {
      ask();
    }
  };
  document.addEventListener("submit", check, { capture: true });

  const goOn = async () => {
    if (dialog.open && !document.hidden && await isSignedIn().catch(() => false)) {
      dialog.close();
      document.getElementById("announcer").textContent = "You are signed in again. What you typed is still here.";
    }
  };
  document.addEventListener("visibilitychange", goOn);
  window.addEventListener("focus", goOn);
})();
