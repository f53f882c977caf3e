/* what was coded lives in the browser's own store, written after every change */
const sheetStore = (name, tell) => {
  const refused = "NOT saved: this browser keeps nothing for this file. Download the CSV before you close the page";
  let works = true;
  const write = state => {
    try {
      localStorage.setItem(name, JSON.stringify(state));
      works = true;
      tell("Saved in this browser " + new Date().toLocaleTimeString());
    } catch (e) {
      works = false;
      tell(refused, true);
    }
  };
  const read = fits => {
    let text = null;
    try { text = localStorage.getItem(name); } catch (e) { works = false; tell(refused, true); }
    if (!text) return null;
    try {
      const found = JSON.parse(text);
      if (!found || !found.codes || !fits(found)) throw new Error("not what this page writes");
      tell("Found what you had saved in this browser");
      return found;
    } catch (e) {
      tell("What this browser had saved cannot be read; the sheet begins anew", true);
      return null;
    }
  };
  return { write, read, kept: () => works };
};

/* light or dark, as the reader's machine or the reader says */
const sheetTheme = button => {
  const root = document.documentElement;
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
  const label = () => { button.textContent = dark() ? "Light" : "Dark"; };
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  } catch (e) { /* a local file may have no storage */ }
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch (e) { /* as above */ }
    label();
  });
  label();
};
